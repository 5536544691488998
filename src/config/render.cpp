// SPDX-License-Identifier: MIT
#include "cpginfra/config/render.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "config/any_value_json.hpp"

namespace cpginfra::config {
namespace {

// What is put around parts of the text; empty for plain output.
struct Palette {
  std::string_view place;
  std::string_view error;
  std::string_view warning;
  std::string_view faint;
  std::string_view help;
  std::string_view reset;
};

constexpr Palette kPlainPalette = {};
constexpr Palette kTerminalPalette = {"\x1b[1m", "\x1b[1;31m", "\x1b[1;33m",
                                      "\x1b[2m", "\x1b[1;36m", "\x1b[0m"};

constexpr std::size_t kNumberWidth = 5;

// The text with control characters, and those that change the direction of writing, escaped,
// so that a file cannot write to the reader's terminal. Stops after `characters`.
std::string printable(std::string_view text, std::size_t characters = std::string_view::npos) {
  std::string shown;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  std::size_t at = 0;
  for (std::size_t count = 0; at < text.size() && count < characters; ++count) {
    utf8proc_int32_t code = 0;
    const auto length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (length <= 0) {
      shown += fmt::format("\\x{:02x}", bytes[at]);
      ++at;
      continue;
    }
    const utf8proc_category_t category = utf8proc_category(code);
    if (code == '\t') {
      shown += ' ';
    } else if (category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
               category == UTF8PROC_CATEGORY_ZL || category == UTF8PROC_CATEGORY_ZP) {
      shown += fmt::format("\\u{{{:x}}}", code);
    } else {
      shown += text.substr(at, static_cast<std::size_t>(length));
    }
    at += static_cast<std::size_t>(length);
  }
  return shown;
}

// How many columns printable text takes on a terminal.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  for (std::size_t at = 0; at < text.size();) {
    utf8proc_int32_t code = 0;
    const auto length =
        utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &code);
    if (length <= 0) return width;
    width += static_cast<std::size_t>(utf8proc_charwidth(code));
    at += static_cast<std::size_t>(length);
  }
  return width;
}

std::string place_text(const Diagnostic& diagnostic) {
  std::string place = printable(diagnostic.file);
  if (diagnostic.line > 0) place += fmt::format(":{}:{}", diagnostic.line, diagnostic.column);
  return place;
}

void append_excerpt(const Diagnostic& diagnostic, const Palette& palette, std::string& text) {
  if (diagnostic.excerpt.empty()) return;
  const std::size_t before = diagnostic.excerpt_column > 0 ? diagnostic.excerpt_column - 1 : 0;
  const std::string caret_gap(width_of(printable(diagnostic.excerpt, before)), ' ');
  text += fmt::format("{}{:>{}} |{} {}\n", palette.faint, diagnostic.line, kNumberWidth,
                      palette.reset, printable(diagnostic.excerpt));
  text += fmt::format("{}{:>{}} |{} {}{}^{}\n", palette.faint, "", kNumberWidth, palette.reset,
                      caret_gap, palette.error, palette.reset);
}

void append_diagnostic(const Diagnostic& diagnostic, const Palette& palette, std::string& text) {
  const std::string place = place_text(diagnostic);
  const bool is_error = diagnostic.severity == Severity::kError;
  if (!place.empty()) text += fmt::format("{}{}:{} ", palette.place, place, palette.reset);
  text += fmt::format("{}{}:{} {} {}[{}]{}\n", is_error ? palette.error : palette.warning,
                      to_string(diagnostic.severity), palette.reset, printable(diagnostic.message),
                      palette.faint, diagnostic.rule, palette.reset);
  append_excerpt(diagnostic, palette, text);
  if (!diagnostic.path.empty()) text += fmt::format("  in: {}\n", printable(diagnostic.path));
  if (!diagnostic.mend.empty()) {
    text +=
        fmt::format("  {}help:{} {}\n", palette.help, palette.reset, printable(diagnostic.mend));
  }
}

std::string counted(std::size_t count, std::string_view noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string render(const Diagnostics& diagnostics, const Palette& palette) {
  std::string text;
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    append_diagnostic(diagnostic, palette, text);
    text += '\n';
  }
  if (diagnostics.empty()) return text;
  if (diagnostics.left_out() > 0) {
    text += fmt::format("{} more not shown\n", diagnostics.left_out());
  }
  std::string counts;
  if (diagnostics.error_count() > 0) counts = counted(diagnostics.error_count(), "error");
  if (diagnostics.warning_count() > 0) {
    counts += (counts.empty() ? "" : ", ") + counted(diagnostics.warning_count(), "warning");
  }
  return text + counts + '\n';
}

nlohmann::ordered_json text_or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(text);
}

nlohmann::ordered_json number_or_null(std::uint32_t number) {
  return number == 0 ? nlohmann::ordered_json(nullptr) : nlohmann::ordered_json(number);
}

}  // namespace

std::string render_plain(const Diagnostics& diagnostics) {
  return render(diagnostics, kPlainPalette);
}

std::string render_coloured(const Diagnostics& diagnostics) {
  return render(diagnostics, kTerminalPalette);
}

std::string render_json(const Diagnostics& diagnostics) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Diagnostic& diagnostic : diagnostics.all()) {
    list.push_back({{"severity", to_string(diagnostic.severity)},
                    {"rule", diagnostic.rule},
                    {"file", text_or_null(diagnostic.file)},
                    {"line", number_or_null(diagnostic.line)},
                    {"column", number_or_null(diagnostic.column)},
                    {"path", text_or_null(diagnostic.path)},
                    {"message", diagnostic.message},
                    {"value", text_or_null(diagnostic.value)},
                    {"help", text_or_null(diagnostic.mend)}});
  }
  return json_text({{"errors", diagnostics.error_count()},
                    {"warnings", diagnostics.warning_count()},
                    {"left_out", diagnostics.left_out()},
                    {"diagnostics", std::move(list)}});
}

}  // namespace cpginfra::config
