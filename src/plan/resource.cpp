// SPDX-License-Identifier: MIT
#include "cpginfra/plan/resource.hpp"

namespace cpginfra::plan {

Value Resource::input(std::string_view input_name) const noexcept {
  for (const Field& field : inputs) {
    if (field.name == input_name) return field.value;
  }
  return {};
}

}  // namespace cpginfra::plan
