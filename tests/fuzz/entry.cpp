// SPDX-License-Identifier: MIT
// One fuzzer: libFuzzer's entry to the target that the build names.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "targets.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  cpginfra::fuzz::CPGINFRA_FUZZ_TARGET(std::string_view(reinterpret_cast<const char*>(data), size));
  return 0;
}
