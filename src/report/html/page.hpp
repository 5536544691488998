// SPDX-License-Identifier: MIT
// The page's own sources, from the files in page/, which the build puts into the library.
#pragma once

#include <string_view>

namespace cpginfra::report::page {

/// The document, with `{{policy}}`, `{{style}}`, `{{data}}`, `{{script}}` and `{{fingerprint}}`
/// where these go.
extern const std::string_view kDocument;
extern const std::string_view kStyle;
extern const std::string_view kScript;

}  // namespace cpginfra::report::page
