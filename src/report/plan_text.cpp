// SPDX-License-Identifier: MIT
#include "cpginfra/report/plan_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <tuple>
#include <vector>

#include "cpginfra/report/summary.hpp"
#include "report/format/columns.hpp"
#include "report/selected_exports.hpp"
#include "report/styled_line.hpp"
#include "report/summary_text.hpp"
#include "report/value_text.hpp"

namespace cpginfra::report {
namespace {

using plan::Note;
using plan::Resource;

constexpr std::size_t kPieceSize = std::size_t{64} * 1024;
constexpr std::size_t kHanging = 10;

bool is_before(const plan::Origin& a, const plan::Origin& b) noexcept {
  return std::tie(a.dataset, a.cloud) < std::tie(b.dataset, b.cloud);
}

std::string place_text(std::string_view dataset, std::string_view cloud) {
  if (dataset.empty() && cloud.empty()) return "the whole institute";
  if (cloud.empty()) return printable(dataset);
  return fmt::format("{} on {}", printable(dataset), printable(cloud));
}

/// What is in the selection, sorted by dataset and cloud and otherwise in the plan's order.
std::vector<const Note*> select(std::span<const Note> notes, const PlanSelection& selection) {
  std::vector<const Note*> found;
  for (const Note& note : notes) {
    if (selection.holds(note.origin)) found.push_back(&note);
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const Note* a, const Note* b) { return is_before(*a->origin, *b->origin); });
  return found;
}

std::vector<const Resource*> select(std::span<const Resource* const> resources,
                                    const PlanSelection& selection) {
  std::vector<const Resource*> found;
  for (const Resource* resource : resources) {
    if (selection.holds(resource->origin)) found.push_back(resource);
  }
  std::stable_sort(found.begin(), found.end(), [](const Resource* a, const Resource* b) {
    if (is_before(*a->origin, *b->origin)) return true;
    if (is_before(*b->origin, *a->origin)) return false;
    return a->type->token < b->type->token;
  });
  return found;
}

class TextWriter {
 public:
  TextWriter(const plan::Plan& plan, const TextStyle& style, Sink& sink)
      : plan_(plan), style_(style), sink_(sink) {}

  absl::Status write();

 private:
  void dataset(const DatasetSummary& row);
  void resources_of(const DatasetSummary& row);
  void resource(const Resource& resource);
  void inputs(const Resource& resource);
  void options(const plan::ResourceOptions& options);
  void lines_of(const DatasetSummary& row);
  void exports();
  void warnings();

  void names(std::string_view what, std::span<const std::string_view> names);
  void flag(std::string_view what, bool flag);
  void gap();
  void end_line() {
    line_.append_to(text_, style_.width, kHanging, style_.colour);
    if (text_.size() >= kPieceSize) flush();
  }
  void flush();

  const plan::Plan& plan_;
  const TextStyle& style_;
  Sink& sink_;
  absl::Status status_;
  std::string text_;
  std::string value_;
  StyledLine line_;
  bool is_first_ = true;
  std::vector<const Resource*> resources_;
  std::size_t next_resource_ = 0;
  std::vector<const Note*> lines_;
  std::size_t next_line_ = 0;
};

void TextWriter::flush() {
  if (status_.ok()) status_ = sink_.write(text_);
  text_.clear();
}

void TextWriter::gap() {
  if (!is_first_) text_ += '\n';
  is_first_ = false;
}

// Resources.

void TextWriter::dataset(const DatasetSummary& row) {
  const bool is_empty = row.resources == 0 && row.lines == 0;
  if (is_empty) return;
  gap();
  line_.add(place_text(row.dataset, row.cloud), Style::kHeading);
  line_.add(": " + counts_text(row));
  end_line();
  resources_of(row);
  lines_of(row);
}

void TextWriter::resources_of(const DatasetSummary& row) {
  auto kind = row.kinds.begin();
  std::size_t left_of_kind = 0;
  for (std::size_t left = row.resources; left > 0; --left, --left_of_kind) {
    if (left_of_kind == 0) {
      line_.add("  ");
      line_.add(printable(kind->type), Style::kKind);
      line_.add(fmt::format(" ({})", kind->resources));
      end_line();
      left_of_kind = kind->resources;
      ++kind;
    }
    resource(*resources_[next_resource_++]);
  }
}

void TextWriter::resource(const Resource& resource) {
  line_.add("    ");
  line_.add(printable(resource.name), Style::kName);
  end_line();
  inputs(resource);
  if (!resource.depends_on.empty()) {
    value_.clear();
    for (const Resource* other : resource.depends_on) {
      value_ += value_.empty() ? "${" : ", ${";
      append_reference_text(*other, value_);
      value_ += '}';
    }
    line_.add("      ");
    line_.add("(depends on)", Style::kKey);
    line_.add(" ");
    line_.add_value(value_);
    end_line();
  }
  options(*resource.options);
}

void TextWriter::inputs(const Resource& resource) {
  const auto& secret_names = resource.type->secret_inputs;
  for (const plan::Field& field : resource.inputs) {
    const bool hidden =
        std::find(secret_names.begin(), secret_names.end(), field.name) != secret_names.end();
    value_.clear();
    append_value_text(field.value, hidden ? Showing::kHidden : Showing::kOpen, value_);
    line_.add("      ");
    line_.add(printable(field.name), Style::kKey);
    line_.add(": ");
    line_.add_value(value_);
    end_line();
  }
}

void TextWriter::names(std::string_view what, std::span<const std::string_view> names) {
  if (names.empty()) return;
  line_.add("      ");
  line_.add(fmt::format("({})", what), Style::kKey);
  std::string_view before = " ";
  for (std::string_view name : names) {
    line_.add(before);
    line_.add(printable(name));
    before = ", ";
  }
  end_line();
}

void TextWriter::flag(std::string_view what, bool flag) {
  if (flag) names(what, std::array<std::string_view, 1>{"yes"});
}

void TextWriter::options(const plan::ResourceOptions& options) {
  names("ignores changes of", options.ignore_changes);
  names("replaced when these change", options.replace_on_changes);
  names("secret outputs", options.additional_secret_outputs);
  flag("deleted before it is replaced", options.delete_before_replace);
  flag("protected", options.protect);
  flag("kept in the cloud when deleted", options.retain_on_delete);
  for (const plan::Alias& alias : options.aliases) {
    if (!alias.name.empty()) names("formerly called", {&alias.name, 1});
    if (!alias.type.empty()) names("formerly of type", {&alias.type, 1});
  }
  if (options.provider != nullptr) names("provider", {&options.provider->name, 1});
  if (!options.import_id.empty()) names("imported from", {&options.import_id, 1});
}

// Lines of a dry run, exports and warnings.

void TextWriter::lines_of(const DatasetSummary& row) {
  for (std::size_t left = row.lines; left > 0; --left) {
    text_ += printable(lines_[next_line_++]->text);
    text_ += '\n';
    if (text_.size() >= kPieceSize) flush();
  }
}

void TextWriter::exports() {
  std::vector<const plan::Export*> shown;
  for (const plan::Export& exported : plan_.exports()) {
    if (is_of_selection(exported, style_.selection)) shown.push_back(&exported);
  }
  if (shown.empty()) return;
  gap();
  line_.add("exports", Style::kHeading);
  line_.add(fmt::format(" ({})", shown.size()));
  end_line();
  for (const plan::Export* exported : shown) {
    value_.clear();
    append_value_text(exported->value, Showing::kOpen, value_);
    line_.add("  ");
    line_.add(printable(exported->name), Style::kKey);
    line_.add(": ");
    line_.add_value(value_);
    end_line();
  }
}

void TextWriter::warnings() {
  const std::vector<const Note*> notes = select(plan_.warnings(), style_.selection);
  if (notes.empty()) return;
  gap();
  line_.add("warnings", Style::kHeading);
  line_.add(fmt::format(" ({})", notes.size()));
  end_line();
  for (const Note* note : notes) {
    line_.add("  ");
    line_.add(place_text(note->origin->dataset, note->origin->cloud) + ": ", Style::kWarning);
    line_.add(printable(note->text));
    end_line();
  }
}

absl::Status TextWriter::write() {
  const Summary summary = summarize(plan_, style_.selection);
  resources_ = select(plan_.resources(), style_.selection);
  lines_ = select(plan_.lines(), style_.selection);
  for (const DatasetSummary& row : summary.datasets) {
    dataset(row);
    if (!status_.ok()) return status_;
  }
  exports();
  warnings();
  gap();
  line_.add("in all", Style::kHeading);
  line_.add(": " + counts_text(summary.total));
  end_line();
  flush();
  return status_;
}

}  // namespace

absl::Status write_text(const plan::Plan& plan, const TextStyle& style, Sink& sink) {
  return TextWriter(plan, style, sink).write();
}

}  // namespace cpginfra::report
