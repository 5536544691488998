// SPDX-License-Identifier: MIT
#include "report/diff/canonical.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <vector>

#include "cpginfra/plan/deferred.hpp"

namespace cpginfra::report {
namespace {

using plan::Deferred;
using plan::DeferredForm;
using plan::Kind;
using plan::Value;

/// A text with its length before it, so that nothing in it can be taken for what follows.
void append_part(char kind, std::string_view text, std::string& out) {
  fmt::format_to(std::back_inserter(out), "{}{}:{}", kind, text.size(), text);
}

class Canonical {
 public:
  Canonical(const ReferenceText& reference, const SecretMark* mark, std::string& out)
      : reference_(reference), mark_(mark), out_(out) {}

  void value(const Value& value) {
    switch (value.kind()) {
      case Kind::kNull:
        out_ += 'n';
        return;
      case Kind::kBool:
        out_ += value.boolean() ? 't' : 'f';
        return;
      case Kind::kInt:
        leaf('i', fmt::format("{}", value.integer()));
        return;
      case Kind::kDouble:
        leaf('d', fmt::format("{}", value.number()));
        return;
      case Kind::kText:
        leaf('s', value.text());
        return;
      case Kind::kList:
        items(value.items());
        return;
      case Kind::kObject:
      case Kind::kArchive:
        out_ += value.kind() == Kind::kObject ? '{' : '<';
        for (const plan::Field& field : value.fields()) {
          append_part('k', field.name, out_);
          this->value(field.value);
        }
        out_ += '}';
        return;
      case Kind::kResource:
        append_part('r', reference_(*value.resource()), out_);
        return;
      case Kind::kDeferred:
        deferred(*value.deferred());
        return;
      case Kind::kUnknown:
        out_ += '?';
        return;
    }
  }

 private:
  void leaf(char kind, std::string_view text) {
    if (mark_ == nullptr) {
      append_part(kind, text, out_);
    } else {
      append_part('m', mark_->of(text), out_);
    }
  }

  void items(std::span<const Value> items) {
    out_ += '[';
    for (const Value& item : items) value(item);
    out_ += ']';
  }

  void deferred(const Deferred& deferred) {
    if (is_secret_mark(deferred)) {
      append_part('m', fmt::format(R"({{"$secret":"{}"}})", deferred.name), out_);
      return;
    }
    fmt::format_to(std::back_inserter(out_), "${}", static_cast<int>(deferred.form));
    append_part('k', deferred.name, out_);
    append_part('k', deferred.token, out_);
    if (deferred.resource != nullptr) append_part('r', reference_(*deferred.resource), out_);
    if (takes_any_order(deferred)) {
      members(deferred.arguments);
    } else {
      items(deferred.arguments);
    }
  }

  /// Items in whatever order.
  void members(std::span<const Value> items) {
    std::vector<std::string> texts;
    for (const Value& item : items) {
      Canonical(reference_, mark_, texts.emplace_back()).value(item);
    }
    std::sort(texts.begin(), texts.end());
    out_ += '[';
    for (const std::string& text : texts) out_ += text;
    out_ += ']';
  }

  const ReferenceText& reference_;
  const SecretMark* mark_;
  std::string& out_;
};

}  // namespace

bool takes_any_order(const Deferred& deferred) noexcept {
  return deferred.form == DeferredForm::kCall &&
         (deferred.name == "sorted-members" || deferred.name == "members-text");
}

std::string identity(const plan::Resource& resource) {
  std::string text;
  append_part('=', resource.type->token, text);
  append_part('=', resource.name, text);
  return text;
}

void append_canonical(const Value& value, const ReferenceText& reference, const SecretMark* mark,
                      std::string& out) {
  Canonical(reference, mark, out).value(value);
}

}  // namespace cpginfra::report
