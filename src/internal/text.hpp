// SPDX-License-Identifier: MIT
// Small functions of texts that several rooms share.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace cpginfra::internal {

/// Lower case by Unicode's simple mapping; bytes that are not UTF-8 stay as they are.
std::string lower_case(std::string_view text);
/// Whether the bytes are UTF-8.
bool is_utf8(std::string_view text);
/// The first character of the text in upper case; empty for an empty text.
std::string upper_first(std::string_view text);
/// 32-bit xxHash as eight hexadecimal digits.
std::string xxh32_hex(std::string_view text);
/// `user:` or `serviceAccount:` where Google's policies need it before the email, else nothing.
std::string_view gcp_member_prefix(std::string_view member);

}  // namespace cpginfra::internal
