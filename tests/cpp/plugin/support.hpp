// SPDX-License-Identifier: MIT
// What the tests of plugins share: the golden case, to be changed a little.
#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "cpginfra/config/load.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::plugin {

using Json = nlohmann::ordered_json;

/// The configuration of tests/golden/billing-plugin.
inline Json golden_case() {
  return Json::parse(std::ifstream(test::source_path("tests/golden/billing-plugin/case.json")));
}

inline config::LoadResult load(const Json& source) {
  return config::load_text(source.dump(), config::Format::kJson, "config.json");
}

}  // namespace cpginfra::plugin
