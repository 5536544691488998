// SPDX-License-Identifier: MIT
// The words for a difference that the text and the Markdown share.
#pragma once

#include <array>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "cpginfra/report/diff.hpp"

namespace cpginfra::report {

/// How a text of the configuration stands in a sentence.
using Quote = std::function<std::string(std::string_view)>;

/// What a change in access is in a sentence, one for each way that somebody gains or loses.
std::vector<std::string> sentences(const AccessChange& change, const Quote& quote);
/// `labels.tier: a -> b`.
std::string property_line(const PropertyChange& change, const Quote& quote);
/// `type::name`, with the former one before it where there is one.
std::string resource_line(const ResourceChange& change, const Quote& quote);
/// `12 resources: 3 added, …; 4 changes in access`.
std::string summary_line(const PlanDiff& diff);

struct VerbRow {
  ResourceVerb verb;
  std::string_view heading;
  char mark;
};
/// The verbs in the order in which they are said.
inline constexpr std::array<VerbRow, 6> kVerbRows = {{
    {ResourceVerb::kReplaced, "Replaced", '!'},
    {ResourceVerb::kRemoved, "Removed", '-'},
    {ResourceVerb::kAdded, "Added", '+'},
    {ResourceVerb::kChanged, "Changed", '~'},
    {ResourceVerb::kRenamed, "Renamed", '>'},
    {ResourceVerb::kReordered, "Reordered", '='},
}};

}  // namespace cpginfra::report
