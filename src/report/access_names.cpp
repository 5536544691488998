// SPDX-License-Identifier: MIT
#include "report/access_names.hpp"

#include "internal/text.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

bool is_lower_case(std::string_view text) {
  unsigned other = 0;  // no early end, so that many letters are looked at together
  for (const char letter : text) {
    const auto byte = static_cast<unsigned char>(letter);
    other |= static_cast<unsigned>('A' <= byte && byte <= 'Z') | (byte & 0x80U);
  }
  return other == 0;
}

}  // namespace

bool has_global_name(TargetKind kind) noexcept {
  return kind == TargetKind::kBucket || kind == TargetKind::kProject ||
         kind == TargetKind::kMachineAccount;
}

bool lets_become(AccessLevel level) noexcept {
  return level == AccessLevel::kUse || level == AccessLevel::kImpersonate ||
         level == AccessLevel::kMakeKeys;
}

std::string_view cloud_of(const plan::Origin* origin) noexcept {
  return origin == nullptr ? std::string_view() : origin->cloud;
}

std::string_view group_id(const plan::Group& group) noexcept {
  return group.principal.label.empty() ? group.name : group.principal.label;
}

std::string_view without_group_prefix(std::string_view id) noexcept {
  constexpr std::string_view kPrefix = "group:";
  if (id.starts_with(kPrefix)) id.remove_prefix(kPrefix.size());
  return id;
}

bool is_called(const plan::Resource* resource, std::string_view text) noexcept {
  constexpr std::string_view kSeparator = "::";
  if (resource == nullptr || !text.ends_with(resource->name)) return false;
  text.remove_suffix(resource->name.size());
  if (text.empty()) return true;
  if (!text.ends_with(kSeparator)) return false;
  text.remove_suffix(kSeparator.size());
  return text == resource->type->token;
}

TargetName::TargetName(std::string_view text) : text_(text), lower_(internal::lower_case(text)) {}

bool TargetName::is_of(const plan::Target& target) const {
  return is_own_name_of(target) || is_called(target.resource, text_);
}

bool TargetName::is_own_name_of(const plan::Target& target) const {
  if (target.name.size() != text_.size()) return false;
  return target.name == text_ ||
         (has_global_name(target.kind) && internal::lower_case(target.name) == lower_);
}

std::string_view LowerCase::of(std::string_view text) {
  if (is_lower_case(text)) return text;
  last_ = internal::lower_case(text);
  return last_;
}

std::string_view LowerCase::kept(std::string_view text, plan::ValueStore& store) {
  return is_lower_case(text) ? text : store.text(internal::lower_case(text));
}

}  // namespace cpginfra::report
