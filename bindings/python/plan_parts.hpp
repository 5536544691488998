// SPDX-License-Identifier: MIT
// The parts of a plan that more than one file of the extension knows.
//
//   ResourcePart bucket{state, resource};
//   py::object location = to_python(state, bucket->input("location"));
#pragma once

#include <pybind11/pybind11.h>

#include <string_view>
#include <vector>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value_store.hpp"
#include "part.hpp"

namespace cpginfra::python {

using ResourcePart = Part<const plan::Resource>;
using DeferredPart = Part<const plan::Deferred>;

/// Files by their names, each with its contents, for an input that takes an archive.
struct Archive {
  py::dict files;
};

/// A text as Python has it.
inline py::str to_str(std::string_view text) { return {text.data(), text.size()}; }

/// A value that an engine answered with, in `store`. Engines have only one kind of number, so that
/// whole ones are integers.
plan::Value known_value(plan::ValueStore& store, py::handle object);

/// Those parts of a deferred value that only an engine can answer (attributes, invokes, values of
/// the embedding program), each once, in their order.
std::vector<const plan::Deferred*> leaves_of(const plan::Deferred& deferred);

}  // namespace cpginfra::python
