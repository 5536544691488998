// SPDX-License-Identifier: MIT
#include "command/version.hpp"

#include <absl/base/config.h>
#include <fmt/format.h>
#include <sys/utsname.h>
#include <toml++/toml.h>
#include <utf8proc.h>
#include <xxhash.h>

#include <CLI/Version.hpp>
#include <nlohmann/json.hpp>

#include "cpginfra/report/plan_json.hpp"
#include "cpginfra/version.hpp"

namespace cpginfra::command {
namespace {

std::string abseil_version() {
#ifdef ABSL_LTS_RELEASE_VERSION
  return fmt::format("{}.{}", ABSL_LTS_RELEASE_VERSION, ABSL_LTS_RELEASE_PATCH_LEVEL);
#else
  return "live at head";
#endif
}

std::string compiler_version() {
#ifdef __clang__
  return fmt::format("clang {}.{}.{}", __clang_major__, __clang_minor__, __clang_patchlevel__);
#else
  return fmt::format("gcc {}.{}.{}", __GNUC__, __GNUC_MINOR__, __GNUC_PATCHLEVEL__);
#endif
}

std::string fmt_version() {
  return fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100);
}

std::string json_version() {
  return fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                     NLOHMANN_JSON_VERSION_PATCH);
}

std::string toml_version() {
  return fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH);
}

std::string xxhash_version() {
  const unsigned number = XXH_versionNumber();
  return fmt::format("{}.{}.{}", number / 10000, number / 100 % 100, number % 100);
}

std::string_view standard_library() {
#ifdef _LIBCPP_VERSION
  return "libc++";
#else
  return "libstdc++";
#endif
}

std::string system_name() {
  utsname name{};
  if (::uname(&name) != 0) return "unknown";
  return fmt::format("{} {} {}", name.sysname, name.release, name.machine);
}

}  // namespace

std::string version_report() {
  return fmt::format(
      "cpginfra {}\n"
      "plan format    {}\n"
      "system         {}\n"
      "compiler       {}, {} (C++ {}), {} build\n"
      "abseil         {}\n"
      "CLI11          {}\n"
      "fmt            {}\n"
      "nlohmann_json  {}\n"
      "toml++         {}\n"
      "utf8proc       {}\n"
      "xxHash         {}\n"
      "yaml-cpp       {}\n",
      version(), report::kPlanFormatVersion, system_name(), compiler_version(), standard_library(),
      __cplusplus, CPGINFRA_BUILD_TYPE, abseil_version(), CLI11_VERSION, fmt_version(),
      json_version(), toml_version(), utf8proc_version(), xxhash_version(),
      CPGINFRA_YAML_CPP_VERSION);
}

}  // namespace cpginfra::command
