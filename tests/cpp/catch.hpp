// SPDX-License-Identifier: MIT
// This header includes Catch2, version 2 or 3, and is the one place that knows the difference.
#pragma once

#if __has_include(<catch2/catch_all.hpp>)
#include <catch2/catch_all.hpp>
#else
#include <catch2/catch.hpp>
#endif
