// SPDX-License-Identifier: MIT
// Input that was made to harm ends in a diagnostic, soon and in little memory.
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <random>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/config/load.hpp"
#include "cpginfra/config/render.hpp"

namespace cpginfra::config {
namespace {

using Rules = std::vector<std::string>;

// The rules of the diagnostics, each once. Loading must not take long, sanitizers included.
Rules rules_of(const LoadResult& result) {
  Rules rules;
  for (const Diagnostic& diagnostic : result.diagnostics.all()) {
    if (std::find(rules.begin(), rules.end(), diagnostic.rule) == rules.end()) {
      rules.push_back(diagnostic.rule);
    }
  }
  return rules;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t index = 0; index < count; ++index) result += text;
  return result;
}

TEST_CASE("deep nesting ends in a diagnostic", "[config][hostile]") {
  constexpr std::size_t kDeep = 200'000;
  const std::string text =
      GENERATE(repeated("[", kDeep), repeated("{\"a\":", kDeep), repeated("- ", kDeep),
               repeated("{a: ", kDeep), repeated("a = {", kDeep), repeated("a.", kDeep) + "b = 1",
               "a = " + repeated("[", kDeep), "[" + repeated("a.", kDeep) + "b]",
               "[[" + repeated("a.", kDeep) + "b]]", repeated("? ", kDeep), repeated("&a ", kDeep),
               repeated("!!map {a: ", kDeep));
  for (Format format : {Format::kJson, Format::kYaml, Format::kToml}) {
    const LoadResult result = load_text(text, format, "deep");
    CHECK_FALSE(result.configuration.has_value());
    CHECK(result.diagnostics.has_errors());
  }
}

TEST_CASE("what each reader says of nesting", "[config][hostile]") {
  CHECK(rules_of(load_text(repeated("[", 100), Format::kJson, "a")) == Rules{"too-deep"});
  CHECK(rules_of(load_text(repeated("- ", 100), Format::kYaml, "a")) == Rules{"too-deep"});
  CHECK(rules_of(load_text(repeated("[", 20'000), Format::kYaml, "a")) == Rules{"too-deep"});
  CHECK(rules_of(load_text("a = " + repeated("[", 100), Format::kToml, "a")) == Rules{"too-deep"});
  CHECK(rules_of(load_text("[" + repeated("a.", 100) + "b]", Format::kToml, "a")) ==
        Rules{"too-deep"});
  CHECK(rules_of(load_text("a = \"" + repeated("[.", 100) + "\" # [[[", Format::kToml, "a")) ==
        Rules{"missing-key", "unknown-key"});
}

TEST_CASE("aliases cannot multiply themselves", "[config][hostile]") {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int level = 1; level <= 30; ++level) {
    const std::string name = "a" + std::to_string(level);
    const std::string before = "*a" + std::to_string(level - 1);
    bomb += name + ": &" + name + " [" + before + repeated(", " + before, 9) + "]\n";
  }
  CHECK(rules_of(load_text(bomb, Format::kYaml, "a")) == Rules{"too-many-values"});

  std::string chain = "a0: &a0 [x]\n";
  for (int level = 1; level <= 100; ++level) {
    chain += "a" + std::to_string(level) + ": &a" + std::to_string(level) + " [*a" +
             std::to_string(level - 1) + "]\n";
  }
  CHECK(rules_of(load_text(chain, Format::kYaml, "a")) == Rules{"too-deep"});
}

TEST_CASE("too many values are too many in every format", "[config][hostile]") {
  const std::string list = "[" + repeated("0,", 2'100'000) + "0]";
  CHECK(rules_of(load_text(list, Format::kJson, "a")) == Rules{"too-many-values"});
  CHECK(rules_of(load_text("a = " + list, Format::kToml, "a")) == Rules{"too-many-values"});
}

TEST_CASE("many mistakes are counted, and the first are kept", "[config][hostile]") {
  std::string text = "{\"config\": {";
  for (int index = 0; index < 20'000; ++index) {
    text += "\"key" + std::to_string(index) + "\": 0, ";
  }
  text += "\"domain\": 0}, \"datasets\": {}}";
  const LoadResult result = load_text(text, Format::kJson, "a");
  CHECK(result.diagnostics.all().size() == 1000);
  CHECK(result.diagnostics.error_count() == 20'006);
  for (const Diagnostic& diagnostic : result.diagnostics.all()) {
    CHECK(diagnostic.excerpt.size() < 200);
  }
}

TEST_CASE("many unknown members do not take long", "[config][hostile]") {
  std::string users;
  std::string members;
  for (int index = 0; index < 3'000; ++index) {
    const std::string name = "person" + std::to_string(index) + ".surname";
    users += ", \"" + name + "\": {\"id\": \"" + name + "\", \"clouds\": {}}";
    members += ", \"persn" + std::to_string(index) + ".surname\"";
  }
  const LoadResult result = load_text(
      "{\"config\": {\"domain\": \"a\", \"budget_currency\": \"AUD\", \"common_dataset\": \"c\", "
      "\"config_destination\": \"\", \"plugins_enabled\": [], \"users\": {" +
          users.substr(2) +
          "}}, \"datasets\": {\"c\": {\"budgets\": {}, \"gcp\": {\"project\": \"c\"}, "
          "\"deploy_locations\": [\"dry-run\"], \"members\": {\"analysis\": [" +
          members.substr(2) + "]}}}}",
      Format::kJson, "a");
  CHECK(rules_of(result) == Rules{"unknown-member"});
  CHECK(result.diagnostics.error_count() == 3'000);
}

TEST_CASE("files that are no good files", "[config][hostile]") {
  const TemporaryDirectory directory;
  CHECK(rules_of(load_path(directory.path("absent.toml"))) == Rules{"unreadable-file"});
  CHECK(rules_of(load_path(directory.path("absent"))) == Rules{"unreadable-file"});
  CHECK(rules_of(load_path("/dev/zero")) == Rules{"unknown-format"});

  REQUIRE(::mkfifo(directory.path("pipe.json").c_str(), 0600) == 0);
  const LoadResult pipe = load_path(directory.path("pipe.json"));
  CHECK(rules_of(pipe) == Rules{"unreadable-file"});
  CHECK(pipe.diagnostics.all()[0].message == "not a regular file");

  const std::string large = directory.write("large.yaml", "");
  std::filesystem::resize_file(large, std::uintmax_t{100} << 20);
  const LoadResult result = load_path(large);
  CHECK(rules_of(result) == Rules{"unreadable-file"});
  CHECK(result.diagnostics.all()[0].message == "the file is larger than 64 MiB");

  std::filesystem::create_symlink("/dev/zero", directory.path("zero.toml"));
  CHECK(rules_of(load_path(directory.path("zero.toml"))) == Rules{"unreadable-file"});
}

TEST_CASE("a directory is read no further than it reaches", "[config][hostile]") {
  const TemporaryDirectory outside;
  const std::string secret = outside.write("members.yaml", "secret: text\n");
  const TemporaryDirectory directory;
  std::filesystem::copy(source_path("tests/data/formats/directory"), directory.path(),
                        std::filesystem::copy_options::recursive);
  REQUIRE(load_path(directory.path()).configuration.has_value());
  REQUIRE(load_path(directory.path() + "///").configuration.has_value());

  std::filesystem::create_symlink(secret, directory.path("datasets/seqr/members.yaml"));
  LoadResult result = load_path(directory.path());
  CHECK(rules_of(result) == Rules{"outside-directory"});
  CHECK(render_plain(result.diagnostics).find("secret") == std::string::npos);
  std::filesystem::remove(directory.path("datasets/seqr/members.yaml"));

  std::filesystem::rename(directory.path("datasets/seqr"), directory.path("seqr-folder"));
  std::filesystem::create_symlink(outside.path(), directory.path("datasets/seqr"));
  CHECK(rules_of(load_path(directory.path())) == Rules{"missing-key", "outside-directory"});
  std::filesystem::remove(directory.path("datasets/seqr"));

  // A link to what is inside is as good as the thing itself.
  std::filesystem::create_symlink("../seqr-folder", directory.path("datasets/seqr"));
  CHECK(load_path(directory.path()).configuration.has_value());
  std::filesystem::create_symlink("loop", directory.path("datasets/loop"));
  CHECK(load_path(directory.path()).configuration.has_value());
}

TEST_CASE("a dataset's name is never a way to a file", "[config][hostile]") {
  const TemporaryDirectory directory;
  directory.write("outside/members.yaml", "analysis: [somebody]\n");
  directory.write("root/config-infrastructure.json", "{}");
  directory.write("root/config-datasets.yaml",
                  "../../outside:\n  gcp: {project: outside}\n  budgets: {}\n");
  directory.write("root/datasets/common/members.yaml", "");
  const LoadResult result = load_path(directory.path("root"));
  CHECK_FALSE(result.configuration.has_value());
  for (const Diagnostic& diagnostic : result.diagnostics.all()) {
    CHECK(diagnostic.path.find("somebody") == std::string::npos);
    CHECK(diagnostic.message.find("somebody") == std::string::npos);
  }
}

TEST_CASE("changed bytes never do worse than diagnostics", "[config][hostile]") {
  const std::string folder = source_path("tests/data/formats/config.");
  const std::pair<const char*, Format> formats[] = {
      {"json", Format::kJson}, {"yaml", Format::kYaml}, {"toml", Format::kToml}};
  std::mt19937 random(20240131);
  const std::string_view odd = "[]{}\"'#:,=.-&*!|>%@`\\ \n\t\0\xff\xc3\x80<?~0";
  for (const auto& [ending, format] : formats) {
    const std::string good = file_text(folder + ending);
    for (int round = 0; round < 300; ++round) {
      std::string text = good;
      for (int change = 0; change <= round % 4; ++change) {
        const std::size_t at = random() % text.size();
        switch (random() % 4) {
          case 0:
            text[at] = odd[random() % odd.size()];
            break;
          case 1:
            text.insert(at, 1, odd[random() % odd.size()]);
            break;
          case 2:
            text.erase(at, 1 + random() % 20);
            break;
          default:
            text.resize(at + 1);
        }
        if (text.empty()) text = " ";
      }
      const LoadResult result = load_text(text, format, "changed");
      CHECK(result.configuration.has_value() != result.diagnostics.has_errors());
      CHECK(render_plain(result.diagnostics).empty() == result.diagnostics.empty());
    }
  }
}

}  // namespace
}  // namespace cpginfra::config
