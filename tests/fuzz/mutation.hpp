// SPDX-License-Identifier: MIT
// This header defines Mutator, which makes inputs of others by rule: the same seed gives the same
// ones on every machine. It knows nothing of what an input reaches, as libFuzzer does, but needs no
// compiler of its own, so that the ordinary tests can try a few thousand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace cpginfra::fuzz {

class Mutator {
 public:
  /// The corpus has an input at least.
  Mutator(std::vector<std::string> corpus, std::uint32_t seed);
  /// One of the corpus after a few edits: bytes, lines and words changed, taken out, put in from
  /// elsewhere, and what parsers stumble over.
  std::string next();

 private:
  std::vector<std::string> corpus_;
  std::mt19937 random_;
};

}  // namespace cpginfra::fuzz
