// SPDX-License-Identifier: MIT
// A shared library that shows one function of its own.
#include "cpginfra/version.hpp"

extern "C" const char* consumer_version() { return cpginfra::version().data(); }
