// SPDX-License-Identifier: MIT
//
// This header defines the filling-in of `web_service.web_url_template`: text in which
// `{namespace}` and `{dataset}` stand for the values, and `{{` and `}}` for braces.
//
//   *format_web_url("https://{namespace}-web.a.org/{dataset}", "main", "seqr");
#pragma once

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace cpginfra::config {

/// The address of a web bucket; kInvalidArgument says what is wrong with the template. A
/// template that the loaders let through never fails.
absl::StatusOr<std::string> format_web_url(std::string_view url_template,
                                           std::string_view web_namespace,
                                           std::string_view dataset);

}  // namespace cpginfra::config
