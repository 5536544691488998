// SPDX-License-Identifier: MIT
#include "report/format/json.hpp"
#include "cpginfra/report/diff_output.hpp"

namespace cpginfra::report {
namespace {

/// Writes members of an object, with what stands between them.
class Members {
 public:
  explicit Members(std::string& out) : out_(out) { out_ += '{'; }
  void text(std::string_view key, std::string_view value) {
    begin(key);
    append_json_text(value, out_);
  }
  void optional_text(std::string_view key, const std::optional<std::string>& value) {
    begin(key);
    if (value) {
      append_json_text(*value, out_);
    } else {
      out_ += "null";
    }
  }
  void flag(std::string_view key, bool value) {
    begin(key);
    out_ += value ? "true" : "false";
  }
  template <typename Range, typename Write>
  void list(std::string_view key, const Range& range, std::string_view line_start, Write write) {
    begin(key);
    out_ += '[';
    std::string_view comma;
    for (const auto& each : range) {
      out_ += comma;
      out_ += line_start;
      write(each, out_);
      comma = line_start.empty() ? ", " : ",";
    }
    if (!line_start.empty() && !comma.empty()) out_ += '\n';
    out_ += ']';
  }
  void end() { out_ += '}'; }

 private:
  void begin(std::string_view key) {
    if (!is_first_) out_ += ", ";
    is_first_ = false;
    append_json_text(key, out_);
    out_ += ": ";
  }

  std::string& out_;
  bool is_first_ = true;
};

void write_text(const std::string& text, std::string& out) { append_json_text(text, out); }

void write_way(const AccessWay& way, std::string& out) {
  Members members(out);
  members.text("level", way.level);
  members.text("how", to_text(way.how));
  members.list("path", way.path, "", write_text);
  members.end();
}

void write_access(const AccessChange& change, std::string& out) {
  Members members(out);
  members.text("change", to_text(change.verb));
  members.text("principal", change.principal);
  members.text("principalKind", plan::to_text(change.kind));
  members.text("resource", change.resource);
  members.text("target", change.target);
  members.text("targetKind", plan::to_text(change.target_kind));
  members.list("before", change.before, "", write_way);
  members.list("after", change.after, "", write_way);
  members.end();
}

void write_property(const PropertyChange& change, std::string& out) {
  Members members(out);
  members.text("path", change.path);
  members.optional_text("before", change.before);
  members.optional_text("after", change.after);
  members.flag("reordered", change.is_reordered);
  members.flag("replaces", change.is_replacing);
  members.flag("secret", change.is_secret);
  members.end();
}

void write_resource(const ResourceChange& change, std::string& out) {
  Members members(out);
  members.text("change", to_text(change.verb));
  members.text("type", change.type);
  members.text("name", change.name);
  if (change.verb == ResourceVerb::kRenamed) {
    members.text("formerType", change.former_type);
    members.text("formerName", change.former_name);
  }
  members.text("dataset", change.dataset);
  members.text("cloud", change.cloud);
  members.list("properties", change.properties, "", write_property);
  members.end();
}

}  // namespace

std::string diff_json(const PlanDiff& diff) {
  std::string out;
  Members members(out);
  members.list("access", diff.access, "\n ", write_access);
  members.list("resources", diff.resources, "\n ", write_resource);
  members.list("exports", diff.exports, "\n ", write_property);
  members.end();
  out += '\n';
  return out;
}

}  // namespace cpginfra::report
