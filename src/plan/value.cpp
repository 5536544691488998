// SPDX-License-Identifier: MIT
#include "cpginfra/plan/value.hpp"

#include <algorithm>

namespace cpginfra::plan {
namespace {

bool any_dynamic(std::span<const Value> items) noexcept {
  return std::any_of(items.begin(), items.end(), [](const Value& v) { return v.is_dynamic(); });
}

bool any_dynamic(std::span<const Field> fields) noexcept {
  return std::any_of(fields.begin(), fields.end(),
                     [](const Field& f) { return f.value.is_dynamic(); });
}

bool equal_fields(std::span<const Field> left, std::span<const Field> right) noexcept {
  return std::equal(
      left.begin(), left.end(), right.begin(), right.end(),
      [](const Field& a, const Field& b) { return a.name == b.name && a.value == b.value; });
}

}  // namespace

Value Value::list_over(std::span<const Value> items) noexcept {
  Value value;
  value.kind_ = Kind::kList;
  value.size_ = static_cast<std::uint32_t>(items.size());
  value.payload_.items = items.data();
  value.dynamic_ = any_dynamic(items);
  return value;
}

Value Value::object_over(std::span<const Field> fields) noexcept {
  Value value;
  value.kind_ = Kind::kObject;
  value.size_ = static_cast<std::uint32_t>(fields.size());
  value.payload_.fields = fields.data();
  value.dynamic_ = any_dynamic(fields);
  return value;
}

Value Value::archive_over(std::span<const Field> files) noexcept {
  Value value = object_over(files);
  value.kind_ = Kind::kArchive;
  return value;
}

std::span<const Value> Value::items() const noexcept {
  if (kind_ != Kind::kList) return {};
  return {payload_.items, size_};
}

std::span<const Field> Value::fields() const noexcept {
  if (kind_ != Kind::kObject && kind_ != Kind::kArchive) return {};
  return {payload_.fields, size_};
}

Value Value::field(std::string_view name) const noexcept {
  for (const Field& field : fields()) {
    if (field.name == name) return field.value;
  }
  return {};
}

bool operator==(const Value& left, const Value& right) noexcept {
  if (left.kind() != right.kind()) return false;
  switch (left.kind()) {
    case Kind::kNull:
    case Kind::kUnknown:
      return true;
    case Kind::kBool:
      return left.boolean() == right.boolean();
    case Kind::kInt:
      return left.integer() == right.integer();
    case Kind::kDouble:
      return left.number() == right.number();
    case Kind::kText:
      return left.text() == right.text();
    case Kind::kList:
      return std::equal(left.items().begin(), left.items().end(), right.items().begin(),
                        right.items().end());
    case Kind::kObject:
    case Kind::kArchive:
      return equal_fields(left.fields(), right.fields());
    case Kind::kResource:
      return left.resource() == right.resource();
    case Kind::kDeferred:
      return left.deferred() == right.deferred();
  }
  return false;
}

}  // namespace cpginfra::plan
