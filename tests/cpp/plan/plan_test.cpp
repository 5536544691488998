// SPDX-License-Identifier: MIT
#include "cpginfra/plan/plan.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "cpginfra/plan/resolver.hpp"

namespace cpginfra::plan {
namespace {

constexpr ResourceType kThing{.token = "test:Thing"};
constexpr std::array<std::string_view, 1> kSecretNames = {"password"};
constexpr ResourceType kSafe{
    .token = "test:Safe", .secret_inputs = kSecretNames, .secret_outputs = kSecretNames};

/// Answers `{name}.{attribute}`, or nothing yet.
class Source final : public AttributeSource {
 public:
  bool knows = true;
  int asked = 0;

  absl::StatusOr<Value> attribute(const Resource& resource, std::string_view path,
                                  ValueStore& store) override {
    ++asked;
    if (!knows) return Value::unknown();
    return Value(store.text({resource.name, ".", path}));
  }
  absl::StatusOr<Value> invoke(std::string_view token, const Value& /*arguments*/,
                               std::string_view field, ValueStore& store) override {
    return Value(store.text({token, "#", field}));
  }
  absl::StatusOr<Value> external(std::string_view label, ValueStore& store) override {
    return Value(store.text({"<", label, ">"}));
  }
};

std::vector<std::string> names_of(const std::vector<const Resource*>& resources) {
  std::vector<std::string> names;
  for (const Resource* resource : resources) names.emplace_back(resource->name);
  return names;
}

using Names = std::vector<std::string>;

TEST_CASE("inputs that are null are left out, at every depth", "[plan]") {
  Plan plan;
  const Value nested = plan.values().object({{"a", 1}, {"b", Value()}});
  const Resource& thing = plan.declare(kThing, "t", {{"x", Value()}, {"y", nested}}, {});
  REQUIRE(thing.inputs.size() == 1);
  CHECK(thing.input("y").fields().size() == 1);
  CHECK(thing.input("x").is_null());
}

TEST_CASE("a second resource of a type and name is a problem, another type is not", "[plan]") {
  Plan plan;
  const Resource& first = plan.declare(kThing, "t", {{"n", 1}}, {});
  CHECK(&plan.declare(kThing, "t", {{"n", 2}}, {}) == &first);
  plan.declare(kSafe, "t", {}, {});
  CHECK(plan.resources().size() == 2);
  REQUIRE(plan.problems().size() == 1);
  CHECK(plan.problems()[0].text ==
        "two resources of type test:Thing are called 't'; rename one of the things that they are "
        "named after");
  CHECK(plan.find("test:Thing", "t") == &first);
  CHECK(plan.find("test:Thing", "u") == nullptr);
}

TEST_CASE("a deferred value depends on all that its parts depend on, each once", "[plan]") {
  Plan plan;
  const Resource& a = plan.declare(kThing, "a", {}, {});
  const Resource& b = plan.declare(kThing, "b", {}, {});
  const Value both =
      plan.concat({plan.attribute(b, "x"), "-", plan.attribute(a, "y"), plan.attribute(b, "z")});
  CHECK(names_of(dependencies_of(both)) == Names{"a", "b"});
  const Resource& c = plan.declare(kThing, "c", {{"v", both}}, {.depends_on = {&a}});
  CHECK(names_of(dependencies_of(c)) == Names{"a", "b"});
  CHECK(names_of(dependencies_of(c.input("v"))) == Names{"a", "b"});
}

TEST_CASE("what is known is computed at once", "[plan]") {
  Plan plan;
  CHECK(plan.concat({"a", "b", 3}).text() == "ab3");
  const Value members = plan.call(*find_function("members-text"), {"B@x.org", "a@y.org", "c"});
  CHECK(members.text() == "c\nb@x.org\na@y.org");
  CHECK(plan.call(*find_function("members-text"), std::span<const Value>()).text() == "\n");
}

TEST_CASE("a function that fails on known arguments is a problem", "[plan]") {
  Plan plan;
  CHECK(plan.call(*find_function("base64-decode"), {"%"}).is_null());
  REQUIRE(plan.problems().size() == 1);
  CHECK(plan.problems()[0].text == "function 'base64-decode' takes one text in base64");
}

TEST_CASE("a function of something secret is secret", "[plan][secret]") {
  Plan plan;
  const Resource& safe = plan.declare(kSafe, "s", {{"password", "x"}}, {});
  const Value secret = plan.attribute(safe, "password");
  const Value open = plan.attribute(safe, "id");
  CHECK(secret.deferred()->secret);
  CHECK_FALSE(open.deferred()->secret);
  CHECK(plan.concat({open, secret}).deferred()->secret);
  const Value nested = plan.values().list({plan.values().object({{"k", secret}})});
  const Resource& user = plan.declare(kThing, "u", {{"open", open}, {"deep", nested}}, {});
  CHECK(secret_paths(user) == Names{"deep[0].k"});
  CHECK(secret_paths(safe) == Names{"password"});
}

TEST_CASE("resolving asks once for each value and gives what the source knows", "[plan]") {
  Plan plan;
  const Resource& a = plan.declare(kThing, "a", {}, {});
  const Value email = plan.attribute(a, "email");
  const Value text = plan.concat({"user:", email});
  const Value list = plan.values().list({text, email, "plain"});
  Source source;
  Resolver resolver(source);
  const auto resolved = resolver.resolve(list);
  REQUIRE(resolved.ok());
  CHECK(resolved->items()[0].text() == "user:a.email");
  CHECK(resolved->items()[2].text() == "plain");
  CHECK(source.asked == 1);
}

TEST_CASE("a function of something unknown is unknown", "[plan]") {
  Plan plan;
  const Resource& a = plan.declare(kThing, "a", {}, {});
  const Value member = plan.call(*find_function("gcp-policy-member"), {plan.attribute(a, "x")});
  Source source;
  source.knows = false;
  Resolver resolver(source);
  const auto resolved = resolver.resolve(member);
  REQUIRE(resolved.ok());
  CHECK(resolved->is_unknown());
}

TEST_CASE("invokes and values of the embedding program are resolved by the source", "[plan]") {
  Plan plan;
  const Value organization = plan.invoke("get", plan.values().object({{"domain", "d"}}), "id");
  const Value outside = plan.external("output 1", {});
  Source source;
  Resolver resolver(source);
  CHECK(resolver.resolve(plan.concat({organization, outside}))->text() == "get#id<output 1>");
  CHECK(dependencies_of(organization).empty());
}

TEST_CASE("a later export of a name takes the earlier one's place", "[plan]") {
  Plan plan;
  plan.export_value("a", 1);
  plan.export_value("b", 2);
  plan.export_value("a", 3);
  REQUIRE(plan.exports().size() == 2);
  CHECK(plan.exports()[0].value == Value(3));
}

TEST_CASE("a plan that is moved keeps what it gave out", "[plan]") {
  Plan plan;
  const Resource& a = plan.declare(kThing, "a", {{"n", plan.values().text("text")}}, {});
  const Plan moved = std::move(plan);
  CHECK(moved.resources()[0] == &a);
  CHECK(a.input("n").text() == "text");
}

TEST_CASE("TOML is read back in the order of its text", "[plan][toml]") {
  Plan plan;
  const Value parsed =
      plan.call(*find_function("parse-toml"),
                {"[s.b]\nz = \"1\"\na = 2\n\n[s.a]\nk = true\n\n[s.b.t]\nq = 1.5\n"});
  const auto tables = parsed.field("s").fields();
  REQUIRE(tables.size() == 2);
  CHECK(tables[0].name == "b");
  CHECK(tables[0].value.fields()[0].name == "z");
  CHECK(tables[0].value.fields()[2].name == "t");
  CHECK(tables[1].value.field("k") == Value(true));
}

TEST_CASE("objects merge deeply, in the first one's order", "[plan]") {
  Plan plan;
  ValueStore& values = plan.values();
  const Value left = values.object({{"x", values.object({{"a", 1}, {"b", 2}})}, {"y", 1}});
  const Value right = values.object({{"z", 3}, {"x", values.object({{"b", 5}, {"c", 6}})}});
  const Value merged = plan.call(*find_function("merge"), {left, right});
  CHECK(merged ==
        values.object({{"x", values.object({{"a", 1}, {"b", 5}, {"c", 6}})}, {"y", 1}, {"z", 3}}));
}

}  // namespace
}  // namespace cpginfra::plan
