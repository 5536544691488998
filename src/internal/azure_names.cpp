// SPDX-License-Identifier: MIT
#include "internal/azure_names.hpp"

#include <cstddef>

#include "internal/sha256.hpp"

namespace cpginfra::internal {
namespace {

/// What a kind of name may be. All kinds take a-z and 0-9. Source: resource-name-rules, 2026-07.
struct NameShape {
  std::size_t least;
  std::size_t most;
  /// What it takes beside letters and digits, within.
  std::string_view further;
  /// What stands before the hash, and for a character that is dropped.
  std::string_view joint;
  enum class First { kAny, kLetter } first = First::kAny;
  enum class Joints { kAny, kSingle } joints = Joints::kAny;
};

constexpr NameShape kResourceGroup{1, 90, "-_.()", "-"};
constexpr NameShape kStorageAccount{3, 24, "", ""};
constexpr NameShape kKeyVault{
    3, 24, "-", "-", NameShape::First::kLetter, NameShape::Joints::kSingle};
constexpr NameShape kRegistry{5, 50, "", ""};
constexpr NameShape kContainer{3, 63, "-", "-", NameShape::First::kAny, NameShape::Joints::kSingle};
constexpr NameShape kSecret{1, 127, "-", "-"};
/// Identities may have 128; their federated credentials, which are named by the same rule, 120.
constexpr NameShape kIdentity{3, 120, "-_", "-"};

/// 40 bits: of 10,000 names that begin alike, two are the same with a chance of 1 in 20,000, and
/// then the rules about names say so.
constexpr std::size_t kHashDigits = 10;

std::string hash_of(std::string_view text) {
  Sha256 digest;
  digest.update(text);
  return digest.hex().substr(0, kHashDigits);
}

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_letter(c) || is_digit(c); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// The text with what the shape does not take put right.
std::string cleaned(std::string_view text, const NameShape& shape) {
  std::string clean;
  for (const char character : text) {
    const char c = lower(character);
    const bool is_taken = is_letter_or_digit(c) || shape.further.find(c) != std::string_view::npos;
    if (is_taken) {
      clean += c;
    } else {
      clean += shape.joint;
    }
    const bool doubles = shape.joints == NameShape::Joints::kSingle && clean.ends_with("--");
    if (doubles) clean.pop_back();
  }
  const auto trim_end = [&] {
    while (!clean.empty() && !is_letter_or_digit(clean.back())) clean.pop_back();
  };
  trim_end();
  const auto is_good_first = [&](char c) {
    return shape.first == NameShape::First::kLetter ? is_letter(c) : is_letter_or_digit(c);
  };
  std::size_t first = 0;
  while (first < clean.size() && !is_good_first(clean[first])) ++first;
  return clean.substr(first);
}

/// Whether the text ends as a hashed one does. It gets a hash itself then: no name that stays as it
/// is can be that of another one with its hash.
bool looks_hashed(std::string_view text, const NameShape& shape) {
  if (text.size() < kHashDigits) return false;
  const std::string_view end = text.substr(text.size() - kHashDigits);
  if (end.find_first_not_of("0123456789abcdef") != std::string_view::npos) return false;
  return text.substr(0, text.size() - kHashDigits).ends_with(shape.joint);
}

/// The cleaned text cut to length, and the hash of `whole`.
std::string hashed(std::string_view text, std::string_view whole, const NameShape& shape) {
  std::string stem = cleaned(text, shape).substr(0, shape.most - kHashDigits - shape.joint.size());
  while (!stem.empty() && !is_letter_or_digit(stem.back())) stem.pop_back();
  if (stem.empty()) stem += 'x';
  stem += shape.joint;
  stem += hash_of(whole);
  return stem;
}

/// `prefix` is the same for all names of a kind, so what it loses makes no two of them the same.
std::string fitted(std::string_view prefix, std::string_view name, const NameShape& shape) {
  std::string lead;
  for (const char character : prefix) {
    const char c = lower(character);
    if (is_letter_or_digit(c) || shape.further.find(c) != std::string_view::npos) lead += c;
  }
  const std::string text = lead + std::string(name);
  const bool fits = text.size() >= shape.least && text.size() <= shape.most &&
                    cleaned(text, shape) == text && !looks_hashed(text, shape);
  return fits ? text : hashed(text, name, shape);
}

}  // namespace

std::string azure_resource_group_name(std::string_view prefix, std::string_view name) {
  return fitted(prefix, name, kResourceGroup);
}

std::string azure_storage_account_name(std::string_view prefix, std::string_view name) {
  return fitted(prefix, name, kStorageAccount);
}

std::string azure_key_vault_name(std::string_view prefix, std::string_view name) {
  return fitted(prefix, name, kKeyVault);
}

std::string azure_registry_name(std::string_view prefix, std::string_view dataset,
                                std::string_view registry) {
  const std::string text = std::string(prefix) + std::string(dataset) + std::string(registry);
  const std::string whole = std::string(dataset) + '/' + std::string(registry);
  return hashed(text, whole, kRegistry);
}

std::string azure_container_name(std::string_view name) { return fitted("", name, kContainer); }
std::string azure_secret_name(std::string_view name) { return fitted("", name, kSecret); }
std::string azure_identity_name(std::string_view name) { return fitted("", name, kIdentity); }

std::string azure_guid(std::string_view text) {
  Sha256 digest;
  digest.update(text);
  const std::string hex = digest.hex();
  // The form of a name-based GUID (RFC 9562, version 8).
  return hex.substr(0, 8) + '-' + hex.substr(8, 4) + "-8" + hex.substr(13, 3) + "-a" +
         hex.substr(17, 3) + '-' + hex.substr(20, 12);
}

}  // namespace cpginfra::internal
