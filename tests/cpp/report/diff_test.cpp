// SPDX-License-Identifier: MIT
#include "cpginfra/report/diff.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "config/support.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/diff_output.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "report/estate.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

plan::Plan plan_at(const std::string& path) {
  const config::LoadResult loaded = config::load_path(path);
  REQUIRE(loaded.configuration.has_value());
  absl::StatusOr<plan::Plan> plan = driver::build_plan(*loaded.configuration);
  REQUIRE(plan.ok());
  return std::move(*plan);
}

plan::Plan example() { return plan_at(config::source_path("examples/institute")); }

/// An edit of the example, and what is said of it.
struct Edit {
  std::string name;
  std::string file;
  std::string from;
  std::string to;
  std::string expected;
};

/// `\n` stands for a line break.
std::string with_line_breaks(const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_break = text[i] == '\\' && i + 1 < text.size() && text[i + 1] == 'n';
    out.push_back(is_break ? '\n' : text[i]);
    if (is_break) ++i;
  }
  return out;
}

std::vector<Edit> edits() {
  std::istringstream lines(config::file_text(config::source_path("tests/data/diff/edits.txt")));
  std::vector<Edit> found;
  bool in_expected = false;
  for (std::string line; std::getline(lines, line);) {
    const auto value = [&](std::string_view key) {
      return with_line_breaks(line.substr(key.size()));
    };
    if (line.starts_with("== ")) {
      found.push_back({.name = line.substr(3), .file = {}, .from = {}, .to = {}, .expected = {}});
      in_expected = false;
    } else if (in_expected) {
      found.back().expected += line;
      found.back().expected += '\n';
    } else if (line == "--") {
      in_expected = true;
    } else if (line.starts_with("file: ")) {
      found.back().file = value("file: ");
    } else if (line.starts_with("from: ")) {
      found.back().from = value("from: ");
    } else if (line.starts_with("to: ")) {
      found.back().to = value("to: ");
    }
  }
  return found;
}

plan::Plan edited(const Edit& edit) {
  const config::TemporaryDirectory directory;
  const std::string copy = directory.path("institute");
  std::filesystem::copy(config::source_path("examples/institute"), copy,
                        std::filesystem::copy_options::recursive);
  const std::string text = config::file_text(fmt::format("{}/{}", copy, edit.file));
  REQUIRE(text.find(edit.from) != std::string::npos);
  directory.write(fmt::format("institute/{}", edit.file),
                  config::replaced(text, edit.from, edit.to));
  return plan_at(copy);
}

/// Words of a change that do not depend on the direction.
std::string turned(const ResourceChange& change, bool is_back) {
  ResourceVerb verb = change.verb;
  if (is_back && verb == ResourceVerb::kAdded) {
    verb = ResourceVerb::kRemoved;
  } else if (is_back && verb == ResourceVerb::kRemoved) {
    verb = ResourceVerb::kAdded;
  }
  const bool is_swapped = is_back && !change.former_name.empty();
  std::string text = fmt::format("{} {} {}", to_text(verb), change.type,
                                 is_swapped ? change.former_name : change.name);
  std::multiset<std::string> properties;  // of a list, what goes is said before what comes
  for (const PropertyChange& property : change.properties) {
    const auto& before = is_back ? property.after : property.before;
    const auto& after = is_back ? property.before : property.after;
    properties.insert(
        fmt::format("{} {} {}", property.path, before.value_or("-"), after.value_or("-")));
  }
  text += fmt::format("\n{}", fmt::join(properties, "\n"));
  return text;
}

std::string turned(const AccessChange& change, bool is_back) {
  const auto ways = [](const std::vector<AccessWay>& list) {
    std::string text;
    for (const AccessWay& way : list) {
      text += fmt::format(" {} {} {}", way.level, to_text(way.how), fmt::join(way.path, " > "));
    }
    return text;
  };
  return fmt::format("{} {} from{} to{}", change.principal, change.target,
                     ways(is_back ? change.after : change.before),
                     ways(is_back ? change.before : change.after));
}

std::multiset<std::string> turned(const PlanDiff& diff, bool is_back) {
  std::multiset<std::string> texts;
  for (const ResourceChange& change : diff.resources) texts.insert(turned(change, is_back));
  for (const AccessChange& change : diff.access) texts.insert(turned(change, is_back));
  return texts;
}

TEST_CASE("Equal plans do not differ") {
  const PlanDiff diff = diff_plans(example(), example());
  CHECK(diff.is_empty());
  CHECK(diff_text(diff) == "no difference\n");
  CHECK(diff_markdown(diff) == "## What this changes\n\nno difference.\n");
  CHECK(nlohmann::json::parse(diff_json(diff)) ==
        nlohmann::json{{"access", nlohmann::json::array()},
                       {"resources", nlohmann::json::array()},
                       {"exports", nlohmann::json::array()}});
}

TEST_CASE("A saved plan does not differ from the live one, secrets included") {
  const plan::Plan live = example();
  const absl::StatusOr<std::string> text = to_json(live);
  REQUIRE(text.ok());
  const absl::StatusOr<plan::Plan> saved = read_json(*text);
  REQUIRE(saved.ok());
  CHECK(diff_text(diff_plans(live, *saved)) == "no difference\n");
  CHECK(diff_text(diff_plans(*saved, live)) == "no difference\n");
}

TEST_CASE("Edits of the example are said as approved, and the other way round the other way") {
  const std::vector<Edit> all = edits();
  CHECK(all.size() >= 30);
  const plan::Plan before = example();
  for (const Edit& edit : all) {
    INFO(edit.name);
    const plan::Plan after = edited(edit);
    const PlanDiff diff = diff_plans(before, after);
    CHECK(diff_text(diff) == edit.expected);
    CHECK(turned(diff, false) == turned(diff_plans(after, before), true));
  }
}

TEST_CASE("Access is told in people's terms") {
  MadeUpPlan before;
  before.in_dataset("cohort-a");
  before.grant(before.person("Jane.Doe@x.org"), before.named(TargetKind::kBucket, "a-test"),
               AccessLevel::kRead, "reader");
  before.grant(before.person("kim@x.org"), before.named(TargetKind::kProject, "a"),
               AccessLevel::kRole, "roles/viewer");

  MadeUpPlan after;
  after.in_dataset("cohort-a");
  const plan::Group& group = after.group("cohort-a-analysis");
  after.join(after.person("jane.doe@x.org"), group);
  after.grant(group.principal, after.named(TargetKind::kBucket, "a-main"), AccessLevel::kRead,
              "reader");
  after.grant(after.person("jane.doe@x.org"), after.named(TargetKind::kBucket, "a-test"),
              AccessLevel::kMutate, "writer");
  after.grant_on_request(after.person("lee@x.org"), after.named(TargetKind::kBucket, "a-main"),
                         AccessLevel::kRead, "reader");

  std::vector<std::string> said;
  for (const AccessChange& change : diff_plans(before.plan(), after.plan()).access) {
    said.push_back(sentence(change));
  }
  CHECK(said == std::vector<std::string>{
                    "jane.doe@x.org gains read on a-main, through cohort-a-analysis",
                    "jane.doe@x.org: read becomes mutate on a-test",
                    "kim@x.org loses roles/viewer on project a",
                    "lee@x.org gains read on request on a-main",
                });
}

TEST_CASE("Things of one name are told apart by what makes them") {
  MadeUpPlan before;
  MadeUpPlan after;
  after.in_dataset("cohort-a");
  const plan::Principal& kim = after.person("kim@x.org");
  after.grant(kim, after.named(TargetKind::kRegistry, "images"), AccessLevel::kPull, "reader");
  after.grant(kim, after.made(TargetKind::kRegistry, "images"), AccessLevel::kPull, "reader");
  std::vector<std::string> said;
  for (const AccessChange& change : diff_plans(before.plan(), after.plan()).access) {
    said.push_back(sentence(change));
  }
  CHECK(said == std::vector<std::string>{
                    "kim@x.org gains pull on registry images",
                    "kim@x.org gains pull on registry images (images-1)",
                });
}

TEST_CASE("Renames, replacements and other orders are told apart") {
  const auto fill = [](MadeUpPlan& made_up, std::string_view name, std::string_view location,
                       std::initializer_list<plan::Value> items) {
    made_up.in_dataset("a");
    plan::ValueStore& values = made_up.plan().values();
    const plan::Resource& project =
        made_up.resource("gcp:organizations/project:Project", name, {{"projectId", "p"}});
    made_up.resource("gcp:storage/bucket:Bucket", "bucket",
                     {{"location", values.text(location)},
                      {"project", made_up.plan().attribute(project, "projectId")},
                      {"cors", values.list(items)}});
  };
  MadeUpPlan before;
  fill(before, "old", "us", {"x", "y"});

  MadeUpPlan renamed;
  fill(renamed, "new", "us", {"x", "y"});
  CHECK(diff_text(diff_plans(before.plan(), renamed.plan())) ==
        "Renamed\n"
        "  > gcp:organizations/project:Project::old -> gcp:organizations/project:Project::new\n"
        "\n1 resource renamed\n");

  MadeUpPlan moved;
  fill(moved, "old", "eu", {"x", "y"});
  CHECK(diff_text(diff_plans(before.plan(), moved.plan())) ==
        "Replaced\n  ! gcp:storage/bucket:Bucket::bucket\n"
        "      location: us -> eu (replaces)\n"
        "\n1 resource replaced\n");

  MadeUpPlan reordered;
  fill(reordered, "old", "us", {"y", "x"});
  CHECK(diff_text(diff_plans(before.plan(), reordered.plan())) ==
        "Reordered\n  = gcp:storage/bucket:Bucket::bucket\n"
        "      cors: another order\n"
        "\n1 resource reordered\n");
}

TEST_CASE("A secret is said to change, and not what it is") {
  constexpr std::array<std::string_view, 1> kSecrets = {"secretData"};
  const plan::ResourceType type{.token = "t:secret:Secret", .secret_inputs = kSecrets};
  plan::Plan before;
  before.declare(type, "key", {{"secretData", "hunter2"}}, {.origin = before.make_origin("", "")});
  plan::Plan after;
  after.declare(type, "key", {{"secretData", "hunter3"}}, {.origin = after.make_origin("", "")});
  const PlanDiff diff = diff_plans(before, after);
  REQUIRE(diff.resources.size() == 1);
  CHECK(diff.resources.front().properties.front().is_secret);
  for (const std::string& text : {diff_text(diff), diff_markdown(diff), diff_json(diff)}) {
    CHECK(text.find("secretData") != std::string::npos);
    CHECK(text.find("hunter") == std::string::npos);
  }
}

TEST_CASE("Nothing from the configuration acts as Markdown, HTML or a terminal's control") {
  MadeUpPlan before;
  MadeUpPlan after;
  after.in_dataset("a");
  after.grant(after.person("<img src=x>@everyone"),
              after.named(TargetKind::kBucket, "`` ` [a](http://evil) ```\n# heading\n</details>"),
              AccessLevel::kRead, "reader");
  after.grant(after.person("x@x.org"), after.named(TargetKind::kProject, "p"), AccessLevel::kRole,
              "<b>");
  after.resource("type", "a|b`c\x1b[31m", {{"x", "1"}});
  const PlanDiff diff = diff_plans(before.plan(), after.plan());
  CHECK(diff_markdown(diff) ==
        "## What this changes\n\n2 changes in access, 3 resources added.\n"
        "\n### Access of people (2)\n\n"
        "- `<img src=x>@everyone` gains read on "
        "```` `` ` [a](http://evil) ```\\x0a# heading\\x0a</details> ````\n"
        "- `x@x.org` gains `<b>` on project `p`\n"
        "\n### Added (3)\n\n"
        "- `grant::grant-0`\n"
        "- `grant::grant-1`\n"
        "- ``type::a|b`c\\x1b[31m``\n");
  CHECK(diff_text(diff).find('\x1b') == std::string::npos);
}

TEST_CASE("Markdown of a large difference stays below the limit and counts what is left out") {
  const absl::StatusOr<plan::Plan> large = driver::build_plan(make_estate(40, 200));
  REQUIRE(large.ok());
  const PlanDiff diff = diff_plans(plan::Plan(), *large);
  const std::string text = diff_markdown(diff);
  CHECK(text.size() < kMarkdownLimit);
  CHECK(text.size() > kMarkdownLimit / 2);

  // Each line stands whole; each fold is closed; what is shown and what is counted make the sum.
  std::istringstream lines(text);
  std::size_t open = 0;
  std::size_t folds = 0;
  std::size_t entries = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line == "<details>") {
      ++open;
      ++folds;
    } else if (line == "</details>") {
      --open;
    } else if (line.starts_with("- and ")) {
      entries += std::stoul(line.substr(6));
    } else if (line.starts_with("- ")) {
      ++entries;
      CHECK((line.ends_with('`') || line.ends_with("`)")));
    }
  }
  CHECK(open == 0);
  CHECK(folds >= 2);
  std::size_t expected = diff.resources.size() + diff.exports.size();
  for (const AccessChange& change : diff.access) expected += change.after.size();
  CHECK(entries == expected);
}

}  // namespace
}  // namespace cpginfra::report
