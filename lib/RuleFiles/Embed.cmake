# cmake -DINPUT=x.pdll -DOUTPUT=x.inc -P Embed.cmake
#
# Writes a file as a C++ raw string.
file(READ ${INPUT} text)
file(WRITE ${OUTPUT} "R\"pdll(${text})pdll\"\n")
