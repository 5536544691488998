// SPDX-License-Identifier: MIT
#include "config/source/hide_secrets.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace cpginfra::config {
namespace {

constexpr std::array<std::string_view, 13> kSecretWords = {
    "password",  "passwd",     "passphrase", "secret", "token",     "apikey",          "privatekey",
    "accesskey", "accountkey", "credential", "bearer", "sharedkey", "connectionstring"};
// What follows a secret's name in keys that only say what it is called, or where it is.
constexpr std::array<std::string_view, 12> kOpenEndings = {
    "name", "names", "id",   "ids",     "project",  "url",
    "uri",  "path",  "file", "version", "category", "template"};
// How the tokens of well-known services begin.
constexpr std::array<std::string_view, 16> kTokenBeginnings = {
    "xoxa-",       "xoxb-",  "xoxp-", "xoxs-", "xapp-", "ghp_", "gho_", "ghs_",
    "github_pat_", "glpat-", "AKIA",  "AIza",  "ya29.", "eyJ",  "hvs.", "sk_live_"};
constexpr std::size_t kShortestToken = 12;
// A word as long as this, of all kinds of letters, is a key in Base64 rather than a name.
constexpr std::size_t kShortestKey = 40;

bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_alphanumeric(char c) { return is_lower(c) || is_upper(c) || is_digit(c); }
bool is_blank(char c) { return c == ' ' || c == '\t'; }
bool is_quote(char c) { return c == '"' || c == '\''; }
bool is_key_character(char c) { return is_alphanumeric(c) || c == '_' || c == '-'; }
bool is_token_character(char c) {
  return is_alphanumeric(c) || std::string_view("_-.+/=").find(c) != std::string_view::npos;
}

// Letters and digits alone, in lower case: `API-Key` and `apiKey` are one word.
std::string folded(std::string_view key) {
  std::string word;
  for (char c : key) {
    if (is_alphanumeric(c)) word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return word;
}

// A star of as many bytes for each character.
void hide(std::string& text, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at < end;) {
    const auto byte = static_cast<unsigned char>(text[at]);
    const std::string_view star = byte >= 0xF0U   ? "\xF0\x9F\x9E\x84"
                                  : byte >= 0xE0U ? "\xE2\x80\xA2"
                                  : byte >= 0xC0U ? "\xC2\xB7"
                                                  : "*";
    const std::size_t size = std::min(star.size(), end - at);
    text.replace(at, size, star.substr(0, size));
    at += size;
  }
}

// The end of the value that begins at `begin`: of what is in quotes, or else of the plain word.
std::size_t end_of_value(std::string_view text, std::size_t begin) {
  if (begin >= text.size() || !is_quote(text[begin])) {
    return std::min(text.find_first_of(",}]#\r\n", begin), text.size());
  }
  const char quote = text[begin];
  std::size_t at = begin + 1;
  while (at < text.size() && text[at] != quote) at += text[at] == '\\' ? 2 : 1;
  return std::min(at, text.size());
}

std::size_t after_blanks(std::string_view text, std::size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// Where the value of a key begins that ends at `end`; npos where none follows. The sign in between
// may be missing, as in a file that is wrong, where the value is in quotes.
std::size_t begin_of_value(std::string_view text, std::size_t end) {
  std::size_t at = end;
  if (at < text.size() && is_quote(text[at])) ++at;  // the key's own
  at = after_blanks(text, at);
  if (at == text.size()) return std::string_view::npos;
  if (text[at] == ':' || text[at] == '=') {
    at = after_blanks(text, at + 1);
  } else if (!is_quote(text[at])) {
    return std::string_view::npos;
  }
  // Of several values at least the first one.
  if (at < text.size() && (text[at] == '{' || text[at] == '[')) at = after_blanks(text, at + 1);
  return at;
}

// Hides the values from there on, up to the next key. Returns where it stopped.
std::size_t hide_values_from(std::string& text, std::size_t begin) {
  constexpr std::string_view kSigns = ":=";
  const std::size_t first = begin;
  while (begin < text.size()) {
    const bool is_quoted = is_quote(text[begin]);
    const std::size_t end = end_of_value(text, begin);
    std::size_t next = after_blanks(text, is_quoted && end < text.size() ? end + 1 : end);
    const bool is_key =
        is_quoted ? next < text.size() && kSigns.find(text[next]) != std::string_view::npos
                  : std::string_view(text).substr(begin, end - begin).find_first_of(kSigns) !=
                        std::string_view::npos;
    if (is_key && begin != first) return begin;
    hide(text, is_quoted ? begin + 1 : begin, end);
    if (next < text.size() && text[next] == ',') next = after_blanks(text, next + 1);
    if (next == begin || next >= text.size()) return end;
    if (std::string_view("]}#").find(text[next]) != std::string_view::npos) return end;
    begin = next;
  }
  return text.size();
}

// Values of keys that name a secret: `key: value`, `key = "value"`, `"key": "value"`.
void hide_values(std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_key_character(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_key_character(text[end])) ++end;
    const bool is_secret = names_a_secret(std::string_view(text).substr(begin, end - begin));
    const std::size_t value = is_secret ? begin_of_value(text, end) : std::string::npos;
    begin = value == std::string::npos ? end : std::max(end, hide_values_from(text, value));
  }
}

// `https://user:password@host`.
void hide_url_passwords(std::string& text) {
  for (std::size_t at = text.find("://"); at != std::string::npos; at = text.find("://", at + 3)) {
    const std::size_t end = text.find_first_of("/ \t\"'", at + 3);
    const std::string_view authority = std::string_view(text).substr(
        at + 3, end == std::string::npos ? std::string::npos : end - at - 3);
    const std::size_t host = authority.rfind('@');
    const std::size_t colon = authority.find(':');
    if (host == std::string_view::npos || colon == std::string_view::npos || colon > host) continue;
    hide(text, at + 3 + colon + 1, at + 3 + host);
  }
}

bool is_token(std::string_view word) {
  return word.size() >= kShortestToken &&
         std::any_of(kTokenBeginnings.begin(), kTokenBeginnings.end(),
                     [&](std::string_view beginning) { return word.starts_with(beginning); });
}

bool is_key(std::string_view word) {
  return word.size() >= kShortestKey && std::any_of(word.begin(), word.end(), is_lower) &&
         std::any_of(word.begin(), word.end(), is_upper) &&
         std::any_of(word.begin(), word.end(), is_digit);
}

// Words that are secrets by their looks.
void hide_words(std::string& text) {
  for (std::size_t begin = 0; begin < text.size();) {
    if (!is_token_character(text[begin])) {
      ++begin;
      continue;
    }
    std::size_t end = begin;
    while (end < text.size() && is_token_character(text[end])) ++end;
    const std::string_view word = std::string_view(text).substr(begin, end - begin);
    if (is_token(word) || is_key(word)) hide(text, begin, end);
    begin = end;
  }
}

// The last key of a path such as `config.a.b[2]`.
std::string_view last_key(std::string_view path) {
  while (path.ends_with(']')) path = path.substr(0, path.rfind('['));
  const std::size_t point = path.rfind('.');
  return point == std::string_view::npos ? path : path.substr(point + 1);
}

}  // namespace

bool names_a_secret(std::string_view key) {
  const std::string word = folded(key);
  const auto ends = [&](std::string_view ending) { return word.ends_with(ending); };
  return std::any_of(
             kSecretWords.begin(), kSecretWords.end(),
             [&](std::string_view secret) { return word.find(secret) != std::string::npos; }) &&
         std::none_of(kOpenEndings.begin(), kOpenEndings.end(), ends);
}

std::string hide_secrets(std::string_view text) {
  std::string hidden(text);
  hide_values(hidden);
  hide_url_passwords(hidden);
  hide_words(hidden);
  return hidden;
}

std::string hide_secret_value(std::string_view value, std::string_view path) {
  if (!names_a_secret(last_key(path))) return hide_secrets(value);
  std::string hidden(value);
  hide(hidden, 0, hidden.size());
  return hidden;
}

}  // namespace cpginfra::config
