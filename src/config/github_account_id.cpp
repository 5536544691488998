// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "cpginfra/config/load_github_wif.hpp"

namespace cpginfra::config {
namespace {

constexpr std::size_t kLongest = 30;
constexpr std::string_view kBetween = "-img-";
constexpr std::string_view kAfter = "-deployer";

std::string with_letters_and_digits(std::string_view text) {
  std::string clean;
  for (char c : text) {
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    clean += absl::ascii_isalnum(static_cast<unsigned char>(lower)) ? lower : '-';
  }
  return clean;
}

std::string short_environment(std::string_view environment) {
  std::string clean = with_letters_and_digits(environment);
  if (clean == "development") return "dev";
  if (clean == "production") return "prod";
  return clean;
}

}  // namespace

std::string github_account_id(std::string_view repository, std::string_view environment) {
  std::string name = with_letters_and_digits(repository);
  const std::string where = short_environment(environment);
  const std::size_t overhead = kBetween.size() + where.size() + kAfter.size();
  if (name.size() + overhead > kLongest) {
    // A long environment takes the name away from its end, as upstream does; what is left is then
    // too long still, which is an error of its own.
    const std::size_t kept = overhead <= kLongest ? kLongest - overhead
                             : name.size() > overhead - kLongest
                                 ? name.size() - (overhead - kLongest)
                                 : 0;
    name.resize(std::min(kept, name.size()));
  }
  std::string id = fmt::format("{}{}{}{}", name, kBetween, where, kAfter);
  if (absl::ascii_isdigit(static_cast<unsigned char>(id.front()))) id.replace(0, 3, "gh-");
  return id;
}

GitHubRepositoryName split_github_repository(std::string_view repository) {
  const std::size_t slash = repository.find('/');
  if (slash == std::string_view::npos || slash == 0 || slash + 1 == repository.size()) return {};
  return {repository.substr(0, slash), repository.substr(slash + 1)};
}

}  // namespace cpginfra::config
