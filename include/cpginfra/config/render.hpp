// SPDX-License-Identifier: MIT
//
// This header defines the ways to show diagnostics: to people, plain or coloured, and as JSON.
//
//   members.yaml:4:5: error: unknown member 'ann.lyst' [unknown-member]
//       4 |   - ann.lyst
//         |     ^
//     in: datasets.fewgenomes.members.analysis[2]
//     help: did you mean 'ana.lyst'?
#pragma once

#include <string>

#include "cpginfra/config/diagnostic.hpp"

namespace cpginfra::config {

/// Text for people, one paragraph a diagnostic and a last line with the counts. Empty for none.
/// Control characters of the input are shown escaped.
std::string render_plain(const Diagnostics& diagnostics);

/// The same with terminal colours.
std::string render_coloured(const Diagnostics& diagnostics);

/// A JSON object with `errors` and `warnings` (counts), `left_out` (how many of them are not
/// listed) and `diagnostics`: a list of objects with `severity`, `rule`, `file`, `line`,
/// `column`, `path`, `message`, `value` and `help`, where what is not known is null.
std::string render_json(const Diagnostics& diagnostics);

}  // namespace cpginfra::config
