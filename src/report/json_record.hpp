// SPDX-License-Identifier: MIT
// Reads a JSON object whose keys are known, by a table of them.
//
//   constexpr std::array<RecordKey<Reader, Draft>, 2> kKeys = {{
//       {"name", Need::kRequired, [](Reader& reader, Draft& draft) { draft.name = …; }},
//       {"cloud", Need::kOptional, [](Reader& reader, Draft& draft) { draft.cloud = …; }},
//   }};
//   if (read_record(json, reader, kKeys, draft)) …
#pragma once

#include <fmt/format.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "report/json_cursor.hpp"

namespace cpginfra::report {

enum class Need : std::uint8_t { kRequired, kOptional };

/// A key, and what to do with its value.
template <typename Reader, typename Draft>
struct RecordKey {
  std::string_view key;
  Need need;
  void (*read)(Reader& reader, Draft& draft);
};

/// Reads an object into `draft`. A key that is not in the table, comes twice or is missing is noted
/// as a mistake; false after any mistake.
template <typename Reader, typename Draft, std::size_t N>
bool read_record(JsonCursor& json, Reader& reader,
                 const std::array<RecordKey<Reader, Draft>, N>& keys, Draft& draft) {
  std::array<bool, N> seen{};
  if (!json.begin_object()) return false;
  std::string_view key;
  while (json.next_key(key)) {
    std::size_t place = 0;
    while (place < N && keys[place].key != key) ++place;
    if (place == N) return json.fail(fmt::format("the key '{}' is not known here", key));
    if (seen[place]) return json.fail(fmt::format("the key '{}' stands here twice", key));
    seen[place] = true;
    keys[place].read(reader, draft);
  }
  for (std::size_t place = 0; place < N; ++place) {
    if (keys[place].need == Need::kRequired && !seen[place]) {
      return json.fail(fmt::format("this object wants the key '{}'", keys[place].key));
    }
  }
  return !json.failed();
}

}  // namespace cpginfra::report
