# SPDX-License-Identifier: MIT
# Third-party libraries: the system's copy where it is new enough, else a pinned download.
#
# The downloads are the source archives of Debian 13, which stay on Debian's servers for good and
# whose SHA-256 sums are those of its signed package index. A download never takes the place of a
# good system copy; -DFETCHCONTENT_TRY_FIND_PACKAGE_MODE=NEVER asks for the downloads all the same.
# Targets: absl::*, fmt::fmt, nlohmann_json::nlohmann_json, yaml-cpp, tomlplusplus::tomlplusplus,
# xxHash::xxhash, utf8proc::utf8proc; CLI11::CLI11 for the command; Catch2::Catch2 for the tests.

include(FetchContent)

# Declares NAME by the archive at PATH of Debian's pool. What follows goes to FetchContent_Declare.
# SYSTEM stands first because CMake 3.25 takes it for a part of whatever list it follows.
function(cpginfra_declare name path sha256)
  FetchContent_Declare(
    ${name} SYSTEM
    URL "https://deb.debian.org/debian/pool/main/${path}"
        "https://snapshot.debian.org/archive/debian/20250901T000000Z/pool/main/${path}"
    URL_HASH SHA256=${sha256}
    DOWNLOAD_EXTRACT_TIMESTAMP ON ${ARGN})
endfunction()

cpginfra_declare(
  absl a/abseil/abseil_20240722.0.orig.tar.gz
  df6d1f5ef540725f3851201176a60486aab332410788465c9877910bb471c34a
  FIND_PACKAGE_ARGS CONFIG)
cpginfra_declare(
  fmt f/fmtlib/fmtlib_10.1.1+ds1.orig.tar.gz
  7000f214d2628f04174822f8048c573f1608194408d7931121595a03f1c18a17
  FIND_PACKAGE_ARGS 9 CONFIG)
cpginfra_declare(
  nlohmann_json n/nlohmann-json3/nlohmann-json3_3.11.3.orig.tar.gz
  0d8ef5af7f9794e3263480193c491549b2ba6cc74bb018906202ada498a79406
  FIND_PACKAGE_ARGS 3.10 CONFIG)
cpginfra_declare(
  yaml-cpp y/yaml-cpp/yaml-cpp_0.8.0+dfsg.orig.tar.xz
  32c85a5f36633a9005b20261b35fccb0d8ec69e9ef16c67de7d5d007944e3709
  FIND_PACKAGE_ARGS 0.7 CONFIG)
cpginfra_declare(
  tomlplusplus t/tomlplusplus/tomlplusplus_3.4.0+ds.orig.tar.xz
  0ae736e13a49cc8a0aa7799705cf18bd93f5f56624613e6aa554b65fe2d72768
  FIND_PACKAGE_ARGS 3.3 CONFIG)
cpginfra_declare(
  xxhash x/xxhash/xxhash_0.8.3.orig.tar.gz
  aae608dfe8213dfd05d909a57718ef82f30722c392344583d3f39050c7f29a80
  SOURCE_SUBDIR cmake_unofficial
  FIND_PACKAGE_ARGS 0.8 MODULE)
cpginfra_declare(
  utf8proc u/utf8proc/utf8proc_2.9.0.orig.tar.gz
  18c1626e9fc5a2e192311e36b3010bfc698078f692888940f1fa150547abb0c1
  FIND_PACKAGE_ARGS 2.6 MODULE)
cpginfra_declare(
  CLI11 c/cli11/cli11_2.4.1+ds.orig.tar.xz
  0b8fbf2398875f15f30a675c7f412123a2aaa38df2863e991de72004fd5f1292
  FIND_PACKAGE_ARGS 2.1 CONFIG)
# Catch2's versions 2 and 3 do not answer for one another, and either will do.
cpginfra_declare(
  Catch2 c/catch2/catch2_3.7.1.orig.tar.gz
  c991b247a1a0d7bb9c39aa35faf0fe9e19764213f28ffba3109388e62ee0269c
  FIND_PACKAGE_ARGS CONFIG)

# Makes each NAME available; NAME_VERSION is its version where it is the system's. What is downloaded is built for us alone: static, without its own
# tests, tools and installation, and only as far as something of ours links it.
function(cpginfra_use)
  set(BUILD_SHARED_LIBS OFF)
  set(BUILD_TESTING OFF)
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)
  set(CMAKE_POLICY_VERSION_MINIMUM 3.5)
  set(ABSL_PROPAGATE_CXX_STD ON)
  set(ABSL_ENABLE_INSTALL OFF)
  set(FMT_INSTALL OFF)
  set(JSON_Install OFF)
  set(YAML_CPP_INSTALL OFF)
  set(YAML_CPP_BUILD_TOOLS OFF)
  set(YAML_CPP_BUILD_CONTRIB OFF)
  set(XXHASH_BUILD_XXHSUM OFF)
  set(UTF8PROC_INSTALL OFF)
  set(CLI11_BUILD_TESTS OFF)
  set(CLI11_BUILD_EXAMPLES OFF)
  set(CATCH_INSTALL_DOCS OFF)
  set(CATCH_INSTALL_EXTRAS OFF)
  FetchContent_MakeAvailable(${ARGN})
  foreach(name IN LISTS ARGN)
    set(${name}_VERSION "${${name}_VERSION}" PARENT_SCOPE)
    set(source "")
    FetchContent_GetProperties(${name} SOURCE_DIR source)
    if(source)
      if(name STREQUAL xxhash)
        string(APPEND source "/cmake_unofficial")
      endif()
      set_property(DIRECTORY "${source}" PROPERTY EXCLUDE_FROM_ALL ON)
    endif()
  endforeach()
endfunction()

list(PREPEND CMAKE_MODULE_PATH "${CMAKE_CURRENT_LIST_DIR}")
cpginfra_use(absl fmt nlohmann_json yaml-cpp tomlplusplus xxhash utf8proc)
if(CPGINFRA_BUILD_COMMAND)
  cpginfra_use(CLI11)
endif()
if(CPGINFRA_BUILD_TESTS)
  cpginfra_use(Catch2)
endif()

# Debian's toml++ is compiled, so users of a static library that takes it in need it too; the
# downloaded one is headers alone.
get_target_property(cpginfra_tomlplusplus_kind tomlplusplus::tomlplusplus TYPE)
if(cpginfra_tomlplusplus_kind STREQUAL "INTERFACE_LIBRARY")
  set(CPGINFRA_TOMLPLUSPLUS $<BUILD_INTERFACE:tomlplusplus::tomlplusplus>)
else()
  set(CPGINFRA_TOMLPLUSPLUS tomlplusplus::tomlplusplus)
endif()

if(NOT TARGET utf8proc::utf8proc)
  add_library(utf8proc::utf8proc ALIAS utf8proc)
endif()
FetchContent_GetProperties(yaml-cpp SOURCE_DIR cpginfra_yaml_cpp_source)
if(cpginfra_yaml_cpp_source)
  # yaml-cpp 0.8.0 forgets <cstdint>, which the standard libraries of newer compilers do not forgive.
  target_compile_options(yaml-cpp PRIVATE -include cstdint)
endif()
