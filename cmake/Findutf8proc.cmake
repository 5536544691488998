# SPDX-License-Identifier: MIT
# Finds utf8proc by pkg-config and gives the target utf8proc::utf8proc.
find_package(PkgConfig QUIET)
if(PKG_CONFIG_FOUND)
  pkg_check_modules(PC_utf8proc QUIET IMPORTED_TARGET GLOBAL libutf8proc)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(
  utf8proc
  REQUIRED_VARS PC_utf8proc_LINK_LIBRARIES
  VERSION_VAR PC_utf8proc_VERSION)

if(utf8proc_FOUND AND NOT TARGET utf8proc::utf8proc)
  add_library(utf8proc::utf8proc ALIAS PkgConfig::PC_utf8proc)
endif()
