// SPDX-License-Identifier: MIT
#include "config/nearest_name.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace cpginfra::config {
namespace {

constexpr std::size_t kLongest = 64;

std::string folded(std::string_view text) {
  std::string lower(text);
  for (char& byte : lower) {
    byte = byte == '_' ? '-' : static_cast<char>(std::tolower(static_cast<unsigned char>(byte)));
  }
  return lower;
}

void drop_common_ends(std::string_view& left, std::string_view& right) {
  while (!left.empty() && !right.empty() && left.front() == right.front()) {
    left.remove_prefix(1);
    right.remove_prefix(1);
  }
  while (!left.empty() && !right.empty() && left.back() == right.back()) {
    left.remove_suffix(1);
    right.remove_suffix(1);
  }
}

// How many letters to insert, drop, change or swap with their neighbour; or `bound`, if so many
// are not enough.
std::size_t distance(std::string_view left, std::string_view right, std::size_t bound) {
  drop_common_ends(left, right);
  using Row = std::array<std::size_t, kLongest + 1>;
  Row before{};
  Row last{};
  Row current{};
  for (std::size_t column = 0; column <= right.size(); ++column) last[column] = column;
  for (std::size_t row = 1; row <= left.size(); ++row) {
    current[0] = row;
    for (std::size_t column = 1; column <= right.size(); ++column) {
      const bool is_same = left[row - 1] == right[column - 1];
      current[column] = std::min(
          {last[column] + 1, current[column - 1] + 1, last[column - 1] + (is_same ? 0 : 1)});
      if (row > 1 && column > 1 && left[row - 1] == right[column - 2] &&
          left[row - 2] == right[column - 1]) {
        current[column] = std::min(current[column], before[column - 2] + 1);
      }
    }
    if (*std::min_element(current.begin(), current.begin() + right.size() + 1) >= bound) {
      return bound;
    }
    before = last;
    last = current;
  }
  return last[right.size()];
}

}  // namespace

NearestName::NearestName(std::string_view wanted)
    : wanted_(wanted.size() <= kLongest ? folded(wanted) : ""),
      best_distance_(std::min<std::size_t>(wanted_.size() / 3, 3) + 1) {}

void NearestName::offer(std::string_view candidate) {
  if (wanted_.empty() || candidate.empty() || candidate.size() > kLongest) return;
  const std::size_t gap = candidate.size() > wanted_.size() ? candidate.size() - wanted_.size()
                                                            : wanted_.size() - candidate.size();
  if (gap >= best_distance_) return;
  const std::size_t found = distance(wanted_, folded(candidate), best_distance_);
  if (found >= best_distance_) return;
  best_distance_ = found;
  best_ = std::string(candidate);
}

std::string NearestName::hint() const {
  return best_.empty() ? "" : "did you mean '" + best_ + "'?";
}

}  // namespace cpginfra::config
