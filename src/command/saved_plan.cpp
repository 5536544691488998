// SPDX-License-Identifier: MIT
#include "command/saved_plan.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "command/subcommand.hpp"
#include "cpginfra/report/plan_json.hpp"
#include "internal/status.hpp"

namespace cpginfra::command {
namespace {

/// The text of a file that holds a saved plan; null for anything else, a configuration.
std::optional<std::string> saved_plan(const std::string& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return std::nullopt;
  std::ifstream stream(path, std::ios::binary);
  constexpr std::size_t kBeginning = 64;
  std::string text(kBeginning, '\0');
  stream.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(stream.gcount()));
  if (text.find("\"cpginfra-plan\"") == std::string::npos) return std::nullopt;
  text.append(std::istreambuf_iterator<char>(stream), {});
  return text;
}

}  // namespace

Step<plan::Plan> read_or_build_plan(const ConfigurationPath& path, const Streams& streams) {
  const std::optional<std::string> text = saved_plan(path.name());
  if (!text) return build_plan(path, streams);
  absl::StatusOr<plan::Plan> plan = report::read_json(*text);
  if (!plan.ok()) {
    say(streams.err,
        fmt::format("cpginfra: {}: {}\n", path.name(), internal::message_of(plan.status())));
    return {.result = {}, .exit_code = kWrongConfiguration};
  }
  return {.result = std::move(*plan), .exit_code = kGood};
}

}  // namespace cpginfra::command
