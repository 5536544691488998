// SPDX-License-Identifier: MIT
#include "cpginfra/report/diff_output.hpp"
#include "report/format/json_members.hpp"

namespace cpginfra::report {
namespace {

void write_way(const AccessWay& way, std::string& out) {
  JsonMembers members(out);
  members.text("level", way.level);
  members.text("how", to_text(way.how));
  members.list("path", way.path, "", append_json_text);
  members.end();
}

void write_access(const AccessChange& change, std::string& out) {
  JsonMembers members(out);
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
  JsonMembers members(out);
  members.text("path", change.path);
  members.optional_text("before", change.before);
  members.optional_text("after", change.after);
  members.flag("reordered", change.is_reordered);
  members.flag("replaces", change.is_replacing);
  members.flag("secret", change.is_secret);
  members.end();
}

void write_resource(const ResourceChange& change, std::string& out) {
  JsonMembers members(out);
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
  JsonMembers members(out);
  members.list("access", diff.access, "\n ", write_access);
  members.list("resources", diff.resources, "\n ", write_resource);
  members.list("exports", diff.exports, "\n ", write_property);
  members.end();
  out += '\n';
  return out;
}

}  // namespace cpginfra::report
