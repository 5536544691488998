// SPDX-License-Identifier: MIT
#include "config/read/model_reader.hpp"

#include <fmt/format.h>

#include <cmath>

#include "config/read/coerce.hpp"

namespace cpginfra::config {
namespace {

// `an integer 5`, `text 'abc'`, `a list`.
std::string describe_value(const Node& node) {
  std::string kind = describe_kind(node);
  if (node.is_null()) return kind;
  const std::string shown = show_value(node);
  if (node.as_text() != nullptr) return fmt::format("{} '{}'", kind, shown);
  return shown.empty() ? kind : fmt::format("{} {}", kind, shown);
}

bool is_scalar(const Node& node) {
  return node.as_bool() != nullptr || node.as_integer() != nullptr || node.as_number() != nullptr ||
         node.as_other() != nullptr;
}

std::string joined(absl::Span<const std::string_view> names) {
  std::string text;
  for (std::string_view name : names) {
    if (!text.empty()) text += ", ";
    text += fmt::format("'{}'", name);
  }
  return text;
}

// More than this many keys are not listed in a hint.
constexpr std::size_t kListedKeys = 6;

}  // namespace

template <class T>
Outcome ModelReader::read_scalar(const Node& node, std::string_view expected,
                                 std::string_view range, T& value) {
  switch (coerce(node, value)) {
    case Conversion::kDone:
      return Outcome::kGood;
    case Conversion::kOutOfRange:
      return report_range(node, range);
    case Conversion::kWrongType:
      break;
  }
  return report_type(node, expected);
}

Outcome ModelReader::read(const Node& node, std::string& text) {
  const std::string* given = node.as_text();
  if (given == nullptr) return report_type(node, "text");
  text = *given;
  return Outcome::kGood;
}

Outcome ModelReader::read(const Node& node, std::int64_t& integer) {
  return read_scalar(node, "an integer", "an integer of 64 bits", integer);
}
Outcome ModelReader::read(const Node& node, double& number) {
  return read_scalar(node, "a number", "a finite number", number);
}
Outcome ModelReader::read(const Node& node, bool& flag) {
  return read_scalar(node, "a boolean", "a boolean", flag);
}

Outcome ModelReader::read(const Node& node, AnyValue& value) {
  if (node.is_null()) {
    value = AnyValue();
  } else if (const bool* flag = node.as_bool()) {
    value = *flag;
  } else if (const std::int64_t* integer = node.as_integer()) {
    value = *integer;
  } else if (const double* number = node.as_number()) {
    if (!std::isfinite(*number)) return report_range(node, "a finite number");
    value = *number;
  } else if (const std::string* text = node.as_text()) {
    value = *text;
  } else if (node.as_list() != nullptr) {
    AnyValue::Array array;
    const Outcome outcome = read(node, array);
    value = std::move(array);
    return outcome;
  } else if (node.as_map() != nullptr) {
    AnyValue::Object object;
    const Outcome outcome = read(node, object);
    value = std::move(object);
    return outcome;
  } else {
    return report_type(node, "text, a number, a boolean, a list or a mapping");
  }
  return Outcome::kGood;
}

Outcome ModelReader::report_type(const Node& node, std::string_view expected) {
  if (node.is_broken()) return Outcome::kBroken;
  Finding finding{"wrong-type", node.place, path_.text(),
                  fmt::format("expected {}, got {}", expected, describe_value(node)),
                  show_value(node)};
  if (expected == "text" && is_scalar(node)) {
    finding.mend =
        fmt::format("write it in quotes: \"{}\"", reporter_.word_at(node.place, show_value(node)));
  }
  reporter_.report(std::move(finding));
  return Outcome::kBroken;
}

Outcome ModelReader::report_not_a_list(const Node& node) {
  if (node.is_broken()) return Outcome::kBroken;
  Finding finding{"wrong-type", node.place, path_.text(),
                  fmt::format("expected a list, got {}", describe_value(node)), show_value(node)};
  if (node.as_text() != nullptr) {
    finding.mend = fmt::format("write it in brackets: [\"{}\"]", show_value(node));
  } else if (node.is_null()) {
    finding.mend = "leave the key out, or write []";
  }
  reporter_.report(std::move(finding));
  return Outcome::kBroken;
}

Outcome ModelReader::report_range(const Node& node, std::string_view expected) {
  reporter_.report({"number-out-of-range", node.place, path_.text(),
                    fmt::format("expected {}, got {}", expected, describe_value(node)),
                    show_value(node)});
  return Outcome::kBroken;
}

void ModelReader::report_missing_key(const Node& node, std::string_view key, std::string_view doc) {
  reporter_.report({"missing-key", node.place, path_.text_with(key),
                    fmt::format("the key '{}' is missing", key), "",
                    fmt::format("add it: {}", doc.substr(0, doc.size() - 1))});
}

void ModelReader::report_unknown_key(const Entry& entry, std::string_view model,
                                     absl::Span<const std::string_view> names) {
  std::string mend = nearest_hint(entry.key, names);
  if (mend.empty() && names.size() <= kListedKeys) {
    mend = fmt::format("the keys are {}", joined(names));
  }
  reporter_.report({"unknown-key", entry.place, path_.text_with(entry.key),
                    fmt::format("unknown key '{}' in {}", shortened(entry.key), model),
                    shortened(entry.key), std::move(mend)});
}

void ModelReader::report_unknown_value(std::string_view text, Place place,
                                       absl::Span<const std::string_view> names) {
  std::string mend = nearest_hint(text, names);
  reporter_.report({"unknown-value", place, path_.text(),
                    fmt::format("expected one of {}, got '{}'", joined(names), shortened(text)),
                    shortened(text), std::move(mend)});
}

}  // namespace cpginfra::config
