// SPDX-License-Identifier: MIT
// The fuzz targets over their corpora, over the configurations that the other tests and the
// examples have, and over what becomes of those by a few edits: no fuzzer is needed to see that
// what was once found stays mended, and most of what is easily found is found here.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "../fuzz/mutation.hpp"
#include "../fuzz/targets.hpp"
#include "catch.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::fuzz {
namespace {

namespace fs = std::filesystem;

/// Where a target finds more inputs than its own corpus: files whose names end so.
struct Source {
  std::string_view target;
  std::string_view directory;
  std::string_view extension;
};
constexpr std::array<Source, 9> kSources = {{
    {"config_toml", "tests/data/broken", ".toml"},
    {"config_toml", "tests/data/formats", ".toml"},
    {"config_yaml", "tests/data/broken", ".yaml"},
    {"config_yaml", "tests/data/formats", ".yaml"},
    {"config_json", "tests/data/broken", ".json"},
    {"config_json", "tests/data/formats", ".json"},
    {"plan_json", "tests/data/diff", ".json"},
    {"plan_json", "tests/data/report", ".json"},
    {"rules", "examples", ".toml"},
}};

std::string contents(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return std::move(text).str();
}

/// In an order that does not depend on the file system.
std::set<fs::path> files_in(const std::string& directory, std::string_view extension) {
  std::set<fs::path> files;
  for (const auto& entry : fs::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    if (extension.empty() || entry.path().extension() == extension) files.insert(entry.path());
  }
  return files;
}

std::set<fs::path> inputs_of(const Target& target) {
  const std::string corpus = "tests/fuzz/corpus/" + std::string(target.name);
  std::set<fs::path> files = files_in(test::source_path(corpus), "");
  REQUIRE(!files.empty());
  for (const Source& source : kSources) {
    if (source.target != target.name) continue;
    files.merge(files_in(test::source_path(source.directory), source.extension));
  }
  return files;
}

TEST_CASE("the fuzz targets take their corpora", "[fuzz]") {
  for (const Target& target : kTargets) {
    for (const fs::path& file : inputs_of(target)) {
      INFO(file.string());
      target.run(contents(file));
      SUCCEED();
    }
  }
}

/// CPGINFRA_FUZZ_INPUTS says how many inputs each target gets; for a look at more, and other, ones.
std::uint32_t inputs_wanted() {
  constexpr std::uint32_t kInputs = 2000;
  const char* wanted = std::getenv("CPGINFRA_FUZZ_INPUTS");
  return wanted == nullptr ? kInputs
                           : static_cast<std::uint32_t>(std::strtoul(wanted, nullptr, 10));
}

TEST_CASE("the fuzz targets take what becomes of their corpora", "[fuzz]") {
  constexpr std::size_t kLongest = std::size_t{16} << 10;
  const std::uint32_t wanted = inputs_wanted();
  for (const Target& target : kTargets) {
    std::vector<std::string> corpus;
    for (const fs::path& file : inputs_of(target)) {
      if (fs::file_size(file) <= kLongest) corpus.push_back(contents(file));
    }
    constexpr std::uint32_t kSeed = 7;
    Mutator mutator(std::move(corpus), kSeed);
    for (std::uint32_t number = 0; number < wanted; ++number) {
      const std::string input = mutator.next();
      INFO(target.name << ", input " << number << ":\n" << input);
      target.run(input);
      SUCCEED();
    }
  }
}

}  // namespace
}  // namespace cpginfra::fuzz
