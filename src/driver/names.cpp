// SPDX-License-Identifier: MIT
#include "cpginfra/driver/names.hpp"

#include <fmt/format.h>

#include "internal/text.hpp"

namespace cpginfra::driver {
namespace {

constexpr std::string_view kGoogleAccounts = ".iam.gserviceaccount.com";

/// ASCII, a digit of any script excepted, as far as emails go.
bool is_name_character(char c) {
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
         c == '-';
}

bool is_continuation_byte(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; }

/// Each `--` becomes one `-`, left to right, without looking at the result again.
std::string with_halved_dashes(std::string_view text) {
  std::string halved;
  for (std::size_t i = 0; i < text.size(); ++i) {
    halved += text[i];
    if (text[i] == '-' && i + 1 < text.size() && text[i + 1] == '-') ++i;
  }
  return halved;
}

}  // namespace

std::string compute_hash(std::string_view dataset, std::string_view member,
                         std::string_view cloud) {
  std::string_view local_part = member.substr(0, member.find('@'));
  std::string initials;
  while (true) {
    const std::size_t dot = local_part.find('.');
    initials += internal::upper_first(local_part.substr(0, dot));
    if (dot == std::string_view::npos) break;
    local_part.remove_prefix(dot + 1);
  }
  return fmt::format("{}-{}", initials,
                     internal::xxh32_hex(fmt::format("{}{}{}", dataset, member, cloud)));
}

std::string name_from_external_sa(std::string_view email) {
  const std::string_view base = email.ends_with(kGoogleAccounts)
                                    ? email.substr(0, email.size() - kGoogleAccounts.size())
                                    : email.substr(0, email.find('@'));
  std::string name;
  for (char c : base) {
    if (is_continuation_byte(c)) continue;  // one character, one dash
    name += is_name_character(c) ? c : '-';
  }
  return with_halved_dashes(name);
}

}  // namespace cpginfra::driver
