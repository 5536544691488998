// SPDX-License-Identifier: MIT
#include "cpginfra/plan/value_store.hpp"

#include <cstdint>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "catch.hpp"

namespace cpginfra::plan {
namespace {

TEST_CASE("what a store keeps stays whole and in place, through blocks of every size",
          "[plan][values]") {
  std::mt19937 random(20240501);
  std::uniform_int_distribution<std::size_t> usual_size(0, 300);
  std::uniform_int_distribution<int> percent(0, 99);
  constexpr std::size_t kLargeText = 700'000;
  ValueStore first;
  std::vector<std::pair<std::string_view, std::string>> texts;
  std::vector<const std::uint64_t*> numbers;
  for (std::size_t i = 0; i < 40'000; ++i) {
    const std::size_t size = i % 4'000 == 0 ? kLargeText : usual_size(random);
    std::string text(size, static_cast<char>('a' + percent(random) % 26));
    const std::string_view kept = first.text(text);
    texts.emplace_back(kept, std::move(text));
    if (percent(random) < 30) numbers.push_back(first.keep_one(std::uint64_t{i}));
  }
  const ValueStore store = std::move(first);
  std::size_t broken = 0;
  for (const auto& [kept, text] : texts) broken += kept == text ? 0U : 1U;
  CHECK(broken == 0);
  std::size_t unaligned = 0;
  for (const std::uint64_t* number : numbers) {
    unaligned += reinterpret_cast<std::uintptr_t>(number) % alignof(std::uint64_t) == 0 ? 0U : 1U;
  }
  CHECK(unaligned == 0);
}

TEST_CASE("a text that has just been kept is not copied again", "[plan][values]") {
  ValueStore store;
  const std::string_view name = store.text({"cohort", "-", "bucket"});
  CHECK(store.text(name).data() == name.data());
  CHECK(store.text(name.substr(7)).data() == name.data() + 7);
  const std::string elsewhere(name);
  CHECK(store.text(elsewhere).data() != elsewhere.data());
  ValueStore other;
  CHECK(other.text(name).data() != name.data());
}

}  // namespace
}  // namespace cpginfra::plan
