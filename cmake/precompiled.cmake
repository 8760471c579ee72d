# Precompiled headers, each made once and reused: CAF for actors, GoogleTest for tests, both for tests of actors.
# Only g++ uses them: the fuzz preset's clang compiles each file as it stands, which clang-tidy needs too.

set(IDKERNEL_STD_HEADERS <algorithm> <chrono> <functional> <map> <optional> <string> <string_view> <vector>)
set(IDKERNEL_caf_pch_HEADERS <caf/all.hpp>)
set(IDKERNEL_caf_pch_LIBS caf_core)
set(IDKERNEL_test_pch_HEADERS <gmock/gmock.h> <gtest/gtest.h>)
set(IDKERNEL_test_pch_LIBS GTest::gmock GTest::gtest)
set(IDKERNEL_caf_test_pch_HEADERS ${IDKERNEL_caf_pch_HEADERS} ${IDKERNEL_test_pch_HEADERS})
set(IDKERNEL_caf_test_pch_LIBS ${IDKERNEL_caf_pch_LIBS} ${IDKERNEL_test_pch_LIBS})

# Sources of tests are compiled without optimisation: a third of their time is the optimiser's. So what is inline in headers is tested as it is
# written; optimised it is met by the tests that start the program. A precompiled header and its users must agree about it.
set(IDKERNEL_test_pch_OPTIONS -O0)
set(IDKERNEL_caf_test_pch_OPTIONS ${IDKERNEL_test_pch_OPTIONS})

# Lets TARGET reuse the precompiled header NAME (one of those above), which is made when first asked for.
function(idkernel_reuse target name)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    return()
  endif()
  if(NOT TARGET ${name})
    file(WRITE ${CMAKE_BINARY_DIR}/precompiled/${name}.cc "")
    add_library(${name} OBJECT ${CMAKE_BINARY_DIR}/precompiled/${name}.cc)
    target_link_libraries(${name} PRIVATE ${IDKERNEL_${name}_LIBS})
    target_compile_options(${name} PRIVATE ${IDKERNEL_${name}_OPTIONS})
    target_precompile_headers(${name} PRIVATE ${IDKERNEL_STD_HEADERS} ${IDKERNEL_${name}_HEADERS})
  endif()
  target_compile_options(${target} PRIVATE ${IDKERNEL_${name}_OPTIONS})
  target_precompile_headers(${target} REUSE_FROM ${name})
  # Out of a precompiled header g++ 12 forgets that <string> is a system header, and reports its well-known false
  # overruns there. The asan preset and the files without such a header still look.
  target_compile_options(${target} PRIVATE
    -Wno-array-bounds -Wno-restrict -Wno-stringop-overflow -Wno-stringop-overread)
endfunction()

# idkernel_use_caf(TARGET): for a library whose sources include <caf/all.hpp>: links CAF, reuses its precompiled header.
function(idkernel_use_caf target)
  target_link_libraries(${target} PUBLIC caf_core)
  idkernel_reuse(${target} caf_pch)
endfunction()
