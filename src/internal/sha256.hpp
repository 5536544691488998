// SPDX-License-Identifier: MIT
// SHA-256 (FIPS 180-4), for marks that stand in the place of secrets.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cpginfra::internal {

/// The state of a digest; a copy goes on by itself, so that a common beginning is hashed once.
class Sha256 {
 public:
  void update(std::string_view bytes) noexcept;
  /// The digest of all that went in, as 64 hexadecimal digits.
  [[nodiscard]] std::string hex() const;

 private:
  static constexpr std::size_t kBlockSize = 64;

  void add_block(const unsigned char* block) noexcept;

  std::array<std::uint32_t, 8> state_ = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<unsigned char, kBlockSize> pending_{};
  std::size_t pending_size_ = 0;
  std::uint64_t size_ = 0;
};

}  // namespace cpginfra::internal
