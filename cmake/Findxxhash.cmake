# SPDX-License-Identifier: MIT
# Finds xxhash by pkg-config and gives the target xxHash::xxhash.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(PC_xxhash QUIET IMPORTED_TARGET GLOBAL libxxhash)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  xxhash
  REQUIRED_VARS PC_xxhash_LINK_LIBRARIES
  VERSION_VAR PC_xxhash_VERSION)

if(xxhash_FOUND AND NOT TARGET xxHash::xxhash)
  add_library(xxHash::xxhash ALIAS PkgConfig::PC_xxhash)
endif()
