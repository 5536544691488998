// SPDX-License-Identifier: MIT
#include "report/value_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/report/plan_text.hpp"
#include "report/format/columns.hpp"
#include "report/secret_mark.hpp"

namespace cpginfra::report {
namespace {

using plan::Deferred;
using plan::DeferredForm;
using plan::Field;
using plan::Kind;
using plan::Value;

constexpr std::string_view kHiddenText = "(secret)";

/// Characters that a text may have without quotes; a space may stand between others.
bool is_plain(char c) noexcept {
  const auto byte = static_cast<unsigned char>(c);
  constexpr std::string_view kOthers = "_-./@:+*%=~^ ";
  return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
         (byte >= '0' && byte <= '9') || kOthers.find(c) != std::string_view::npos;
}

/// Whether a text stands for itself and cannot be taken for anything else.
bool needs_no_quotes(std::string_view text) noexcept {
  constexpr std::array<std::string_view, 3> kWords = {"true", "false", "null"};
  if (text.empty() || text.front() == ' ' || text.back() == ' ') return false;
  if (std::find(kWords.begin(), kWords.end(), text) != kWords.end()) return false;
  if (text.find(": ") != std::string_view::npos || text.back() == ':') return false;
  const bool like_a_number = text.find_first_not_of("0123456789+-.eE") == std::string_view::npos &&
                             text.find_first_of("0123456789") != std::string_view::npos;
  return !like_a_number && std::all_of(text.begin(), text.end(), is_plain);
}

/// Adds what stands between quotes.
void append_quotable(std::string_view text, std::string& out) {
  if (std::all_of(text.begin(), text.end(), is_plain)) {
    out += text;
    return;
  }
  std::string escaped;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') {
      escaped += "\\n";
    } else if (c == '"' || c == '\\' || (c == '$' && text.substr(i + 1, 1) == "{")) {
      escaped += '\\';
      escaped += c;
    } else {
      escaped += c;
    }
  }
  out += printable(escaped);
}

void append_text(std::string_view text, std::string& out) {
  if (needs_no_quotes(text)) {
    out += text;
    return;
  }
  out += '"';
  append_quotable(text, out);
  out += '"';
}

void append_items(std::span<const Value> items, Showing showing, std::string& out) {
  bool first = true;
  for (const Value& item : items) {
    if (!first) out += ", ";
    first = false;
    append_value_text(item, showing, out);
  }
}

void append_fields(std::span<const Field> fields, Showing showing, std::string& out) {
  out += '{';
  bool first = true;
  for (const Field& field : fields) {
    if (!first) out += ", ";
    first = false;
    append_text(field.name, out);
    out += ": ";
    append_value_text(field.value, showing, out);
  }
  out += '}';
}

void append_names(std::span<const Field> fields, std::string& out) {
  std::string_view before = "[";
  for (const Field& field : fields) {
    out += before;
    before = ", ";
    append_text(field.name, out);
  }
  out += fields.empty() ? "[]" : "]";
}

/// Whether a concatenation shows a text that needs quotes.
bool needs_quotes(const Deferred& concat, Showing showing) {
  return std::any_of(concat.arguments.begin(), concat.arguments.end(), [&](const Value& part) {
    if (const Deferred* inner = part.deferred()) {
      return inner->form == DeferredForm::kConcat && needs_quotes(*inner, showing);
    }
    return part.is_text() && showing == Showing::kOpen &&
           !std::all_of(part.text().begin(), part.text().end(), is_plain);
  });
}

void append_concat(const Deferred& deferred, Showing showing, std::string& out) {
  for (const Value& part : deferred.arguments) {
    if (const Deferred* inner = part.deferred()) {
      if (inner->form == DeferredForm::kConcat) {
        append_concat(*inner, showing, out);
      } else {
        append_value_text(part, showing, out);
      }
    } else if (part.is_text() && showing == Showing::kOpen) {
      append_quotable(part.text(), out);
    } else {
      append_value_text(part, showing, out);
    }
  }
}

void append_expression(const Deferred& deferred, Showing showing, std::string& out) {
  switch (deferred.form) {
    case DeferredForm::kAttribute:
      append_reference_text(*deferred.resource, out);
      out += '.';
      out += printable(deferred.name);
      return;
    case DeferredForm::kInvoke:
      out += printable(deferred.token);
      out += '(';
      append_items(deferred.arguments, showing, out);
      out += ").";
      out += printable(deferred.name);
      return;
    case DeferredForm::kCall:
      out += printable(deferred.name);
      out += '(';
      append_items(deferred.arguments, showing, out);
      out += ')';
      return;
    case DeferredForm::kExternal:
      out += "external ";
      out += printable(deferred.name);
      return;
    case DeferredForm::kConcat:
      append_concat(deferred, showing, out);
      return;
  }
}

void append_deferred(const Deferred& deferred, Showing showing, std::string& out) {
  if (is_secret_mark(deferred)) {
    out += kHiddenText;
  } else if (deferred.form == DeferredForm::kConcat) {
    const std::string_view quote = needs_quotes(deferred, showing) ? "\"" : "";
    out += quote;
    append_concat(deferred, showing, out);
    out += quote;
  } else {
    out += "${";
    append_expression(deferred, showing, out);
    out += '}';
  }
}

}  // namespace

void append_reference_text(const plan::Resource& resource, std::string& out) {
  out += printable(resource.type->token);
  out += "::";
  out += printable(resource.name);
}

void append_value_text(const Value& value, Showing showing, std::string& out) {
  const bool is_leaf =
      value.is_text() || value.kind() == Kind::kInt || value.kind() == Kind::kDouble;
  if (is_leaf && showing == Showing::kHidden) {
    out += kHiddenText;
    return;
  }
  switch (value.kind()) {
    case Kind::kNull:
      out += "null";
      return;
    case Kind::kBool:
      out += value.boolean() ? "true" : "false";
      return;
    case Kind::kInt:
      fmt::format_to(std::back_inserter(out), "{}", value.integer());
      return;
    case Kind::kDouble:
      fmt::format_to(std::back_inserter(out), "{}", value.number());
      return;
    case Kind::kText:
      append_text(value.text(), out);
      return;
    case Kind::kList:
      out += '[';
      append_items(value.items(), showing, out);
      out += ']';
      return;
    case Kind::kObject:
      append_fields(value.fields(), showing, out);
      return;
    case Kind::kArchive:
      out += "archive of ";
      append_names(value.fields(), out);
      return;
    case Kind::kResource:
      out += "${";
      append_reference_text(*value.resource(), out);
      out += '}';
      return;
    case Kind::kDeferred:
      append_deferred(*value.deferred(), showing, out);
      return;
    case Kind::kUnknown:
      out += "(unknown)";
  }
}

std::string to_text(const Value& value) {
  std::string text;
  append_value_text(value, Showing::kOpen, text);
  return text;
}

}  // namespace cpginfra::report
