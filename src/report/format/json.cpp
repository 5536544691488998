// SPDX-License-Identifier: MIT
#include "report/format/json.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cpginfra::report {
namespace {

bool is_plain(char character) {
  return character >= ' ' && character <= '~' && character != '"' && character != '\\';
}

}  // namespace

void append_json_text(std::string_view text, std::string& out) {
  if (!std::all_of(text.begin(), text.end(), is_plain)) {
    out += nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return;
  }
  out += '"';
  out += text;
  out += '"';
}

}  // namespace cpginfra::report
