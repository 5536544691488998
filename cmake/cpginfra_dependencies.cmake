# SPDX-License-Identifier: MIT
# Third-party libraries: the system's copy where there is one, else a pinned download.

include(FetchContent)
set(FETCHCONTENT_TRY_FIND_PACKAGE_MODE OPT_IN)

find_package(absl REQUIRED)
find_package(fmt 9 REQUIRED)
find_package(nlohmann_json 3.10 REQUIRED)
find_package(yaml-cpp 0.7 REQUIRED)
find_package(tomlplusplus 3.3 REQUIRED)
find_package(PkgConfig REQUIRED)
pkg_check_modules(xxhash REQUIRED IMPORTED_TARGET libxxhash)
pkg_check_modules(utf8proc REQUIRED IMPORTED_TARGET libutf8proc)
if(CPGINFRA_BUILD_COMMAND)
  find_package(CLI11 2.1 REQUIRED)
endif()
if(CPGINFRA_BUILD_TESTS)
  find_package(Catch2 REQUIRED)
endif()
