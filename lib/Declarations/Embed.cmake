# cmake -DOUTPUT=x.inc -DINPUTS="a.json;b.json" -P Embed.cmake
#
# Writes each file as a C++ raw string: {"name", R"json(text)json"},
set(content "")
foreach(input IN LISTS INPUTS)
  get_filename_component(name ${input} NAME)
  file(READ ${input} text)
  string(APPEND content "{\"${name}\", R\"json(${text})json\"},\n")
endforeach()
file(WRITE ${OUTPUT} "${content}")
