// SPDX-License-Identifier: MIT
// A text that two values share exactly if they are equal, whichever plans they are from.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "cpginfra/plan/deferred.hpp"
#include "cpginfra/plan/resource.hpp"
#include "cpginfra/plan/value.hpp"
#include "report/secret_mark.hpp"

namespace cpginfra::report {

/// What stands for a resource that a value refers to.
using ReferenceText = std::function<std::string(const plan::Resource&)>;

/// Whether a call gives the same whatever the order of its arguments.
bool takes_any_order(const plan::Deferred& deferred) noexcept;

/// `type::name`, in a form that no other type and name have.
std::string identity(const plan::Resource& resource);

/// Adds the value's text. With a mark, texts and numbers become what a saved plan has for them.
void append_canonical(const plan::Value& value, const ReferenceText& reference,
                      const SecretMark* mark, std::string& out);

}  // namespace cpginfra::report
