// SPDX-License-Identifier: MIT
// What was probably meant by a name that is not there.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/plan/plan.hpp"

namespace cpginfra::testing {

/// Is offered names and remembers the one that begins and ends most like the wanted one.
class Nearest {
 public:
  explicit Nearest(std::string_view wanted) : wanted_(wanted) {}
  void offer(std::string_view name);
  /// Empty where nothing was offered.
  [[nodiscard]] std::string_view name() const noexcept { return best_; }

 private:
  std::string_view wanted_;
  std::string_view best_;
  std::size_t likeness_ = 0;
};

/// The resources known by that text: `type::name`, or a name.
[[nodiscard]] std::vector<const plan::Resource*> find_resources(const plan::Plan& plan,
                                                                std::string_view text);
/// The name, or `type::name` if the text is like that, that is nearest to it.
[[nodiscard]] std::string nearest_resource(const plan::Plan& plan, std::string_view text);
/// `type::name`.
[[nodiscard]] std::string reference(const plan::Resource& resource);

}  // namespace cpginfra::testing
