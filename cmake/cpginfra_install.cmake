# SPDX-License-Identifier: MIT
# What cmake --install puts under a prefix: headers, the static libraries, the command, and the package
# that find_package(cpginfra CONFIG) reads. Components: core, testing, command.
#
# A static library needs its dependencies when a program is linked. Those that the system has are
# looked for again by the package; those that were downloaded go beside the library, into
# lib/cpginfra. Abseil is in the headers, so that a program and the library must share one: where it
# was downloaded, there is nothing to install.

include(CMakePackageConfigHelpers)
include(GNUInstallDirs)

get_target_property(cpginfra_absl_is_found absl::status IMPORTED)
if(NOT cpginfra_absl_is_found)
  message(
    STATUS "cpginfra: no rules for cmake --install, since Abseil was downloaded and programs must use "
           "the same one: install Abseil (Debian's package: libabsl-dev) and configure anew, or use "
           "add_subdirectory")
  return()
endif()

set(cpginfra_find_dependencies "find_dependency(absl CONFIG)\n")
set(cpginfra_package_directory "${CMAKE_INSTALL_LIBDIR}/cmake/cpginfra")

# cpginfra_install_dependency(TARGET MODE NAME...): a module of ours for MODE MODULE goes along.
function(cpginfra_install_dependency name target mode)
  get_target_property(is_found ${target} IMPORTED)
  if(is_found)
    string(APPEND cpginfra_find_dependencies "find_dependency(${name} ${${name}_VERSION} ${mode})\n")
    set(cpginfra_find_dependencies "${cpginfra_find_dependencies}" PARENT_SCOPE)
    if(mode STREQUAL "MODULE")
      install(FILES "${PROJECT_SOURCE_DIR}/cmake/Find${name}.cmake"
              DESTINATION "${cpginfra_package_directory}" COMPONENT core)
    endif()
    return()
  endif()
  get_target_property(aliased ${target} ALIASED_TARGET)
  if(aliased)
    set(target ${aliased})
  endif()
  install(TARGETS ${target} EXPORT cpginfra_core ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}/cpginfra"
                                                         COMPONENT core)
endfunction()

cpginfra_install_dependency(fmt fmt::fmt CONFIG)
cpginfra_install_dependency(yaml-cpp yaml-cpp CONFIG)
cpginfra_install_dependency(xxhash xxHash::xxhash MODULE)
cpginfra_install_dependency(utf8proc utf8proc::utf8proc MODULE)
if(CPGINFRA_TOMLPLUSPLUS STREQUAL "tomlplusplus::tomlplusplus")
  cpginfra_install_dependency(tomlplusplus tomlplusplus::tomlplusplus CONFIG)
endif()

# The headers as a directory: a list of them, gathered anew in every build, would leave no build
# without work to do.
install(
  TARGETS cpginfra EXPORT cpginfra_core
  ARCHIVE COMPONENT core
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(
  TARGETS cpginfra_testing EXPORT cpginfra_testing
  ARCHIVE COMPONENT testing
  INCLUDES DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}")
install(
  DIRECTORY "${PROJECT_SOURCE_DIR}/include/cpginfra"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT core
  PATTERN testing EXCLUDE)
install(
  DIRECTORY "${PROJECT_SOURCE_DIR}/include/cpginfra/testing"
  DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}/cpginfra"
  COMPONENT testing)
if(TARGET cpginfra_command)
  install(TARGETS cpginfra_command RUNTIME COMPONENT command)
endif()

foreach(component IN ITEMS core testing)
  install(
    EXPORT cpginfra_${component}
    FILE cpginfra-${component}.cmake
    NAMESPACE cpginfra::
    DESTINATION "${cpginfra_package_directory}"
    COMPONENT ${component})
endforeach()
configure_package_config_file(
  "${PROJECT_SOURCE_DIR}/cmake/cpginfra-config.cmake.in" "${PROJECT_BINARY_DIR}/cpginfra-config.cmake"
  INSTALL_DESTINATION "${cpginfra_package_directory}")
# Before 1.0 a new minor version may change anything.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/cpginfra-config-version.cmake"
                                 COMPATIBILITY SameMinorVersion)
install(FILES "${PROJECT_BINARY_DIR}/cpginfra-config.cmake"
              "${PROJECT_BINARY_DIR}/cpginfra-config-version.cmake"
        DESTINATION "${cpginfra_package_directory}" COMPONENT core)
