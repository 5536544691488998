// SPDX-License-Identifier: MIT
#include "cpginfra/report/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "report/access_reference.hpp"
#include "report/estate.hpp"
#include "report/made_up_plan.hpp"
#include "report/rules/pattern.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

Rules rules_of(const std::string& text) {
  RulesResult result = parse_rules(text, "rules.toml");
  for (const config::Diagnostic& diagnostic : result.diagnostics.all()) {
    UNSCOPED_INFO(diagnostic.message);
  }
  REQUIRE(result.rules.has_value());
  return std::move(*result.rules);
}

/// One rule with these further lines.
std::string rule(const std::string& lines) {
  return "[[rules]]\nname = \"r\"\nbecause = \"b\"\n" + lines + "\n";
}

/// `principal resource`, or for warnings the message, of all that breaks the rules.
std::vector<std::string> broken(MadeUpPlan& made_up, const std::string& text,
                                Breaches breaches = Breaches::kAll) {
  std::vector<std::string> out;
  const AccessGraph graph(made_up.plan());
  for (const Finding& finding : check_rules(graph, rules_of(text), breaches)) {
    if (finding.severity == Severity::kWarning || finding.path.empty()) {
      out.push_back(finding.message);
    } else {
      out.push_back(fmt::format("{}", fmt::join(finding.path, " > ")));
    }
  }
  return out;
}

/// Two datasets with a bucket each. jo is in the group of `a`, which reads both; kim@y.org may ask
/// to; the bot of `b` reads its own bucket, and jo may use it.
void fill(MadeUpPlan& made_up) {
  made_up.in_dataset("b");
  const plan::Resource& made = made_up.resource("account", "bot");
  const plan::Principal& bot = made_up.account("bot@b.iam", &made);
  const plan::Target& b_main = made_up.made(TargetKind::kBucket, "b-main");
  made_up.grant(bot, b_main, AccessLevel::kMutate, "Editor");
  made_up.in_dataset("a");
  const plan::Group& analysis = made_up.group("a-analysis");
  const plan::Target& a_main = made_up.made(TargetKind::kBucket, "a-main");
  made_up.join(made_up.person("jo@x.org"), analysis);
  made_up.grant(analysis.principal, a_main, AccessLevel::kRead, "Viewer");
  made_up.grant(analysis.principal, b_main, AccessLevel::kRead, "Viewer");
  made_up.grant_on_request(made_up.person("kim@y.org"), a_main, AccessLevel::kRead, "Viewer");
  made_up.grant(made_up.person("jo@x.org"), made_up.named(TargetKind::kMachineAccount, "bot@b.iam"),
                AccessLevel::kUse, "User");
  made_up.grant(made_up.person("jo@x.org"), made_up.named(TargetKind::kProject, "proj"),
                AccessLevel::kRole, "roles/viewer");
}

using Texts = std::vector<std::string>;

TEST_CASE("may allows a level to some, must_never forbids it, must demands it") {
  MadeUpPlan made_up;
  fill(made_up);
  const std::string jo_a = "jo@x.org > a-analysis > Viewer";
  const std::string kim = "kim@y.org > Viewer";
  const std::string bot = "bot@b.iam > Editor";
  CHECK(broken(made_up, rule("must_never = \"read\"\non = { bucket = \"a-*\" }")) ==
        Texts{kim, jo_a});
  CHECK(broken(made_up, rule("must_never = \"append\"\non = { bucket = \"a-*\" }")).empty());
  CHECK(broken(made_up, rule("who = { domain = \"x.org\" }\nmay = \"list\"\non = { bucket = "
                             "\"*-main\" }")) == Texts{bot, kim});
  CHECK(broken(made_up, rule("who = { user = \"*@x.org\" }\nmust = \"read\"\non = { bucket = "
                             "\"*-main\" }"))
            .empty());
  CHECK(broken(made_up, rule("who = { user = \"*@y.org\" }\nmust = \"read\"\non = { bucket = "
                             "\"a-main\" }")) ==
        Texts{"kim@y.org does not have read on bucket a-main, against the rule 'r' (b)"});
}

TEST_CASE("The ways that count can be chosen") {
  MadeUpPlan made_up;
  fill(made_up);
  const auto with = [&](const std::string& how) {
    return broken(made_up,
                  rule("must_never = \"read\"\nhow = " + how + "\non = { kind = \"bucket\" }"));
  };
  CHECK(with("\"can-request\"") == Texts{"kim@y.org > Viewer"});
  CHECK(with("\"has\"") == Texts{"bot@b.iam > Editor", "jo@x.org > a-analysis > Viewer",
                                 "jo@x.org > a-analysis > Viewer"});
  CHECK(broken(made_up,
               rule("must_never = \"mutate\"\nhow = \"can-become\"\non = { bucket = \"*\" }")) ==
        Texts{"jo@x.org > bot@b.iam > Editor"});
}

TEST_CASE("Principals are chosen by group, kind and dataset, resources by relation and kind") {
  MadeUpPlan made_up;
  fill(made_up);
  const auto never = [&](const std::string& who, const std::string& on) {
    return broken(made_up, rule("who = " + who + "\nmust_never = \"read\"\non = " + on));
  };
  const std::string jo = "jo@x.org > a-analysis > Viewer";
  CHECK(never("{ group = \"{dataset}-analysis\" }", "{ kind = \"bucket\" }") == Texts{jo});
  CHECK(never("{ group = \"a-*\" }", "{ kind = \"bucket\" }") == Texts{jo, jo});
  CHECK(never("{ kind = \"machine-account\" }", "{ kind = \"bucket\" }") ==
        Texts{"bot@b.iam > Editor"});
  CHECK(never("{ dataset = \"a\" }", "{ bucket = \"*\", relation = \"other\" }") == Texts{jo});
  CHECK(never("{ dataset = \"a\" }", "{ bucket = \"*\", relation = \"own\" }") == Texts{jo});
  CHECK(never("{ dataset = \"b\" }", "{ bucket = \"*\", relation = \"other\" }").empty());
  CHECK(never("[{ user = \"jo@*\", kind = \"person\" }, { user = \"kim@*\" }]",
              "{ dataset = \"a\", kind = \"bucket\" }") == Texts{"kim@y.org > Viewer", jo});
  CHECK(broken(made_up, rule("must_never = \"viewer\"\non = { kind = \"project\" }")) ==
        Texts{"jo@x.org > roles/viewer"});
}

TEST_CASE("Everybody who must have access and has none is found, whichever way they are chosen") {
  MadeUpPlan made_up;
  fill(made_up);
  const auto without = [&](const std::string& who, const std::string& level) {
    Texts found =
        broken(made_up, rule(who + "must = \"" + level + "\"\non = { kind = \"bucket\" }"));
    std::sort(found.begin(), found.end());
    return found;
  };
  const auto missing = [](std::string_view who, std::string_view bucket) {
    return fmt::format("{} does not have mutate on bucket {}, against the rule 'r' (b)", who,
                       bucket);
  };
  const Texts jo = {missing("jo@x.org", "a-main"), missing("jo@x.org", "b-main")};
  const Texts jo_a = {jo.front()};
  CHECK(without("who = { group = \"a-analysis\" }\n", "read").empty());
  CHECK(without("who = { group = \"A-analysis\" }\n", "mutate") == jo);
  CHECK(without("who = { group = \"*-analysis\" }\n", "mutate") == jo);
  CHECK(without("who = { dataset = \"?\", kind = \"person\" }\n", "mutate") == jo);
  CHECK(without("who = { group = \"{dataset}-analysis\" }\n", "mutate") == jo_a);
  // Chosen by two selectors, a principal is missing once.
  CHECK(without("who = [{ dataset = \"{dataset}\", kind = \"person\" }, "
                "{ group = \"{dataset}-analysis\" }]\n",
                "mutate") == jo_a);
  CHECK(without("who = { group = \"b-*\" }\n", "mutate").empty());
  CHECK(without("who = { user = \"*\" }\n", "mutate") ==
        Texts{missing("bot@b.iam", "a-main"), jo.front(), jo.back(), missing("kim@y.org", "a-main"),
              missing("kim@y.org", "b-main")});
}

TEST_CASE("An exception leaves out what it says, and one that nothing needs is a warning") {
  MadeUpPlan made_up;
  fill(made_up);
  const std::string base = "must_never = \"read\"\non = { bucket = \"a-main\" }\nexcept = [";
  CHECK(broken(made_up, rule(base + "{ who = { user = \"kim@*\" }, because = \"asks\" }]")) ==
        Texts{"jo@x.org > a-analysis > Viewer"});
  CHECK(broken(made_up, rule(base + "{ on = { dataset = \"a\" }, because = \"open\" }]")).empty());
  CHECK(broken(made_up, rule(base + "{ on = { dataset = \"a\" }, because = \"open\" }, "
                                    "{ who = { user = \"lee@*\" }, because = \"left\" }]")) ==
        Texts{"the rule 'r' holds without the exception for 'left'"});
  CHECK(broken(made_up, rule("must_never = \"read\"\non = { bucket = \"c-*\" }")) ==
        Texts{"the rule 'r' is about no resource of the plan"});
}

TEST_CASE("Of a rule's breaches the shortest is said, with how many more there are") {
  MadeUpPlan made_up;
  fill(made_up);
  const AccessGraph graph(made_up.plan());
  const auto findings = check_rules(
      graph, rules_of("\n\n" + rule("must_never = \"read\"\non = { kind = \"bucket\" }")),
      Breaches::kShortest);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0] ==
        Finding{.severity = Severity::kError,
                .rule = "rule/r",
                .subject = "bucket::b-main-0",
                .message = "bot@b.iam has read on bucket b-main, against the rule 'r' (b); 3 more "
                           "break it",
                .mend = "take a step of the path away, or add an exception with a reason to the "
                        "rule",
                .source = "",
                .path = {"bot@b.iam", "Editor"},
                .file = "rules.toml",
                .line = 3});
}

TEST_CASE("A rule finds whom a plain search finds, on generated configurations") {
  const Rules rules =
      rules_of(rule("who = { kind = \"person\" }\nmust_never = \"read\"\non = { "
                    "kind = \"bucket\" }"));
  std::size_t breaches = 0;
  for (std::uint32_t seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    const auto plan = build_plan(make_random_institute(seed));
    REQUIRE(plan.ok());
    const AccessGraph graph(*plan);
    std::set<std::string> found;
    for (const Finding& finding : check_rules(graph, rules, Breaches::kAll)) {
      if (finding.severity == Severity::kError) {
        found.insert(fmt::format("{} {}", finding.path.front(), finding.subject));
      }
    }
    std::set<std::string> expected;
    for (TargetId id = 0; id < graph.bucket_count(); ++id) {
      const plan::Resource* resource = graph.target(id).resource;
      const std::string name = resource == nullptr ? fmt::format("bucket {}", graph.target(id).name)
                                                   : resource_text(resource);
      for (const ReferenceRow& row : reference_who_can(
               *plan, name, {AccessLevel::kRead, AccessLevel::kAppend, AccessLevel::kMutate}, "")) {
        if (row.principal.ends_with("@institute.example")) {
          expected.insert(fmt::format("{} {}", row.principal, name));
        }
      }
    }
    CHECK(found == expected);
    breaches += found.size();
  }
  CHECK(breaches > 500);
}

TEST_CASE("Patterns fit whole names") {
  CHECK(fits_pattern("cohort-a-main", "cohort-*-main"));
  CHECK(fits_pattern("", "*"));
  CHECK(fits_pattern("aab", "*a?"));
  CHECK_FALSE(fits_pattern("main", "mai"));
  CHECK_FALSE(fits_pattern("main", "?main"));
  CHECK_FALSE(fits_pattern("cohort-a-main-tmp", "cohort-*-main"));
  CHECK(with_dataset("{dataset}-x-{dataset}", "a") == "a-x-a");
  // No pattern takes time that grows faster than text times pattern.
  CHECK_FALSE(fits_pattern(std::string(20000, 'a'), std::string("*a*a*a*a*a*a*a*a") + "b"));
}

struct Mistake {
  std::string text;
  std::string rule;
  std::string message;
  std::uint32_t line;
};

TEST_CASE("Every mistake in a rules file has its rule, its message and its place") {
  const std::string good = "must_never = \"read\"";
  const std::vector<Mistake> mistakes = {
      {"[[rules]]\nname = \"r\"\n" + good, "missing-key", "the rule has no reason", 1},
      {"[[rules]]\nbecause = \"b\"\n" + good, "missing-key", "the rule has no name", 1},
      {rule("on = { kind = \"bucket\" }"), "missing-key",
       "the rule says neither may, must nor must_never", 1},
      {rule(good + "\nmay = \"read\"\nwho = { kind = \"person\" }"), "conflict",
       "a rule has one of may, must and must_never", 4},
      {rule("may = \"read\""), "missing-key", "the rule does not say who", 1},
      {rule("must_never = \"raed\"\non = { kind = \"bucket\" }"), "unknown-level",
       "'raed' is no level of access to what the rule is about", 4},
      {rule(good + "\nwhom = 1"), "unknown-key", "unknown key 'whom'", 5},
      {rule(good + "\nwho = { kind = \"robot\" }"), "unknown-value",
       "expected one of person, machine-account, group, other, got 'robot'", 5},
      {rule(good + "\nwho = { user = [] }"), "empty", "the list is empty, so nothing fits it", 5},
      {rule(good + "\nwho = { user = 7 }"), "type", "expected a pattern, got an integer", 5},
      {rule(good + "\nexcept = [{ because = \"b\" }]"), "missing-key",
       "the exception excepts everything", 5},
      {rule(good + "\nexcept = [{ who = { user = \"x\" } }]"), "missing-key",
       "the exception has no reason", 5},
      {rule(good) + rule(good), "duplicate-name", "two rules are called 'r'", 6},
      {"[limits]\nno-such-limit = 3", "limit", "there is no limit called 'no-such-limit'", 2},
      {"[[rules]\n", "syntax", "", 1},
  };
  for (const Mistake& mistake : mistakes) {
    INFO(mistake.text);
    const RulesResult result = parse_rules(mistake.text, "rules.toml");
    CHECK_FALSE(result.rules.has_value());
    bool is_said = false;
    for (const config::Diagnostic& diagnostic : result.diagnostics.all()) {
      UNSCOPED_INFO(diagnostic.rule << " " << diagnostic.line << " " << diagnostic.message);
      is_said = is_said || (diagnostic.rule == mistake.rule && diagnostic.line == mistake.line &&
                            diagnostic.message.find(mistake.message) != std::string::npos);
    }
    CHECK(is_said);
  }
}

TEST_CASE("A file that is not there is a diagnostic") {
  const RulesResult result = load_rules("/no/such/rules.toml");
  CHECK_FALSE(result.rules.has_value());
  CHECK(result.diagnostics.has_errors());
}

}  // namespace
}  // namespace cpginfra::report
