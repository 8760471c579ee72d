# How a test and a fuzz target are declared.

# idkernel_test(NAME [CAF] LIBS a b SOURCES x.cc y.cc LABELS asan tsan [TIMEOUT seconds]): a GoogleTest program, each of
# its tests known to ctest. LABELS say under which sanitizer presets it is built and run too; CAF takes the precompiled
# header with <caf/all.hpp>, for tests that include it.
function(idkernel_test name)
  cmake_parse_arguments(T "CAF" "TIMEOUT" "LIBS;SOURCES;LABELS" ${ARGN})
  if(NOT T_TIMEOUT)
    set(T_TIMEOUT 120)
  endif()
  add_executable(${name} ${T_SOURCES})
  target_link_libraries(${name} PRIVATE ${T_LIBS} GTest::gmock GTest::gtest_main)
  if(T_CAF)
    target_link_libraries(${name} PRIVATE caf_core)
    idkernel_reuse(${name} caf_test_pch)
  else()
    idkernel_reuse(${name} test_pch)
  endif()
  if((IDKERNEL_SANITIZE STREQUAL "address" AND NOT "asan" IN_LIST T_LABELS)
      OR (IDKERNEL_SANITIZE STREQUAL "thread" AND NOT "tsan" IN_LIST T_LABELS)
      OR IDKERNEL_SANITIZE STREQUAL "fuzzer")  # There only clang-tidy looks at tests.
    set_target_properties(${name} PROPERTIES EXCLUDE_FROM_ALL ON)
    return()
  endif()
  list(JOIN T_LABELS "+" labels)  # gtest_discover_tests would take the second of a list for a property's name.
  gtest_discover_tests(${name} DISCOVERY_MODE PRE_TEST
    PROPERTIES TIMEOUT ${T_TIMEOUT} LABELS "${labels}")
endfunction()

# idkernel_fuzz(NAME LIBS a b SOURCES x.cc): SOURCES define LLVMFuzzerTestOneInput. The fuzz preset makes build/fuzz/NAME_fuzz
# with libFuzzer; every other preset makes a program that replays tests/fuzz/corpus/NAME as one test.
function(idkernel_fuzz name)
  cmake_parse_arguments(T "" "" "LIBS;SOURCES" ${ARGN})
  set(target ${name}_fuzz)
  set(corpus ${CMAKE_SOURCE_DIR}/tests/fuzz/corpus/${name})
  if(NOT EXISTS ${corpus})
    message(FATAL_ERROR "${target} has no corpus: ${corpus} is missing")
  endif()
  add_executable(${target} ${T_SOURCES})
  target_link_libraries(${target} PRIVATE ${T_LIBS})
  if(IDKERNEL_SANITIZE STREQUAL "fuzzer")
    target_link_options(${target} PRIVATE -fsanitize=fuzzer)
    set_target_properties(${target} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR})
  else()
    target_sources(${target} PRIVATE ${CMAKE_SOURCE_DIR}/tests/fuzz/replay_main.cc)
    if(IDKERNEL_SANITIZE STREQUAL "thread")  # One thread has no races.
      set_target_properties(${target} PROPERTIES EXCLUDE_FROM_ALL ON)
      return()
    endif()
    add_test(NAME fuzz_corpus.${name} COMMAND ${target} ${corpus})
    set_tests_properties(fuzz_corpus.${name} PROPERTIES TIMEOUT 120 LABELS asan)
  endif()
endfunction()
