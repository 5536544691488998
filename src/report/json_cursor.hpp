// SPDX-License-Identifier: MIT
// Reads a JSON text from its beginning to its end. After the first mistake every question is
// answered with "no more", and status() tells what was wrong and where.
//
//   if (cursor.begin_object())
//     while (cursor.next_key(key))
//       if (key == "name") name = cursor.text();
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"

namespace cpginfra::report {

/// What comes next, by its first character.
enum class JsonKind : std::uint8_t { kNull, kBool, kNumber, kText, kList, kObject, kNothing };

class JsonCursor {
 public:
  explicit JsonCursor(std::string_view text) : text_(text) {}

  [[nodiscard]] bool failed() const noexcept { return !message_.empty(); }
  /// Notes a mistake in what was read last; the first one counts. Always false.
  bool fail(std::string_view message);
  /// InvalidArgument with line and column; Ok where nothing failed.
  [[nodiscard]] absl::Status status() const;

  JsonKind peek();
  /// Each of these wants its own kind next.
  bool begin_object();
  bool begin_list();
  /// Goes on to the next member of the innermost object; false after its end. The key is good
  /// until the next text is read.
  bool next_key(std::string_view& key);
  /// Goes on to the next item of the innermost list; false after its end.
  bool next_item();
  /// Good until the next text is read.
  std::string_view text();
  bool boolean();
  /// A number without point and exponent, as long as it fits; else `number` is set.
  bool number(std::int64_t& integer, double& number, bool& is_integer);
  void null();
  /// Goes over one value of any kind.
  void skip();
  /// Wants nothing more to come.
  void end();

 private:
  static constexpr std::size_t kDeepest = 2048;

  void skip_space();
  bool expect(char wanted, std::string_view what);
  bool literal(std::string_view word);
  std::string_view escaped_text(std::size_t from);
  bool unescape();
  bool four_digits(std::uint32_t& code);
  bool begin(char bracket, std::string_view what);
  bool next(char bracket);

  std::string_view text_;
  std::size_t at_ = 0;
  /// Where what was read last begins.
  std::size_t token_ = 0;
  /// For each open object or list, whether something was read of it.
  std::vector<bool> open_;
  std::string scratch_;
  std::string message_;
  std::size_t failed_at_ = 0;
};

}  // namespace cpginfra::report
