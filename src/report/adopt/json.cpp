// SPDX-License-Identifier: MIT
#include "cpginfra/report/stack_comparison.hpp"
#include "report/format/json_members.hpp"

namespace cpginfra::report {
namespace {

void write_identity(JsonMembers& members, const plan::Resource& resource) {
  members.text("type", resource.type->token);
  members.text("name", resource.name);
}

void write_identity(JsonMembers& members, const StateResource& resource) {
  members.text("type", resource.type);
  members.text("name", resource.name);
}

void write_missing(const MissingResource& missing, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *missing.resource);
  members.text("adoption", to_text(missing.adoption));
  members.text("id", missing.id);
  members.end();
}

void write_renamed(const StackMatch& match, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *match.resource);
  members.text("formerName", match.state->name);
  members.end();
}

void write_ambiguous(const AmbiguousResource& ambiguous, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *ambiguous.resource);
  members.list(
      "candidates", ambiguous.candidates, "",
      [](const StateResource* each, std::string& text) { append_json_text(each->name, text); });
  members.end();
}

void write_moved(const StackMatch& match, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *match.resource);
  members.text("parent", match.state->parent);
  members.end();
}

void write_adopted(const StackMatch& match, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *match.resource);
  members.text("formerType", match.state->type);
  members.text("formerName", match.state->name);
  members.end();
}

void write_other_id(const StackMatch& match, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *match.resource);
  members.text("id", match.state->id);
  members.text("plannedId", match.resource->options->import_id);
  members.end();
}

void write_changed(const ChangedResource& changed, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *changed.resource);
  members.list("inputs", changed.inputs, "", append_json_text);
  members.end();
}

void write_orphan(const StateResource* orphan, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *orphan);
  members.text("id", orphan->id);
  members.flag("protected", orphan->protect);
  members.end();
}

void write_misplaced(const MisplacedResource& misplaced, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *misplaced.resource);
  members.text("needs", misplaced.need);
  members.end();
}

void write_pending_deletion(const StateResource* resource, std::string& out) {
  JsonMembers members(out);
  write_identity(members, *resource);
  members.text("id", resource->id);
  members.end();
}

void write_operation(const PendingOperation& operation, std::string& out) {
  JsonMembers members(out);
  members.text("kind", operation.kind);
  members.text("urn", operation.urn);
  members.end();
}

}  // namespace

std::string comparison_json(const StackComparison& comparison) {
  std::string out;
  JsonMembers members(out);
  members.list("missing", comparison.missing, "\n ", write_missing);
  members.list("renamed", comparison.renamed, "\n ", write_renamed);
  members.list("ambiguous", comparison.ambiguous, "\n ", write_ambiguous);
  members.list("moved", comparison.moved, "\n ", write_moved);
  members.list("adopted", comparison.adopted, "\n ", write_adopted);
  members.list("otherId", comparison.other_id, "\n ", write_other_id);
  members.list("changed", comparison.changed, "\n ", write_changed);
  members.list("orphaned", comparison.orphaned, "\n ", write_orphan);
  members.list("misplaced", comparison.misplaced, "\n ", write_misplaced);
  members.list("pendingDeletion", comparison.pending_deletion, "\n ", write_pending_deletion);
  members.list("pendingOperations", comparison.pending_operations, "\n ", write_operation);
  members.number("asPlanned", comparison.unchanged);
  members.end();
  out += '\n';
  return out;
}

}  // namespace cpginfra::report
