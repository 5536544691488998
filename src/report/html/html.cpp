// SPDX-License-Identifier: MIT
#include "cpginfra/report/html.hpp"

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "absl/strings/escaping.h"
#include "internal/sha256.hpp"
#include "report/html/estate_data.hpp"
#include "report/html/page.hpp"

namespace cpginfra::report {
namespace {

/// The digest of a text as a Content-Security-Policy wants it.
std::string digest(std::string_view text) {
  internal::Sha256 sha;
  sha.update(text);
  return fmt::format("'sha256-{}'", absl::Base64Escape(absl::HexStringToBytes(sha.hex())));
}

/// Allows this style and this script and nothing else; the browser itself then refuses whatever
/// else might come to stand in the page, and every assignment of HTML as text.
std::string policy() {
  return fmt::format(
      "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; "
      "require-trusted-types-for 'script'; trusted-types 'none'",
      digest(page::kStyle), digest(page::kScript));
}

struct Part {
  std::string_view name;
  std::string_view content;
};

}  // namespace

absl::Status write_html(const plan::Plan& plan, const HtmlOptions& options, Sink& sink) {
  const std::string data = estate_json(plan, options);
  const std::string policy_text = policy();
  internal::Sha256 sha;
  sha.update(data);
  const std::string fingerprint = sha.hex();
  const std::array<Part, 5> parts = {{{"{{policy}}", policy_text},
                                      {"{{fingerprint}}", fingerprint},
                                      {"{{style}}", page::kStyle},
                                      {"{{data}}", data},
                                      {"{{script}}", page::kScript}}};
  std::string_view rest = page::kDocument;  // in which the parts stand in this order
  for (const Part& part : parts) {
    const std::size_t place = rest.find(part.name);
    if (absl::Status status = sink.write(rest.substr(0, place)); !status.ok()) return status;
    if (absl::Status status = sink.write(part.content); !status.ok()) return status;
    rest.remove_prefix(place + part.name.size());
  }
  return sink.write(rest);
}

}  // namespace cpginfra::report
