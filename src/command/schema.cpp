// SPDX-License-Identifier: MIT
#include "cpginfra/config/schema.hpp"

#include <CLI/CLI.hpp>
#include <string>
#include <vector>

#include "command/subcommands.hpp"

namespace cpginfra::command {
namespace {

constexpr const char* kFooter = R"(Examples:
  cpginfra schema dataset > dataset.schema.json
  cpginfra schema configuration)";

class Schema final : public Subcommand {
 public:
  void describe(CLI::App& app) override {
    std::vector<std::string> names;
    for (std::string_view name : config::schema_names()) names.emplace_back(name);
    app.add_option("NAME", name_, "Which file's schema")->required()->check(CLI::IsMember(names));
    app.footer(kFooter);
  }

  int run(const Streams& streams) override {
    return end_of_output(streams.out.sink.write(*config::json_schema(name_)), streams);
  }

 private:
  std::string name_;
};

}  // namespace

std::unique_ptr<Subcommand> make_schema() { return std::make_unique<Schema>(); }

}  // namespace cpginfra::command
