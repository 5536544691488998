// SPDX-License-Identifier: MIT
// This header defines how the drivers name things: the key of a person's membership, and the name
// of a machine account from another place.
//
//   driver::compute_hash("dataset", "hello.world@email.com", "");  // "HW-d51b65ee"
#pragma once

#include <string>
#include <string_view>

namespace cpginfra::driver {

/// A short, stable name of a member of a dataset on a cloud: the initials of the part before `@`,
/// and eight hexadecimal digits of xxHash-32 over dataset, member and cloud.
[[nodiscard]] std::string compute_hash(std::string_view dataset, std::string_view member,
                                       std::string_view cloud);
/// `name-project` of a Google machine account, else the part before `@`; other characters than
/// letters, digits, `_` and `-` become `-`.
[[nodiscard]] std::string name_from_external_sa(std::string_view email);

}  // namespace cpginfra::driver
