// SPDX-License-Identifier: MIT
// What the fuzzers call: each target takes any bytes, and ends the program if a promise of the
// library is broken. libFuzzer drives them (entry.cpp), and the tests replay their corpora.
#pragma once

#include <array>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace cpginfra::fuzz {

/// The loaders: whatever is in the files, there is a configuration or an error, and what was loaded
/// can be dumped, loaded again, and planned.
void config_toml(std::string_view input);
void config_yaml(std::string_view input);
void config_json(std::string_view input);
/// The input is split at bytes 0xFF; each part's first byte says which file it is.
void config_directory(std::string_view input);
/// The reader of saved plans: what it takes, every report takes.
void plan_json(std::string_view input);
/// The writer of TOML: the input is JSON, and what is written reads back as the same.
void sorted_toml(std::string_view input);
/// The rules file.
void rules(std::string_view input);
/// The functions that make names of members and accounts.
void names(std::string_view input);

struct Target {
  std::string_view name;
  void (*run)(std::string_view input);
};
inline constexpr std::array<Target, 8> kTargets = {{
    {"config_toml", config_toml},
    {"config_yaml", config_yaml},
    {"config_json", config_json},
    {"config_directory", config_directory},
    {"plan_json", plan_json},
    {"sorted_toml", sorted_toml},
    {"rules", rules},
    {"names", names},
}};

/// Ends the program, so that the fuzzer keeps the input.
inline void require(bool holds, const char* promise) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", promise);
  std::abort();
}

}  // namespace cpginfra::fuzz
