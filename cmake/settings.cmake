# Compiler settings that hold for every target: warnings are errors, lld, ccache, sanitizers.
find_program(CCACHE ccache)
if(CCACHE)
  # Precompiled headers need the sloppiness; base_dir lets one checkout use what another compiled.
  set(CMAKE_CXX_COMPILER_LAUNCHER env CCACHE_BASEDIR=${CMAKE_SOURCE_DIR} CCACHE_NOHASHDIR=1
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime ${CCACHE})
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # Without it ccache does not see a precompiled header and stores nothing.
  add_compile_options(-fpch-preprocess)
endif()
add_link_options(-fuse-ld=lld)
include_directories(${CMAKE_SOURCE_DIR})

if(IDKERNEL_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(IDKERNEL_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(IDKERNEL_SANITIZE STREQUAL "fuzzer")
  add_compile_options(-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
    -fno-omit-frame-pointer -fsanitize-ignorelist=${CMAKE_SOURCE_DIR}/cmake/fuzz_ignore.txt)
  add_link_options(-fsanitize=address,undefined)
endif()

# idkernel_library(NAME SOURCES... ): a static library with the house's settings; headers-only when no source is given.
function(idkernel_library name)
  if(ARGN)
    add_library(${name} STATIC ${ARGN})
  else()
    add_library(${name} INTERFACE)
  endif()
endfunction()

include(cmake/precompiled.cmake)
include(cmake/tests.cmake)
