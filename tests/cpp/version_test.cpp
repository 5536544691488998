// SPDX-License-Identifier: MIT
#include "cpginfra/version.hpp"

#include "catch.hpp"

TEST_CASE("headers and library have one version") {
  CHECK(cpginfra::version() == cpginfra::kVersion);
}
