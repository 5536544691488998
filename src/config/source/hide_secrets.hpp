// SPDX-License-Identifier: MIT
//
// This header defines how diagnostics keep secrets to themselves. No option of a configuration
// takes a secret, but people paste one where it does not belong, and what is wrong with a file is
// printed into the logs of CI.
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::config {

/// Whether a key of that name holds a secret (`slack_token`), not what one is called or where it is
/// kept (`slack_token_secret_name`).
bool names_a_secret(std::string_view key);

/// The text with stars for each character of what looks like a secret: the values of keys that name
/// one, the passwords in URLs, private keys, and tokens of the well-known services. Characters and
/// bytes stay as many as they were, so that columns still fit.
std::string hide_secrets(std::string_view text);

/// The same for a whole value, given the path of its key.
std::string hide_secret_value(std::string_view value, std::string_view path);

}  // namespace cpginfra::config
