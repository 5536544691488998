// SPDX-License-Identifier: MIT
#include "report/html/script_json.hpp"

#include <array>

#include "report/format/json.hpp"

namespace cpginfra::report {
namespace {

struct Escape {
  std::string_view text;
  std::string_view escaped;
};
constexpr std::array<Escape, 5> kEscapes = {{
    {"<", R"(\u003c)"},
    {">", R"(\u003e)"},
    {"&", R"(\u0026)"},
    {"\xe2\x80\xa8", R"(\u2028)"},
    {"\xe2\x80\xa9", R"(\u2029)"},
}};
/// What an escape begins with; most texts have none of these.
constexpr std::string_view kSuspects = "<>&\xe2";

const Escape* escape_at(std::string_view text) {
  for (const Escape& escape : kEscapes) {
    if (text.starts_with(escape.text)) return &escape;
  }
  return nullptr;
}

}  // namespace

void append_script_text(std::string_view text, std::string& out) {
  const std::size_t start = out.size();
  append_json_text(text, out);
  const std::size_t suspect = out.find_first_of(kSuspects, start);
  if (suspect == std::string::npos) return;
  const std::string written = out.substr(suspect);
  out.resize(suspect);
  for (std::size_t place = 0; place < written.size();) {
    const Escape* escape = escape_at(std::string_view(written).substr(place));
    if (escape == nullptr) {
      out += written[place++];
    } else {
      out += escape->escaped;
      place += escape->text.size();
    }
  }
}

}  // namespace cpginfra::report
