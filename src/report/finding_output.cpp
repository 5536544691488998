// SPDX-License-Identifier: MIT
#include "cpginfra/report/finding_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <utility>

#include "cpginfra/version.hpp"
#include "internal/text.hpp"
#include "report/format/columns.hpp"

namespace cpginfra::report {
namespace {

using Json = nlohmann::ordered_json;

std::size_t count(const CheckResult& result, Severity severity) {
  return static_cast<std::size_t>(
      std::count_if(result.findings.begin(), result.findings.end(),
                    [severity](const Finding& finding) { return finding.severity == severity; }));
}

std::string plural(std::size_t number, std::string_view thing) {
  return fmt::format("{} {}{}", number, thing, number == 1 ? "" : "s");
}

std::string dumped(const Json& json) {
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

Json text_or_null(const std::string& text) { return text.empty() ? Json() : Json(text); }

std::string_view firmness_text(const LimitRule& rule) {
  return rule.firmness == Firmness::kHard ? "hard" : "soft";
}

Json json_of(const Finding& finding) {
  return {{"severity", to_text(finding.severity)},
          {"rule", finding.rule},
          {"subject", finding.subject},
          {"message", finding.message},
          {"help", text_or_null(finding.mend)},
          {"source", text_or_null(finding.source)},
          {"path", finding.path.empty() ? Json() : Json(finding.path)},
          {"file", text_or_null(finding.file)},
          {"line", finding.line == 0 ? Json() : Json(finding.line)}};
}

Json json_of(const LimitUse& use) {
  return {{"id", use.rule->id},
          {"what", use.rule->what},
          {"demand", use.rule->demand},
          {"limit", use.limit},
          {"hard", use.rule->firmness == Firmness::kHard},
          {"source", use.rule->source},
          {"seen", use.rule->seen},
          {"subjects", use.subjects},
          {"highest", use.highest},
          {"highest_subject", use.highest_subject},
          {"over", use.over},
          {"near", use.near},
          {"datasets_left", use.datasets_left ? Json(*use.datasets_left) : Json()},
          {"fullest_subject", text_or_null(use.fullest_subject)}};
}

/// A path as a URI reference (RFC 3986).
std::string uri_of(std::string_view path) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
  std::string uri;
  for (char character : path) {
    if (kPlain.find(character) != std::string_view::npos) {
      uri += character;
    } else {
      uri += fmt::format("%{:02X}", static_cast<unsigned char>(character));
    }
  }
  return uri;
}

/// SARIF's list of rules, and the place of each in it.
class SarifRules {
 public:
  explicit SarifRules(const CheckResult& result) {
    for (const LimitRule* rule : limit_rules()) {
      add(std::string(rule->id), std::string(rule->what), std::string(rule->demand));
      rules_.back()["helpUri"] = rule->source;
    }
    if (result.rules == nullptr) return;
    for (const AccessRule& rule : result.rules->rules) {
      add(fmt::format("rule/{}", rule.name), rule.name, rule.because);
    }
  }

  [[nodiscard]] std::size_t place_of(std::string_view id) const {
    return static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin());
  }
  [[nodiscard]] bool has(std::string_view id) const { return place_of(id) < ids_.size(); }
  [[nodiscard]] const Json& rules() const { return rules_; }

 private:
  void add(std::string id, const std::string& what, const std::string& demand) {
    rules_.push_back({{"id", id},
                      {"shortDescription", {{"text", what}}},
                      {"fullDescription", {{"text", demand}}},
                      {"defaultConfiguration", {{"level", "error"}}}});
    ids_.push_back(std::move(id));
  }

  std::vector<std::string> ids_;
  Json rules_ = Json::array();
};

Json sarif_location(const Finding& finding, const std::string& configuration) {
  const std::string& file = finding.file.empty() ? configuration : finding.file;
  Json physical = {{"artifactLocation", {{"uri", uri_of(file)}}}};
  physical["region"] = {{"startLine", std::max<std::uint32_t>(finding.line, 1)}};
  return {{"physicalLocation", physical},
          {"logicalLocations",
           Json::array({{{"fullyQualifiedName", finding.subject}, {"kind", "resource"}}})}};
}

Json sarif_result(const Finding& finding, const SarifRules& rules,
                  const std::string& configuration) {
  std::string text = finding.message;
  if (!finding.path.empty()) text += fmt::format("; path: {}", fmt::join(finding.path, " > "));
  if (!finding.mend.empty()) text += fmt::format("; to mend it: {}", finding.mend);
  Json result = {{"ruleId", finding.rule}};
  if (rules.has(finding.rule)) result["ruleIndex"] = rules.place_of(finding.rule);
  result["level"] = to_text(finding.severity);
  result["message"] = {{"text", text}};
  result["locations"] = Json::array({sarif_location(finding, configuration)});
  // The same finding of the next run has the same one: numbers in the message may differ.
  result["partialFingerprints"] = {
      {"cpginfra/v1",
       internal::xxh32_hex(fmt::format("{}\n{}\n{}", finding.rule, finding.subject,
                                       finding.path.empty() ? "" : finding.path.front()))}};
  return result;
}

/// Escapes what a workflow command would end at.
std::string github_escaped(std::string_view text, bool is_property) {
  std::string out;
  for (char character : text) {
    const bool is_special = character == '%' || character == '\r' || character == '\n' ||
                            (is_property && (character == ':' || character == ','));
    if (is_special) {
      out += fmt::format("%{:02X}", static_cast<unsigned char>(character));
    } else {
      out += character;
    }
  }
  return out;
}

std::string github_property(std::string_view text) { return github_escaped(text, true); }
std::string github_message(std::string_view text) { return github_escaped(text, false); }

void append_paragraph(const Finding& finding, std::string& out) {
  if (!finding.file.empty()) out += fmt::format("{}:{}: ", printable(finding.file), finding.line);
  out += fmt::format("{}: {} [{}]\n", to_text(finding.severity), printable(finding.message),
                     printable(finding.rule));
  if (!finding.path.empty()) {
    out +=
        fmt::format("  path: {}\n", printable(fmt::format("{}", fmt::join(finding.path, " > "))));
  }
  out += fmt::format("  in: {}\n", printable(finding.subject));
  if (!finding.mend.empty()) out += fmt::format("  help: {}\n", printable(finding.mend));
  if (!finding.source.empty()) out += fmt::format("  source: {}\n", finding.source);
  out += '\n';
}

void append_limits(const CheckResult& result, std::string& out) {
  Columns columns({"LIMIT", "HIGHEST", "OF", "MORE DATASETS", "WHERE"});
  for (const LimitUse& use : result.limits) {
    columns.add({std::string(use.rule->id), fmt::format("{}", use.highest),
                 fmt::format("{}", use.limit),
                 use.datasets_left ? fmt::format("{}", *use.datasets_left) : "",
                 use.datasets_left ? use.fullest_subject : use.highest_subject});
  }
  out += columns.text();
  out += '\n';
}

}  // namespace

std::string check_text(const CheckResult& result) {
  std::string out;
  for (const Finding& finding : result.findings) append_paragraph(finding, out);
  if (!result.limits.empty()) append_limits(result, out);
  out += fmt::format("{}, {}; held against {}", plural(count(result, Severity::kError), "error"),
                     plural(count(result, Severity::kWarning), "warning"),
                     plural(result.limits.size(), "limit"));
  if (result.rules != nullptr) {
    out += fmt::format(" and {}", plural(result.rules->rules.size(), "rule"));
  }
  return out + "\n";
}

std::string check_json(const CheckResult& result) {
  Json json = {{"errors", count(result, Severity::kError)},
               {"warnings", count(result, Severity::kWarning)},
               {"findings", Json::array()},
               {"limits", Json::array()}};
  for (const Finding& finding : result.findings) json["findings"].push_back(json_of(finding));
  for (const LimitUse& use : result.limits) json["limits"].push_back(json_of(use));
  return dumped(json);
}

std::string check_sarif(const CheckResult& result) {
  const SarifRules rules(result);
  Json results = Json::array();
  for (const Finding& finding : result.findings) {
    results.push_back(sarif_result(finding, rules, result.configuration));
  }
  const Json driver = {{"name", "cpginfra"}, {"version", version()}, {"rules", rules.rules()}};
  const Json run = {{"tool", {{"driver", driver}}}, {"results", results}};
  return dumped({{"$schema",
                  "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/"
                  "sarif-schema-2.1.0.json"},
                 {"version", "2.1.0"},
                 {"runs", Json::array({run})}});
}

std::string check_github(const CheckResult& result) {
  std::string out;
  for (const Finding& finding : result.findings) {
    std::string message = finding.message;
    if (!finding.path.empty()) {
      message += fmt::format("\npath: {}", fmt::join(finding.path, " > "));
    }
    if (!finding.mend.empty()) message += fmt::format("\nhelp: {}", finding.mend);
    out += fmt::format("::{} ", to_text(finding.severity));
    if (!finding.file.empty()) {
      out += fmt::format("file={},line={},", github_property(finding.file), finding.line);
    }
    out += fmt::format("title={}::{}\n", github_property(finding.rule), github_message(message));
  }
  return out;
}

std::string limit_rule_text(const LimitRule& rule) {
  return fmt::format("{}\n  what:   {}\n  rule:   {}\n  number: {} ({})\n  source: {} (read {})\n",
                     rule.id, rule.what, rule.demand, rule.limit, firmness_text(rule), rule.source,
                     rule.seen);
}

std::string limit_rules_text() {
  std::string out;
  for (const LimitRule* rule : limit_rules()) out += limit_rule_text(*rule) + "\n";
  return out;
}

}  // namespace cpginfra::report
