// SPDX-License-Identifier: MIT
// The page's bytes. What it does in a browser is tested in tests/python/report.
#include "cpginfra/report/html.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "catch.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "cpginfra/report/access_graph.hpp"
#include "internal/sha256.hpp"
#include "report/estate.hpp"
#include "report/everything_plan.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

std::string page_of(const plan::Plan& plan, const std::string& title = "institute") {
  StringSink sink;
  REQUIRE(write_html(plan, {.title = title}, sink).ok());
  return sink.text();
}

std::size_t count(std::string_view text, std::string_view part) {
  std::size_t found = 0;
  for (std::size_t at = text.find(part); at != std::string_view::npos; at = text.find(part, at + 1))
    ++found;
  return found;
}

/// What stands between the first `before` and the next `after`.
std::string_view between(std::string_view text, std::string_view before, std::string_view after) {
  const std::size_t start = text.find(before);
  REQUIRE(start != std::string_view::npos);
  text.remove_prefix(start + before.size());
  const std::size_t end = text.find(after);
  REQUIRE(end != std::string_view::npos);
  return text.substr(0, end);
}

std::string_view data_text(std::string_view page) {
  return between(page, R"(<script type="application/json" id="estate">)", "</script>");
}

std::string digest(std::string_view text) {
  internal::Sha256 sha;
  sha.update(text);
  return "'sha256-" + absl::Base64Escape(absl::HexStringToBytes(sha.hex())) + "'";
}

TEST_CASE("The page allows its own style and script, and nothing else") {
  const std::string page = page_of(make_everything_plan());
  const std::string_view policy =
      between(page, R"(<meta http-equiv="Content-Security-Policy" content=")", "\">");
  CHECK(policy.starts_with("default-src 'none'; "));
  CHECK(policy.find("style-src " + digest(between(page, "<style>", "</style>")) + ";") !=
        std::string_view::npos);
  CHECK(policy.find("script-src " + digest(between(page, "\n<script>", "</script>")) + ";") !=
        std::string_view::npos);
  CHECK(policy.find("require-trusted-types-for 'script'; trusted-types 'none'") !=
        std::string_view::npos);
  CHECK(policy.find("unsafe") == std::string_view::npos);
  for (std::string_view outside :
       {"http://", "https://", " src=", "@import", "url(", "innerHTML"}) {
    INFO(outside);
    // The namespace of SVG is a name that looks like an address.
    CHECK(count(page, outside) == count(page, "http://www.w3.org/2000/svg") *
                                      (outside == std::string_view("http://") ? 1 : 0));
  }
}

TEST_CASE("The same plan gives the same page, marked by its data's fingerprint") {
  const std::string page = page_of(make_everything_plan());
  CHECK(page == page_of(make_everything_plan()));
  internal::Sha256 sha;
  sha.update(data_text(page));
  CHECK(between(page, R"(<meta name="fingerprint" content=")", "\"") == sha.hex());
}

TEST_CASE("No secret is in the page") {
  const std::string page = page_of(make_everything_plan());
  CHECK(page.find(kSlackToken) == std::string::npos);
  CHECK(page.find(kFileContents) == std::string::npos);
  CHECK(page.find(std::to_string(kSecretNumber)) == std::string::npos);
}

TEST_CASE("Nothing from the plan can leave the page's data") {
  const std::vector<std::string> hostile = {
      "<script>alert(1)</script>",
      "</script><img src=x onerror=alert(1)>",
      "<!--<script>",
      "\"];alert(1);[\"",
      "line\xe2\x80\xa8"
      "break\xe2\x80\xa9",
      "{{script}}{{data}}",
      "\\u003c\\",
      "&lt;b&gt;",
  };
  MadeUpPlan made_up;
  for (const std::string& name : hostile) {
    made_up.in_dataset(name);
    made_up.join(made_up.person(name), made_up.group(name));
    made_up.grant(made_up.person(name), made_up.made(TargetKind::kBucket, name), AccessLevel::kRead,
                  name);
  }
  made_up.plan().warn(nullptr, hostile.front());
  const std::string plain = page_of(plan::Plan());
  const std::string page = page_of(made_up.plan(), hostile.front());
  for (std::string_view mark : {"<", ">", "</script", "<script", "<!--"}) {
    INFO(mark);
    CHECK(count(page, mark) == count(plain, mark));
  }
  CHECK(data_text(page).find("\xe2\x80") == std::string_view::npos);

  const auto data = nlohmann::json::parse(data_text(page));
  CHECK(data["title"] == hostile.front());
  CHECK(data["notes"][0][1] == hostile.front());
  for (const std::string& name : hostile) {
    INFO(name);
    for (const char* list : {"nodeLabels", "targetNames"}) {
      CHECK(std::find(data[list].begin(), data[list].end(), name) != data[list].end());
    }
  }
}

TEST_CASE("What is not UTF-8 becomes a replacement character") {
  MadeUpPlan made_up;
  made_up.grant(made_up.person("jo\xff@x.org"), made_up.made(TargetKind::kBucket, "b"),
                AccessLevel::kRead, "");
  const auto data = nlohmann::json::parse(data_text(page_of(made_up.plan())));
  CHECK(data["nodeLabels"][0] == "jo\xef\xbf\xbd@x.org");
}

TEST_CASE("The page's data has every node, target, step and grant of the access graph") {
  const auto plan = build_plan(make_random_institute(7));
  REQUIRE(plan.ok());
  const AccessGraph graph(*plan);
  const auto data = nlohmann::json::parse(data_text(page_of(*plan)));
  std::size_t steps = 0;
  std::size_t grants = 0;
  REQUIRE(data["nodeLabels"].size() == graph.nodes().size());
  for (NodeId node = 0; node < graph.nodes().size(); ++node) {
    CHECK(data["nodeLabels"][node] == graph.node(node).label);
    const auto& id = data["nodeIds"][node];
    std::string whole = data["nodeLabels"][node];
    if (id.is_string()) {
      whole = id;
    } else if (id != 0) {
      whole += data["idEndings"][id.get<std::size_t>() - 1];
    }
    CHECK(whole == graph.node(node).id);
    for (const AccessStep& step : graph.steps_from(node)) {
      CHECK(data["steps"][steps++] == step.to * 2 + (step.becomes ? 1 : 0));
    }
    for (const AccessEdge& edge : graph.grants_of(node)) {
      CHECK(data["scaleTargets"][data["grants"][grants * 2].get<std::size_t>()] == edge.target);
      const auto& right = data["rights"][data["grants"][grants * 2 + 1].get<std::size_t>()];
      CHECK(right[0] == static_cast<int>(edge.grant->level));
      CHECK(right[2] == edge.grant->role);
      ++grants;
    }
  }
  CHECK(data["steps"].size() == steps);
  CHECK(data["grants"].size() == grants * 2);
  CHECK(data["targetNames"].size() == graph.targets().size());
}

TEST_CASE("A page that cannot be written says why") {
  class FullDisk final : public Sink {
   public:
    absl::Status write(std::string_view /*bytes*/) override {
      return absl::UnavailableError("the disk is full");
    }
  };
  FullDisk sink;
  CHECK(write_html(plan::Plan(), {.title = {}}, sink).message() == "the disk is full");
}

}  // namespace
}  // namespace cpginfra::report
