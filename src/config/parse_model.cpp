// SPDX-License-Identifier: MIT
#include "cpginfra/config/parse_model.hpp"

#include <tuple>
#include <utility>

#include "config/loading.hpp"
#include "config/read/model_reader.hpp"

namespace cpginfra::config {

template <DescribedModel Model>
ModelResult<Model> parse_model(const AnyValue& value) {
  Loading loading;
  ModelResult<Model> result;
  if (const std::optional<Node> node = read_any_value(value, loading.run)) {
    Model model{};
    ModelReader(loading.reporter).read(*node, model);
    if (!loading.diagnostics.has_errors()) result.model = std::move(model);
  }
  result.diagnostics = std::move(loading.diagnostics);
  return result;
}

// Holds a pointer to each function of the list, which makes the compiler write them all.
template <class... Models>
constexpr auto parse_functions(ModelList<Models...>) {
  return std::tuple{&parse_model<Models>...};
}
extern const decltype(parse_functions(AllModels{})) kParseFunctions;
const decltype(parse_functions(AllModels{})) kParseFunctions = parse_functions(AllModels{});

}  // namespace cpginfra::config
