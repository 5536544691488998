// SPDX-License-Identifier: MIT
#include "cpginfra/plan/value_store.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <functional>
#include <new>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_set.h"

namespace cpginfra::plan {
namespace {

constexpr std::size_t kFirstBlock = std::size_t{16} * 1024;
constexpr std::size_t kLargestBlock = std::size_t{8} * 1024 * 1024;
/// What the processors in use take as a huge page; larger blocks are whole numbers of them.
constexpr std::size_t kHugePage = std::size_t{2} * 1024 * 1024;

constexpr std::size_t rounded_up(std::size_t size, std::size_t unit) noexcept {
  return (size + unit - 1) / unit * unit;
}

/// Memory from the system. Large blocks are backed by huge pages where the system has them: a plan
/// of many datasets is written once from end to end, and at the usual 4 KiB the faults alone cost a
/// third of its time.
class Block {
 public:
  explicit Block(std::size_t size)
      : alignment_(size % kHugePage == 0 ? kHugePage : alignof(std::max_align_t)),
        begin_(static_cast<std::byte*>(::operator new(size, std::align_val_t(alignment_)))) {
#ifdef MADV_HUGEPAGE
    if (alignment_ == kHugePage) ::madvise(begin_, size, MADV_HUGEPAGE);  // else it is only slower
#endif
  }
  ~Block() { ::operator delete(begin_, std::align_val_t(alignment_)); }
  Block(Block&& other) noexcept
      : alignment_(other.alignment_), begin_(std::exchange(other.begin_, nullptr)) {}
  Block(const Block&) = delete;
  Block& operator=(const Block&) = delete;
  Block& operator=(Block&&) = delete;

  [[nodiscard]] std::byte* begin() const noexcept { return begin_; }

 private:
  std::size_t alignment_;
  std::byte* begin_;
};

}  // namespace

struct ValueStore::State {
  std::vector<Block> blocks;
  std::byte* begin = nullptr;  // of the block in use
  std::byte* next = nullptr;
  std::byte* end = nullptr;
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

  /// Each block is a quarter of what there is, so that little is taken that is not used.
  [[nodiscard]] std::size_t next_block_size() const noexcept {
    const std::size_t size = std::clamp(bytes / 4, kFirstBlock, kLargestBlock);
    return rounded_up(size, size < kHugePage ? kFirstBlock : kHugePage);
  }

  void* allocate_in_new_block(std::size_t size) {
    const std::size_t block_size = next_block_size();
    if (size > block_size / 4) {  // a block of its own, so that the current one stays in use
      bytes += size;
      return blocks.emplace_back(size).begin();
    }
    bytes += block_size;
    begin = blocks.emplace_back(block_size).begin();
    end = begin + block_size;
    next = begin + size;
    return begin;
  }

  /// Whether a text stands in the block in use; texts in earlier ones are not looked for.
  [[nodiscard]] bool has_just_kept(std::string_view text) const noexcept {
    const void* const first = text.data();
    const void* const past = text.data() + text.size();
    const std::less_equal<> not_after;  // a total order, unlike <= on pointers
    return begin != nullptr && not_after(static_cast<const void*>(begin), first) &&
           not_after(past, static_cast<const void*>(next));
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
  if (state_->has_just_kept(text)) return text;  // nothing kept ever changes
  auto* copy = static_cast<char*>(allocate(text.size(), 1));
  std::memcpy(copy, text.data(), text.size());
  return {copy, text.size()};
}

std::string_view ValueStore::text(std::initializer_list<std::string_view> parts) {
  std::size_t size = 0;
  for (std::string_view part : parts) size += part.size();
  if (size == 0) return {};
  auto* const copy = static_cast<char*>(allocate(size, 1));
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
  auto* kept = static_cast<Field*>(allocate(count * sizeof(Field), alignof(Field)));
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
