// SPDX-License-Identifier: MIT
#include "cpginfra/version.hpp"

namespace cpginfra {

std::string_view version() { return CPGINFRA_VERSION; }

}  // namespace cpginfra
