# pg_add_rule_plugin(NAME RULES rules.td SOURCES source…)
#
# Builds a shared library for `pg-opt --load-rule-plugin`. `rules.td` declares
# rules, as include/pg/Rewrite/RuleBase.td says, or includes files that do. What is
# made of it stands in the build folder of the target: `NAME.h.inc`, with
# GEN_PASS_DECL and GEN_PASS_DEF_…, and `NAMECatalogue.inc`, the entries of the
# catalogue.
set(PG_CMAKE_DIR ${CMAKE_CURRENT_LIST_DIR})

function(pg_add_rule_plugin name)
  cmake_parse_arguments(ARG "" "RULES" "SOURCES" ${ARGN})
  get_filename_component(rules ${ARG_RULES} ABSOLUTE)
  get_filename_component(folder ${rules} DIRECTORY)
  find_program(PG_LLVM_TBLGEN llvm-tblgen HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED)
  find_program(PG_MLIR_TBLGEN mlir-tblgen HINTS ${LLVM_TOOLS_BINARY_DIR} REQUIRED)
  set(generated ${CMAKE_CURRENT_BINARY_DIR})
  set(includes -I ${folder} -I ${PG_INCLUDE_DIR} -I ${MLIR_INCLUDE_DIRS})
  add_custom_command(
    OUTPUT ${generated}/${name}.h.inc ${generated}/${name}Catalogue.inc
    COMMAND ${PG_MLIR_TBLGEN} -gen-pass-decls -name ${name} ${rules} ${includes}
            -o ${generated}/${name}.h.inc
    COMMAND ${PG_LLVM_TBLGEN} --dump-json ${rules} ${includes}
            -o ${generated}/${name}.json
    COMMAND ${Python3_EXECUTABLE} ${PG_CMAKE_DIR}/generate_catalogue.py ${rules}
            < ${generated}/${name}.json > ${generated}/${name}Catalogue.inc
    DEPENDS ${rules}
    VERBATIM)
  add_library(${name} MODULE ${ARG_SOURCES} ${generated}/${name}.h.inc
              ${generated}/${name}Catalogue.inc)
  target_include_directories(${name} PRIVATE ${generated})
  target_include_directories(${name} SYSTEM PRIVATE ${PG_INCLUDE_DIR}
                             ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
  target_compile_features(${name} PRIVATE cxx_std_17)
  set_target_properties(${name} PROPERTIES PREFIX "")
endfunction()
