// SPDX-License-Identifier: MIT
// What the measurements share.
#pragma once

#include <ctime>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "cpginfra/report/sink.hpp"

namespace cpginfra::bench {

using Json = nlohmann::ordered_json;

/// Processor time: other programs change it little.
template <typename Work>
double seconds_of(Work work) {
  const std::clock_t start = std::clock();
  work();
  return static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
}

inline void check(const absl::Status& status) {
  if (!status.ok()) throw std::runtime_error(std::string(status.message()));
}

template <typename T>
T value_or_throw(absl::StatusOr<T> result) {
  check(result.status());
  return *std::move(result);
}

/// Counts what it is given.
class CountingSink final : public report::Sink {
 public:
  absl::Status write(std::string_view bytes) override {
    bytes_ += bytes.size();
    return absl::OkStatus();
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::size_t bytes_ = 0;
};

}  // namespace cpginfra::bench
