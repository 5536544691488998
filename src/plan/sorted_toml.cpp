// SPDX-License-Identifier: MIT
#include "plan/sorted_toml.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <iterator>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "internal/status.hpp"
#include "plan/toml_words.hpp"

namespace cpginfra::plan {
namespace {

constexpr std::size_t kMaxDepth = 100;

struct Key {
  std::string_view spelled;
  std::string_view name;  // what a reader takes it for: the order is by this
};

struct Line {
  Key key;
  Value value;
};

// A header with the lines under it: they never part. `place` is where it stands in the document:
// the upper half is a position of the first layout, the lower half the rank in a gathered run
// that starts there. A run takes the position of its first block, so no two runs share one.
struct Block {
  std::string header;
  std::vector<Line> lines;
  std::uint64_t place = 0;
};

constexpr std::uint64_t kRankMask = 0xffffffff;

// A table, or an array of tables, whose children then are its entries. A table joins its parent's
// children when its first block or that of a descendant is laid out.
struct Table {
  Table* parent = nullptr;
  std::string_view name;
  std::string path;  // spelled, with its dots
  std::size_t depth = 0;
  Block* block = nullptr;
  std::vector<Table*> children;
  bool joined = false;
  bool is_array = false;
};

enum class EmptyTables { kWritten, kLeftOut };

std::string_view kind_name(Kind kind) {
  switch (kind) {
    case Kind::kNull:
      return "null";
    case Kind::kArchive:
      return "an archive";
    case Kind::kResource:
      return "a resource";
    case Kind::kDeferred:
    case Kind::kUnknown:
      return "something not known yet";
    case Kind::kObject:
      return "an object in a list beside other things or in a list of lists";
    default:
      return "this";
  }
}

absl::Status append_value(const Value& value, std::size_t depth, std::string& out) {
  switch (value.kind()) {
    case Kind::kBool:
      out += value.boolean() ? "true" : "false";
      return absl::OkStatus();
    case Kind::kInt:
      fmt::format_to(std::back_inserter(out), "{}", value.integer());
      return absl::OkStatus();
    case Kind::kDouble:
      append_toml_number(value.number(), out);
      return absl::OkStatus();
    case Kind::kText:
      return append_toml_text(value.text(), out);
    case Kind::kList:
      break;
    default:
      return absl::InvalidArgumentError(fmt::format("TOML cannot say {}", kind_name(value.kind())));
  }
  if (depth == kMaxDepth) {
    return absl::InvalidArgumentError(fmt::format("lists nest deeper than {}", kMaxDepth));
  }
  out += '[';
  bool first = true;
  for (const Value& item : value.items()) {
    if (!std::exchange(first, false)) out += ", ";
    if (absl::Status status = append_value(item, depth + 1, out); !status.ok()) return status;
  }
  out += ']';
  return absl::OkStatus();
}

bool is_array_of_tables(const Value& value) {
  const std::span<const Value> items = value.items();
  return !items.empty() && std::all_of(items.begin(), items.end(), [](const Value& item) {
    return item.kind() == Kind::kObject;
  });
}

bool is_object(const Field& field) { return field.value.kind() == Kind::kObject; }

class Document {
 public:
  absl::Status add(const Value& object) {
    blocks_.emplace_back();
    root_.block = &blocks_.front();
    root_.joined = true;
    return add_tree(object, root_, EmptyTables::kWritten);
  }

  absl::StatusOr<std::string> sorted() {
    if (absl::Status status = sort(root_); !status.ok()) return status;
    sort_by_place(flat_);
    return text();
  }

 private:
  struct Run {
    std::string_view name;
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  // Lays out a table, whose block is open, and the tables below it, level by level.
  absl::Status add_tree(const Value& object, Table& table, EmptyTables empty_tables) {
    std::vector<std::pair<Value, Table*>> queue = {{object, &table}};
    for (std::size_t i = 0; i < queue.size(); ++i) {
      const std::span<const Field> fields = queue[i].first.fields();
      Table& current = *queue[i].second;
      const auto objects = std::count_if(fields.begin(), fields.end(), is_object);
      const bool has_lines = static_cast<std::size_t>(objects) < fields.size();
      const bool is_written = has_lines || (objects == 0 && empty_tables == EmptyTables::kWritten);
      if (i > 0 && is_written) open_block(current, fmt::format("[{}]\n", current.path));
      if (absl::Status status = add_lines(fields, current); !status.ok()) return status;
      if (absl::Status status = add_arrays(fields, current); !status.ok()) return status;
      for (const Field& field : fields) {
        if (!is_object(field)) continue;
        absl::StatusOr<Table*> child = new_table(current, field.name);
        if (!child.ok()) return child.status();
        queue.emplace_back(field.value, *child);
      }
    }
    return absl::OkStatus();
  }

  absl::Status add_lines(std::span<const Field> fields, Table& table) {
    if (table.block != nullptr) table.block->lines.reserve(fields.size());
    for (const Field& field : fields) {
      if (is_object(field) || is_array_of_tables(field.value)) continue;
      absl::StatusOr<Key> key = spell(field.name, table);
      if (!key.ok()) return key.status();
      table.block->lines.push_back({*key, field.value});
    }
    return absl::OkStatus();
  }

  absl::Status add_arrays(std::span<const Field> fields, Table& table) {
    for (const Field& field : fields) {
      if (!is_array_of_tables(field.value)) continue;
      absl::StatusOr<Table*> array = new_table(table, field.name);
      if (!array.ok()) return array.status();
      (*array)->is_array = true;
      for (const Value& item : field.value.items()) {
        Table& entry = tables_.emplace_back();
        entry.parent = *array;
        entry.path = (*array)->path;
        entry.depth = (*array)->depth;
        open_block(entry, fmt::format("[[{}]]\n", entry.path));
        if (absl::Status status = add_tree(item, entry, EmptyTables::kLeftOut); !status.ok()) {
          return status;
        }
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<Key> spell(std::string_view key, const Table& table) {
    if (is_bare_toml_key(key)) return Key{key, key};
    std::string& spelled = words_.emplace_back();
    std::string& name = words_.emplace_back();
    if (absl::Status status = append_quoted_toml_key(key, spelled, name); !status.ok()) {
      return absl::InvalidArgumentError(
          fmt::format("{}: a key of {}", internal::message_of(status), where(table)));
    }
    return Key{spelled, name};
  }

  absl::StatusOr<Table*> new_table(Table& parent, std::string_view name) {
    if (parent.depth == kMaxDepth) {
      return absl::InvalidArgumentError(fmt::format("tables nest deeper than {}", kMaxDepth));
    }
    absl::StatusOr<Key> key = spell(name, parent);
    if (!key.ok()) return key.status();
    Table& table = tables_.emplace_back();
    table.parent = &parent;
    table.name = key->name;
    table.depth = parent.depth + 1;
    table.path.reserve(parent.path.size() + 1 + key->spelled.size());
    if (!parent.path.empty()) table.path.append(parent.path) += '.';
    table.path += key->spelled;
    return &table;
  }

  void open_block(Table& table, std::string header) {
    Block& block = blocks_.emplace_back();
    block.header = std::move(header);
    block.place = (blocks_.size() - 1) * (kRankMask + 1);
    table.block = &block;
    join(table);
  }

  static void join(Table& table) {
    if (table.joined) return;
    join(*table.parent);
    table.parent->children.push_back(&table);
    table.joined = true;
  }

  static std::string_view where(const Table& table) {
    return table.path.empty() ? std::string_view("the document") : std::string_view(table.path);
  }

  // Sorts the table after all below it, and appends its blocks to flat_.
  absl::Status sort(Table& table) {
    const std::size_t begin = flat_.size();
    if (table.block != nullptr) flat_.push_back(table.block);
    std::vector<Run> runs;
    runs.reserve(table.children.size());
    for (Table* child : table.children) {
      const std::size_t child_begin = flat_.size();
      if (absl::Status status = sort(*child); !status.ok()) return status;
      runs.push_back({child->name, child_begin, flat_.size()});
    }
    if (table.is_array) return absl::OkStatus();
    const std::span<Line> lines =
        table.block == nullptr ? std::span<Line>() : std::span<Line>(table.block->lines);
    const auto by_key = [](const Line& line) { return line.key.name; };
    const bool is_sorted =
        std::ranges::is_sorted(lines, {}, by_key) && std::ranges::is_sorted(runs, {}, &Run::name);
    if (!is_sorted) {
      std::ranges::sort(lines, {}, by_key);
      std::ranges::sort(runs, {}, &Run::name);
      gather(begin, table.block, runs);
    }
    return check_names(lines, runs, table);
  }

  // Puts the blocks from `begin` on where the first of them stands: the table's own, then the runs.
  void gather(std::size_t begin, Block* own, std::span<const Run> runs) {
    const std::span<Block*> blocks = std::span(flat_).subspan(begin);
    const Block* first =
        *std::ranges::min_element(blocks, {}, [](const Block* block) { return block->place; });
    std::uint64_t place = first->place & ~kRankMask;
    std::vector<Block*> gathered;
    gathered.reserve(blocks.size());
    if (own != nullptr) gathered.push_back(own);
    for (const Run& run : runs) {
      const std::span<Block*> child = std::span(flat_).subspan(run.begin, run.end - run.begin);
      sort_by_place(child);
      gathered.insert(gathered.end(), child.begin(), child.end());
    }
    for (Block* block : gathered) block->place = place++;
    std::ranges::copy(gathered, blocks.begin());
  }

  static void sort_by_place(std::span<Block*> blocks) {
    std::ranges::sort(blocks, {}, [](const Block* block) { return block->place; });
  }

  static absl::Status check_names(std::span<const Line> lines, std::span<const Run> runs,
                                  const Table& table) {
    const auto twice = [&table](std::string_view name) {
      return absl::InvalidArgumentError(
          fmt::format("names must differ: '{}' stands twice in {}", name, where(table)));
    };
    const auto line = std::ranges::adjacent_find(
        lines, {}, [](const Line& candidate) { return candidate.key.name; });
    if (line != lines.end()) return twice(line->key.name);
    const auto run = std::ranges::adjacent_find(runs, {}, &Run::name);
    if (run != runs.end()) return twice(run->name);
    for (const Run& candidate : runs) {
      const auto by_key = [](const Line& other) { return other.key.name; };
      if (std::ranges::binary_search(lines, candidate.name, {}, by_key)) {
        return twice(candidate.name);
      }
    }
    return absl::OkStatus();
  }

  absl::StatusOr<std::string> text() const {
    std::string out;
    for (const Block* block : flat_) {
      if (!out.empty()) out += '\n';
      out += block->header;
      for (const Line& line : block->lines) {
        out += line.key.spelled;
        out += " = ";
        if (absl::Status status = append_value(line.value, 0, out); !status.ok()) {
          const std::string_view header(block->header.data(),
                                        block->header.empty() ? 0 : block->header.size() - 1);
          return absl::InvalidArgumentError(
              fmt::format("{}: key {} of {}", internal::message_of(status), line.key.spelled,
                          header.empty() ? "the document" : header));
        }
        out += '\n';
      }
    }
    if (out.empty()) out += '\n';
    return out;
  }

  Table root_;
  std::deque<Table> tables_;
  std::deque<Block> blocks_;
  std::deque<std::string> words_;
  std::vector<Block*> flat_;
};

}  // namespace

absl::StatusOr<std::string> sorted_toml(const Value& object) {
  if (object.kind() != Kind::kObject) {
    return absl::InvalidArgumentError("a TOML document must be an object");
  }
  Document document;
  if (absl::Status status = document.add(object); !status.ok()) return status;
  return document.sorted();
}

}  // namespace cpginfra::plan
