// SPDX-License-Identifier: MIT
#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <utility>
#include <vector>

#include "cpginfra/report/stack_comparison.hpp"

namespace cpginfra::report {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kPlaceholder = "<PLACEHOLDER>";

/// A name from a stack's file with what a terminal would obey shown as `?`.
std::string shown(std::string_view text) {
  std::string safe(text);
  for (char& c : safe) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) c = '?';
  }
  return safe;
}

std::string line_of(const plan::Resource& resource) {
  return fmt::format("{} {}", resource.type->token, resource.name);
}

std::string line_of(const StateResource& resource) {
  return fmt::format("{} {}", shown(resource.type), shown(resource.name));
}

class Text {
 public:
  /// A heading with a count, and a line for each; nothing where there are none.
  template <typename Items, typename Line>
  void section(std::string_view heading, const Items& items, const Line& line) {
    if (items.empty()) return;
    fmt::format_to(std::back_inserter(text_), "{} ({}):\n", heading, items.size());
    for (const auto& item : items) fmt::format_to(std::back_inserter(text_), "  {}\n", line(item));
    text_ += '\n';
  }
  void add(std::string_view line) { text_ += line; }
  std::string take() { return std::move(text_); }

 private:
  std::string text_;
};

std::string missing_line(const MissingResource& missing) {
  const std::string line = line_of(*missing.resource);
  switch (missing.adoption) {
    case Adoption::kImport:
      break;
    case Adoption::kWhenMade:
      return line + "  (is adopted when it is made)";
    case Adoption::kNone:
      return line + "  (cannot be imported, and is made anew)";
    case Adoption::kProvider:
      return line + "  (is the engine's, and is made)";
  }
  return missing.id.empty() ? line + "  (its id is not known)"
                            : fmt::format("{}  as {}", line, missing.id);
}

std::string orphan_line(const StateResource* orphan) {
  return line_of(*orphan) + (orphan->protect ? "  (protected)" : "");
}

std::string renamed_line(const StackMatch& match) {
  return fmt::format("{}  was {}", line_of(*match.resource), shown(match.state->name));
}

std::string ambiguous_line(const AmbiguousResource& ambiguous) {
  constexpr std::size_t kShown = 5;
  std::string line = line_of(*ambiguous.resource) + "  may be";
  for (std::size_t i = 0; i < ambiguous.candidates.size() && i < kShown; ++i) {
    line += fmt::format("{} {}", i == 0 ? "" : " or", shown(ambiguous.candidates[i]->name));
  }
  if (ambiguous.candidates.size() > kShown) {
    line += fmt::format(" or {} others", ambiguous.candidates.size() - kShown);
  }
  return line;
}

std::string changed_line(const ChangedResource& changed) {
  std::string line = line_of(*changed.resource) + ":";
  for (std::string_view input : changed.inputs) line += " " + shown(input);
  return line;
}

/// The type and name that the plan's former identity stands under in the stack.
std::string adopted_line(const StackMatch& match) {
  return fmt::format("{}  is {}", line_of(*match.resource), line_of(*match.state));
}

/// The texts among a provider's inputs that are known, and no secrets.
Json plain_inputs(const plan::Resource& provider) {
  const auto& secrets = provider.type->secret_inputs;
  Json inputs = Json::object();
  for (const plan::Field& field : provider.inputs) {
    const bool is_secret = std::find(secrets.begin(), secrets.end(), field.name) != secrets.end();
    if (field.value.is_text() && !is_secret) {
      inputs[std::string(field.name)] = std::string(field.value.text());
    }
  }
  return inputs;
}

/// In double quotes, which YAML reads as JSON does.
std::string quoted(std::string_view text) {
  return Json(std::string(text)).dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

std::string_view to_text(Adoption adoption) noexcept {
  switch (adoption) {
    case Adoption::kImport:
      return "import";
    case Adoption::kWhenMade:
      return "when-made";
    case Adoption::kNone:
      return "none";
    case Adoption::kProvider:
      return "provider";
  }
  return "";
}

std::string comparison_text(const StackComparison& comparison) {
  Text text;
  text.section("missing from the stack", comparison.missing, missing_line);
  text.section("likely renamed", comparison.renamed, renamed_line);
  text.section("one of several", comparison.ambiguous, ambiguous_line);
  text.section("below a component in the stack", comparison.moved, [](const StackMatch& match) {
    return fmt::format("{}  is a child of {}", line_of(*match.resource),
                       shown(match.state->parent));
  });
  text.section("adopted by a former type or name", comparison.adopted, adopted_line);
  text.section("under another id", comparison.other_id, [](const StackMatch& match) {
    return fmt::format("{}  is {}, not {}", line_of(*match.resource), shown(match.state->id),
                       match.resource->options->import_id);
  });
  text.section("with other inputs", comparison.changed, changed_line);
  text.section("orphaned in the stack", comparison.orphaned, orphan_line);
  text.section(
      "before what it depends on", comparison.misplaced, [](const MisplacedResource& misplaced) {
        return fmt::format("{}  needs {}", line_of(*misplaced.resource), shown(misplaced.need));
      });
  text.section("still to be deleted", comparison.pending_deletion,
               [](const StateResource* resource) { return line_of(*resource); });
  text.section("operations that did not end", comparison.pending_operations,
               [](const PendingOperation& operation) {
                 return fmt::format("{} {}", shown(operation.kind), shown(operation.urn));
               });
  text.add(
      fmt::format("{} missing, {} likely renamed, {} ambiguous, {} changed, {} orphaned, {} "
                  "as planned\n",
                  comparison.missing.size(), comparison.renamed.size(), comparison.ambiguous.size(),
                  comparison.changed.size(), comparison.orphaned.size(), comparison.unchanged));
  return text.take();
}

std::string bulk_import_json(const StackComparison& comparison) {
  Json names = Json::object();
  Json resources = Json::array();
  for (const MissingResource& missing : comparison.missing) {
    Json entry = {{"type", missing.resource->type->token}, {"name", missing.resource->name}};
    if (missing.adoption == Adoption::kProvider) {
      entry["inputs"] = plain_inputs(*missing.resource);
    } else if (missing.adoption == Adoption::kImport) {
      entry["id"] = missing.id.empty() ? kPlaceholder : std::string_view(missing.id);
      if (const plan::Resource* provider = missing.resource->options->provider) {
        entry["provider"] = provider->name;
        if (!missing.provider_urn.empty()) {
          names[std::string(provider->name)] = missing.provider_urn;
        }
      }
    } else {
      continue;
    }
    resources.push_back(std::move(entry));
  }
  Json file = Json::object();
  if (!names.empty()) file["nameTable"] = std::move(names);
  file["resources"] = std::move(resources);
  return file.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string former_names_yaml(const StackComparison& comparison) {
  std::map<std::string_view, std::vector<const StackMatch*>> by_type;
  for (const StackMatch& match : comparison.renamed) {
    by_type[match.resource->type->token].push_back(&match);
  }
  std::string text = "# A section of config-infrastructure: what resources were called before.\n";
  text += by_type.empty() ? "former_names: {}\n" : "former_names:\n";
  for (const auto& [type, matches] : by_type) {
    text += fmt::format("  {}:\n", quoted(type));
    for (const StackMatch* match : matches) {
      text +=
          fmt::format("    {}: {}\n", quoted(match->resource->name), quoted(match->state->name));
    }
  }
  return text;
}

}  // namespace cpginfra::report
