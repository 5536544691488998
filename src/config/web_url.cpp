// SPDX-License-Identifier: MIT
#include "cpginfra/config/web_url.hpp"

#include <absl/status/status.h>
#include <fmt/format.h>

namespace cpginfra::config {
namespace {

// A field without what does not change text: `!s`, and an empty format or `s`.
std::string_view field_name(std::string_view field) {
  for (std::string_view ending : {":s", ":"}) {
    if (field.ends_with(ending)) {
      field.remove_suffix(ending.size());
      break;
    }
  }
  if (field.ends_with("!s")) field.remove_suffix(2);
  return field;
}

}  // namespace

absl::StatusOr<std::string> format_web_url(std::string_view url_template,
                                           std::string_view web_namespace,
                                           std::string_view dataset) {
  std::string url;
  for (std::size_t at = 0; at < url_template.size(); ++at) {
    const char byte = url_template[at];
    if (byte != '{' && byte != '}') {
      url += byte;
    } else if (url_template.substr(at, 2) == std::string(2, byte)) {
      url += byte;
      ++at;
    } else if (byte == '}') {
      return absl::InvalidArgumentError("a single '}' in the template");
    } else {
      const std::size_t end = url_template.find_first_of("{}", at + 1);
      if (end == std::string_view::npos || url_template[end] == '{') {
        return absl::InvalidArgumentError("a '{' in the template is not closed");
      }
      const std::string_view field = url_template.substr(at + 1, end - at - 1);
      if (field_name(field) == "namespace") {
        url += web_namespace;
      } else if (field_name(field) == "dataset") {
        url += dataset;
      } else {
        return absl::InvalidArgumentError(
            fmt::format("the template uses the unknown field '{{{}}}'", field));
      }
      at = end;
    }
  }
  return url;
}

}  // namespace cpginfra::config
