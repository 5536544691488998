// SPDX-License-Identifier: MIT
#include "report/secret_mark.hpp"

#include <fmt/format.h>

namespace cpginfra::report {
namespace {

constexpr std::size_t kShownDigits = 16;

}  // namespace

SecretMark::SecretMark(const plan::Resource& resource) {
  constexpr std::string_view kEnd("\0", 1);
  beginning_.update("cpginfra-plan");
  beginning_.update(kEnd);
  beginning_.update(resource.type->token);
  beginning_.update(kEnd);
  beginning_.update(resource.name);
  beginning_.update(kEnd);
}

std::string SecretMark::of(std::string_view secret) const {
  internal::Sha256 digest = beginning_;
  digest.update(secret);
  return fmt::format(R"({{"$secret":"{}{}"}})", kSecretMarkPrefix,
                     std::string_view(digest.hex()).substr(0, kShownDigits));
}

bool is_secret_mark(const plan::Deferred& deferred) noexcept {
  return deferred.form == plan::DeferredForm::kExternal && deferred.secret &&
         deferred.dependencies.empty() && deferred.name.starts_with(kSecretMarkPrefix);
}

}  // namespace cpginfra::report
