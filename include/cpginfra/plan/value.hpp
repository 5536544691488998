// SPDX-License-Identifier: MIT
// This header defines Value, one input or output of a resource: null, a boolean, a number, a text,
// a list, an object, an archive of files, a reference to a resource, or a deferred value that only
// the cloud knows. A Value is 16 bytes and refers to memory that a ValueStore (usually the plan's)
// owns:
//
//   plan::ValueStore& values = plan.values();
//   plan::Value labels = values.object({{"bucket", values.text({"cpg-", dataset})}});
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace cpginfra::plan {

struct Deferred;
struct Field;
struct Resource;

/// What a Value holds.
enum class Kind : std::uint8_t {
  kNull,
  kBool,
  kInt,
  kDouble,
  kText,
  kList,
  kObject,
  kArchive,   ///< files by their name in the archive; each value is the file's contents
  kResource,  ///< a resource as a whole
  kDeferred,  ///< known only when the resources exist
  kUnknown,   ///< what a deferred value resolves to while the cloud has not answered
};

/// One value. Copying is cheap; the memory it refers to must outlive it: pass literals, or texts,
/// lists and objects made by a ValueStore.
class Value {
 public:
  constexpr Value() noexcept = default;
  // Implicit on purpose: inputs are written as {{"location", region}, {"enabled", true}}.
  // NOLINTBEGIN(google-explicit-constructor)
  template <std::same_as<bool> Bool>
  constexpr Value(Bool boolean) noexcept : kind_(Kind::kBool) {
    payload_.integer = boolean ? 1 : 0;
  }
  constexpr Value(int integer) noexcept : Value(static_cast<std::int64_t>(integer)) {}
  constexpr Value(std::int64_t integer) noexcept : kind_(Kind::kInt) { payload_.integer = integer; }
  constexpr Value(double number) noexcept : kind_(Kind::kDouble) { payload_.number = number; }
  constexpr Value(std::string_view text) noexcept
      : kind_(Kind::kText), size_(static_cast<std::uint32_t>(text.size())) {
    payload_.text = text.data();
  }
  template <std::size_t N>
  constexpr Value(const char (&literal)[N]) noexcept : Value(std::string_view(literal, N - 1)) {}
  constexpr Value(const Resource* resource) noexcept : kind_(Kind::kResource), dynamic_(true) {
    payload_.resource = resource;
  }
  constexpr Value(const Deferred* deferred) noexcept : kind_(Kind::kDeferred), dynamic_(true) {
    payload_.deferred = deferred;
  }
  // NOLINTEND(google-explicit-constructor)
  /// A temporary text would dangle: keep it with ValueStore::text first.
  Value(const std::string& text) = delete;

  /// A list, an object or an archive over memory that the caller keeps; ValueStore's functions are
  /// the usual way.
  static Value list_over(std::span<const Value> items) noexcept;
  static Value object_over(std::span<const Field> fields) noexcept;
  static Value archive_over(std::span<const Field> files) noexcept;
  /// What is not known yet.
  static constexpr Value unknown() noexcept {
    Value value;
    value.kind_ = Kind::kUnknown;
    value.dynamic_ = true;
    return value;
  }

  [[nodiscard]] constexpr Kind kind() const noexcept { return kind_; }
  [[nodiscard]] constexpr bool is_null() const noexcept { return kind_ == Kind::kNull; }
  [[nodiscard]] constexpr bool is_text() const noexcept { return kind_ == Kind::kText; }
  [[nodiscard]] constexpr bool is_deferred() const noexcept { return kind_ == Kind::kDeferred; }
  [[nodiscard]] constexpr bool is_unknown() const noexcept { return kind_ == Kind::kUnknown; }
  /// Whether it holds, at any depth, a deferred value, a resource or something unknown.
  [[nodiscard]] constexpr bool is_dynamic() const noexcept { return dynamic_; }

  /// Each accessor is for its own kind; on another kind it gives that type's empty value.
  [[nodiscard]] constexpr bool boolean() const noexcept {
    return kind_ == Kind::kBool && payload_.integer != 0;
  }
  [[nodiscard]] constexpr std::int64_t integer() const noexcept {
    return kind_ == Kind::kInt ? payload_.integer : 0;
  }
  /// A double, or an integer as one.
  [[nodiscard]] constexpr double number() const noexcept {
    return kind_ == Kind::kDouble ? payload_.number : static_cast<double>(integer());
  }
  [[nodiscard]] constexpr std::string_view text() const noexcept {
    return kind_ == Kind::kText ? std::string_view(payload_.text, size_) : std::string_view();
  }
  [[nodiscard]] std::span<const Value> items() const noexcept;
  /// The fields of an object, or the files of an archive.
  [[nodiscard]] std::span<const Field> fields() const noexcept;
  [[nodiscard]] constexpr const Resource* resource() const noexcept {
    return kind_ == Kind::kResource ? payload_.resource : nullptr;
  }
  [[nodiscard]] constexpr const Deferred* deferred() const noexcept {
    return kind_ == Kind::kDeferred ? payload_.deferred : nullptr;
  }
  /// The field of that name of an object; null where there is none.
  [[nodiscard]] Value field(std::string_view name) const noexcept;

 private:
  union Payload {
    std::int64_t integer = 0;
    double number;
    const char* text;
    const Value* items;
    const Field* fields;
    const Resource* resource;
    const Deferred* deferred;
  };

  Kind kind_ = Kind::kNull;
  bool dynamic_ = false;
  std::uint32_t size_ = 0;
  Payload payload_;
};

static_assert(sizeof(Value) == 16);

/// A named value: one property of a resource or of an object.
struct Field {
  std::string_view name;
  Value value;
};

/// Equal kinds with equal contents; resources and deferred values compare by identity.
[[nodiscard]] bool operator==(const Value& left, const Value& right) noexcept;

}  // namespace cpginfra::plan
