// SPDX-License-Identifier: MIT
#include "cpginfra/plan/value_store.hpp"

#include <algorithm>
#include <cstring>
#include <vector>

#include "absl/container/flat_hash_set.h"

namespace cpginfra::plan {
namespace {

constexpr std::size_t kFirstBlock = std::size_t{16} * 1024;
constexpr std::size_t kLargestBlock = std::size_t{1024} * 1024;

}  // namespace

struct ValueStore::State {
  std::vector<std::unique_ptr<std::byte[]>> blocks;
  std::byte* next = nullptr;
  std::byte* end = nullptr;
  std::size_t block_size = kFirstBlock;
  std::size_t bytes = 0;
  absl::flat_hash_set<std::string_view> shared;

  void* allocate(std::size_t size, std::size_t alignment) {
    const auto address = reinterpret_cast<std::uintptr_t>(next);
    const std::size_t padding = (alignment - address % alignment) % alignment;
    if (next == nullptr || size + padding > static_cast<std::size_t>(end - next)) {
      return allocate_in_new_block(size);
    }
    std::byte* place = next + padding;
    next = place + size;
    return place;
  }

  void* allocate_in_new_block(std::size_t size) {
    if (size > block_size / 4) {  // a block of its own, so that the current one stays in use
      bytes += size;
      return blocks.emplace_back(std::make_unique_for_overwrite<std::byte[]>(size)).get();
    }
    bytes += block_size;
    next = blocks.emplace_back(std::make_unique_for_overwrite<std::byte[]>(block_size)).get();
    end = next + block_size;
    block_size = std::min(block_size * 2, kLargestBlock);
    std::byte* place = next;
    next += size;
    return place;
  }
};

ValueStore::ValueStore() : state_(std::make_unique<State>()) {}
ValueStore::~ValueStore() = default;
ValueStore::ValueStore(ValueStore&&) noexcept = default;
ValueStore& ValueStore::operator=(ValueStore&&) noexcept = default;

void* ValueStore::allocate(std::size_t size, std::size_t alignment) {
  return state_->allocate(size, alignment);
}

std::string_view ValueStore::text(std::string_view text) {
  if (text.empty()) return {};
  char* copy = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

std::string_view ValueStore::text(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  if (size == 0) return {};
  char* const copy = static_cast<char*>(allocate(size, 1));
  char* next = copy;
  for (std::string_view part : parts) {
    if (part.empty()) continue;
    std::memcpy(next, part.data(), part.size());
    next += part.size();
  }
  return {copy, size};
}

std::string_view ValueStore::shared_text(std::string_view text) {
  if (auto found = state_->shared.find(text); found != state_->shared.end()) return *found;
  return *state_->shared.insert(this->text(text)).first;
}

Value ValueStore::list(std::span<const Value> items) { return Value::list_over(keep(items)); }

Value ValueStore::object(std::span<const Field> fields) {
  const auto is_set = [](const Field& field) { return !field.value.is_null(); };
  const auto count = static_cast<std::size_t>(std::count_if(fields.begin(), fields.end(), is_set));
  if (count == fields.size()) return Value::object_over(keep(fields));
  Field* kept = static_cast<Field*>(allocate(count * sizeof(Field), alignof(Field)));
  std::uninitialized_default_construct_n(kept, count);
  std::copy_if(fields.begin(), fields.end(), kept, is_set);
  return Value::object_over({kept, count});
}

Value ValueStore::archive(std::span<const Field> files) { return Value::archive_over(keep(files)); }

Value ValueStore::copy(const Value& value) {
  switch (value.kind()) {
    case Kind::kText:
      return text(value.text());
    case Kind::kList: {
      std::vector<Value> items;
      items.reserve(value.items().size());
      for (const Value& item : value.items()) items.push_back(copy(item));
      return list(items);
    }
    case Kind::kObject:
    case Kind::kArchive: {
      std::vector<Field> fields;
      fields.reserve(value.fields().size());
      for (const Field& field : value.fields()) {
        fields.push_back({text(field.name), copy(field.value)});
      }
      return value.kind() == Kind::kObject ? object(fields) : archive(fields);
    }
    default:
      return value;
  }
}

std::size_t ValueStore::bytes() const noexcept { return state_->bytes; }

}  // namespace cpginfra::plan
