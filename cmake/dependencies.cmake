# Every library that the project uses, each a Debian 12 package, under one target name.
find_package(Threads REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(simdjson REQUIRED)
find_package(RocksDB REQUIRED)
find_package(prometheus-cpp REQUIRED COMPONENTS core)
find_package(PkgConfig REQUIRED)
pkg_check_modules(ARGON2 REQUIRED IMPORTED_TARGET libargon2)
pkg_check_modules(CURL REQUIRED IMPORTED_TARGET libcurl)
pkg_check_modules(JEMALLOC REQUIRED IMPORTED_TARGET jemalloc)
pkg_check_modules(PCRE2 REQUIRED IMPORTED_TARGET libpcre2-8)
pkg_check_modules(P11_KIT REQUIRED p11-kit-1)  # for <p11-kit/pkcs11.h>: modules are loaded, nothing is linked
pkg_check_modules(ZSTD REQUIRED IMPORTED_TARGET libzstd)
pkg_check_modules(PISTACHE REQUIRED IMPORTED_TARGET libpistache)
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  # async.h names a member that does not exist, in a template nobody uses: clang 19 would look at it.
  target_compile_options(PkgConfig::PISTACHE INTERFACE
    -fdelayed-template-parsing -Wno-delayed-template-parsing-in-cxx20)
endif()

add_library(caf_core INTERFACE)
if(IDKERNEL_SANITIZE STREQUAL "address")
  # CAF's headers bind a reference to a null pointer when an actor function takes no arguments
  # (detail/init_fun_factory.hpp); a real use of a null pointer is still an ASan report.
  # The other three check each member call in CAF's templates and took a third of the time of a
  # translation unit; rules and state, which are free of CAF, keep them.
  target_compile_options(caf_core INTERFACE -fno-sanitize=null,vptr,alignment,object-size)
endif()
if(IDKERNEL_CAF_SOURCE)
  include(cmake/caf_from_source.cmake)
else()
  find_library(CAF_CORE_LIBRARY caf_core REQUIRED)
  target_link_libraries(caf_core INTERFACE ${CAF_CORE_LIBRARY} Threads::Threads)
endif()

if(IDKERNEL_TESTS)
  find_package(GTest REQUIRED)
  include(GoogleTest)
endif()
if(IDKERNEL_BENCH)
  find_package(benchmark REQUIRED)
  find_package(Boost 1.81 REQUIRED)  # headers of Asio and Beast
endif()
