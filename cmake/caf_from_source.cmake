# CAF's core compiled here, with the sanitizer of everything else: ThreadSanitizer reports false races with Debian's library.
# deploy/scripts/caf_source.sh fetches the source that Debian's package was made from; headers are the installed package's.
if(NOT EXISTS ${IDKERNEL_CAF_SOURCE}/libcaf_core/src/actor_system.cpp)
  message(FATAL_ERROR "no CAF source in ${IDKERNEL_CAF_SOURCE}: run deploy/scripts/caf_source.sh first")
endif()
file(GLOB_RECURSE CAF_CORE_SOURCES CONFIGURE_DEPENDS ${IDKERNEL_CAF_SOURCE}/libcaf_core/src/*.cpp)
list(FILTER CAF_CORE_SOURCES EXCLUDE REGEX "windows")
add_library(caf_core_source STATIC ${CAF_CORE_SOURCES})
target_compile_options(caf_core_source PRIVATE -w -Wno-error)
set_target_properties(caf_core_source PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)  # A third of the time.
target_link_libraries(caf_core_source PUBLIC Threads::Threads)
target_link_libraries(caf_core INTERFACE caf_core_source)
