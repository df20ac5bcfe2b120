# Helpers that say once how this project compiles and links.

# MLIR's archives name the shared libLLVM, whose dynamic relocations would cost
# most of a small run (docs/Performance.md): link the archives beneath instead.
get_property(imported DIRECTORY PROPERTY IMPORTED_TARGETS)
foreach(target IN LISTS imported)
  get_target_property(links ${target} INTERFACE_LINK_LIBRARIES)
  if(target MATCHES "^MLIR" AND "LLVM" IN_LIST links)
    list(REMOVE_ITEM links LLVM)
    list(APPEND links LLVMSupport)
    set_target_properties(${target} PROPERTIES INTERFACE_LINK_LIBRARIES "${links}")
  endif()
endforeach()

# What LLVMSupport really needs, without the shared z3 and zstd of its package.
find_library(PG_ZSTD NAMES libzstd.a zstd REQUIRED)
find_library(PG_ZLIB NAMES libz.a z REQUIRED)
set_target_properties(LLVMSupport PROPERTIES INTERFACE_LINK_LIBRARIES
  "LLVMDemangle;${PG_ZSTD};${PG_ZLIB};Threads::Threads;${CMAKE_DL_LIBS};m")

# Sources read MLIR's headers once for all. Not in the release build, which so
# notices an include that a source forgets.
if(PG_PRECOMPILED_HEADERS)
  file(WRITE ${CMAKE_BINARY_DIR}/PrecompiledHeaders.cpp "")
  add_library(PgPrecompiledHeaders OBJECT ${CMAKE_BINARY_DIR}/PrecompiledHeaders.cpp)
  target_precompile_headers(PgPrecompiledHeaders PRIVATE
    <mlir/IR/Builders.h> <mlir/IR/BuiltinOps.h> <mlir/IR/OpImplementation.h>
    <mlir/IR/PatternMatch.h> <mlir/Pass/Pass.h> <llvm/ADT/StringExtras.h>)
endif()

function(pg_compile_options target)
  target_compile_options(${target} PRIVATE -Wall -Wextra -Wno-unused-parameter -Wno-unused-variable
    -ffunction-sections -fdata-sections)
  if(PG_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
  if(PG_SANITIZE)
    target_compile_options(${target} PRIVATE -fsanitize=${PG_SANITIZE}
      -fno-omit-frame-pointer -fno-sanitize-recover=all)
  endif()
  if(PG_PRECOMPILED_HEADERS AND NOT target STREQUAL PgPrecompiledHeaders)
    target_precompile_headers(${target} REUSE_FROM PgPrecompiledHeaders)
  endif()
endfunction()

if(TARGET PgPrecompiledHeaders)
  pg_compile_options(PgPrecompiledHeaders)
endif()

# pg_add_library(NAME source… LINK library…)
function(pg_add_library name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC ${ARG_LINK})
  pg_compile_options(${name})
endfunction()

# pg_add_tool(NAME source… LINK library…)
function(pg_add_tool name)
  cmake_parse_arguments(ARG "" "" "LINK" ${ARGN})
  add_executable(${name} ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PRIVATE ${ARG_LINK})
  target_link_options(${name} PRIVATE -fuse-ld=lld -Wl,--gc-sections)
  if(PG_SANITIZE)
    target_link_options(${name} PRIVATE -fsanitize=${PG_SANITIZE})
  else()
    # One shared library less to relocate: a quarter of a small run.
    target_link_options(${name} PRIVATE -static-libstdc++ -static-libgcc)
  endif()
  # Plugins resolve MLIR's and pg's symbols in the tool.
  set_target_properties(${name} PROPERTIES ENABLE_EXPORTS ON)
  pg_compile_options(${name})
endfunction()
