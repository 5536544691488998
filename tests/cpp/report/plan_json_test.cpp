// SPDX-License-Identifier: MIT
#include "cpginfra/report/plan_json.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "catch.hpp"
#include "cpginfra/plan/dependencies.hpp"
#include "internal/sha256.hpp"
#include "report/everything_plan.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::Value;

std::string written(const plan::Plan& plan) {
  const auto text = to_json(plan);
  REQUIRE(text.ok());
  return *text;
}

/// A whole file with that line among the resources.
std::string file_with(std::string_view resource) {
  return fmt::format("{{\"format\":\"cpginfra-plan\",\"formatVersion\":1,\"resources\":[\n{}\n]}}",
                     resource);
}

/// A whole file with one resource that has that input.
std::string file_with_input(std::string_view value) {
  return file_with(fmt::format(R"({{"type":"t:T","name":"n","inputs":{{"x":{}}}}})", value));
}

std::string error_of(std::string_view text) {
  const auto plan = read_json(text);
  if (plan.ok()) return "OK";
  CHECK(plan.status().code() == absl::StatusCode::kInvalidArgument);
  return std::string(plan.status().message());
}

class FailingSink final : public Sink {
 public:
  absl::Status write(std::string_view /*bytes*/) override {
    ++writes;
    return absl::UnavailableError("the disk is full");
  }
  int writes = 0;
};

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
  const auto digest = [](std::initializer_list<std::string_view> parts) {
    internal::Sha256 sha;
    for (std::string_view part : parts) sha.update(part);
    return sha.hex();
  };
  CHECK(digest({}) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(digest({"a", "bc"}) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(digest({"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"}) ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  const std::string thousand(1000, 'a');
  internal::Sha256 million;
  for (int i = 0; i < 1000; ++i) million.update(thousand);
  CHECK(million.hex() == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("A plan with everything is written as approved") {
  const std::string text = written(make_everything_plan());
  CHECK(text == approved("everything.plan.json", text));
  CHECK(nlohmann::json::accept(text));
}

TEST_CASE("Writing what was read gives the same bytes") {
  const std::string text = written(make_everything_plan());
  auto plan = read_json(text);
  REQUIRE(plan.ok());
  CHECK(written(*plan) == text);

  for (std::uint32_t seed = 0; seed < 50; ++seed) {
    MadeUpPlan made_up;
    fill_at_random(seed, made_up);
    const std::string random = written(made_up.plan());
    auto again = read_json(random);
    REQUIRE(again.ok());
    CHECK(written(*again) == random);
  }
}

TEST_CASE("A plan that was read holds what the written one held") {
  const plan::Plan before = make_everything_plan();
  auto after = read_json(written(before));
  REQUIRE(after.ok());
  REQUIRE(after->resources().size() == before.resources().size());
  for (std::size_t i = 0; i < before.resources().size(); ++i) {
    const plan::Resource& old = *before.resources()[i];
    const plan::Resource& read = *after->resources()[i];
    CHECK(read.type->token == old.type->token);
    CHECK(read.name == old.name);
    CHECK(read.origin->dataset == old.origin->dataset);
    CHECK(plan::secret_paths(read) == plan::secret_paths(old));
    std::vector<std::string> old_names;
    std::vector<std::string> read_names;
    for (const auto* other : plan::dependencies_of(old)) old_names.emplace_back(other->name);
    for (const auto* other : plan::dependencies_of(read)) read_names.emplace_back(other->name);
    CHECK(read_names == old_names);
  }
  const plan::Resource* bucket =
      after->find("gcp:storage/bucket:Bucket", "cohort-a-gcp-main-bucket");
  REQUIRE(bucket != nullptr);
  CHECK(bucket->input("age").integer() == -9007199254740993);
  CHECK(bucket->input("bytes").text() == std::string_view("\xFF\x00\xFE", 3));
  CHECK(bucket->input("reserved").field("$attribute").text() == "not an attribute");
  CHECK(bucket->input("numbers").items()[1].kind() == plan::Kind::kDouble);
  const plan::Resource* object =
      after->find("gcp:storage/bucketObject:BucketObject", "cohort-a-members");
  REQUIRE(object != nullptr);
  CHECK(object->options->provider == after->find("pulumi:providers:github", "provider"));
  CHECK(object->options->import_id == "projects/x/y");

  REQUIRE(after->groups().size() == 2);
  const plan::Group& analysis = after->groups()[0];
  CHECK(analysis.principal.group == &analysis);
  REQUIRE(after->grants().size() == 3);
  CHECK(after->grants()[0].member == &analysis.principal);
  CHECK(after->grants()[2].availability == plan::Availability::kOnRequest);
  // Those who are the same are one in the file; those who differ are two.
  REQUIRE(after->memberships().size() == 3);
  CHECK(after->memberships()[0].member == after->grants()[2].member);
  CHECK(after->memberships()[1].member != after->grants()[2].member);
  CHECK(after->memberships()[1].group == &after->groups()[1]);
  CHECK(after->memberships()[2].group_name == "groups/0outside");
}

TEST_CASE("No secret is in a saved plan") {
  const std::string text = written(make_everything_plan());
  CHECK(text.find(kSlackToken) == std::string::npos);
  CHECK(text.find(kFileContents) == std::string::npos);
  CHECK(text.find(fmt::format("{}", kSecretNumber)) == std::string::npos);
}

TEST_CASE("The mark of a secret changes with the secret and with the resource") {
  static constexpr std::array<std::string_view, 1> kSecret = {"secretData"};
  static constexpr plan::ResourceType kType{.token = "t:T", .secret_inputs = kSecret};
  const auto mark = [](std::string_view name, std::string_view secret) {
    plan::Plan plan;
    plan.declare(kType, name, {{"secretData", secret}}, {});
    const auto json = nlohmann::json::parse(written(plan));
    return json["resources"][0]["inputs"]["secretData"]["$secret"].get<std::string>();
  };
  CHECK(mark("a", "x") == mark("a", "x"));
  CHECK(mark("a", "x") != mark("a", "y"));
  CHECK(mark("a", "x") != mark("b", "x"));
  CHECK(mark("a", "x").size() == std::string_view("sha256:0123456789abcdef").size());
}

TEST_CASE("A part of a plan is written for others, and not read again") {
  const plan::Plan plan = make_everything_plan();
  StringSink sink;
  REQUIRE(write_json(plan, {.dataset = "cohort-a", .cloud = "gcp"}, sink).ok());
  const auto json = nlohmann::json::parse(sink.text());
  CHECK(json["part"] == nlohmann::json{{"dataset", "cohort-a"}, {"cloud", "gcp"}});
  CHECK(json["resources"].size() == 3);
  CHECK(json["exports"].size() == 1);
  CHECK(json["groups"].size() == 1);
  CHECK(json["principals"].size() == 1);
  CHECK(json["grants"].size() == 2);
  CHECK(json["memberships"].size() == 1);
  CHECK(json["warnings"].size() == 1);
  CHECK(json["lines"].empty());
  CHECK(error_of(sink.text()) ==
        "line 5, column 1: this file has a part of a plan only; save it without --dataset and "
        "--cloud");
}

TEST_CASE("A line break is only between resources and other records") {
  const std::string text = written(make_everything_plan());
  std::size_t lines = 0;
  for (std::size_t at = text.find("\n{\"type\":"); at != std::string::npos;
       at = text.find("\n{\"type\":", at + 1)) {
    ++lines;
  }
  CHECK(lines == make_everything_plan().resources().size());
}

TEST_CASE("What JSON cannot hold is an error, not a broken file") {
  plan::Plan plan;
  plan.declare(plan.make_type("t:T"), "\xFF", {}, {});
  CHECK(to_json(plan).status().message() ==
        "a name in the plan is not UTF-8, so JSON cannot hold it");

  plan::Plan deep;
  Value value = 1;
  for (std::size_t i = 0; i < kDeepestValue; ++i) value = deep.values().list({value});
  deep.declare(deep.make_type("t:T"), "n", {{"x", value}}, {});
  CHECK(to_json(deep).status().message() == "a value in the plan is nested deeper than 256 levels");

  plan::Plan deepest;
  value = 1;
  for (std::size_t i = 0; i + 1 < kDeepestValue; ++i) value = deepest.values().list({value});
  deepest.declare(deepest.make_type("t:T"), "n", {{"x", value}}, {});
  const std::string text = written(deepest);
  auto again = read_json(text);
  REQUIRE(again.ok());
  CHECK(written(*again) == text);
}

TEST_CASE("A sink that fails ends the writing") {
  FailingSink sink;
  CHECK(write_json(make_everything_plan(), sink).message() == "the disk is full");
  CHECK(sink.writes == 1);
}

TEST_CASE("Texts of every length and character come through") {
  std::mt19937 random(7);
  plan::Plan plan;
  std::vector<plan::Field> fields;
  for (std::size_t length = 0; length < 40; ++length) {
    std::string text;
    for (std::size_t i = 0; i < length; ++i) text += static_cast<char>(random() % 128);
    fields.push_back({plan.values().text(fmt::format("f{}", length)), plan.values().text(text)});
  }
  // Larger than the writer's buffer.
  fields.push_back({"long", plan.values().text(std::string(200'000, 'x'))});
  fields.push_back({"long lines", plan.values().text(std::string(200'000, '\n'))});
  plan.declare(plan.make_type("t:T"), "n", fields, {});
  const std::string text = written(plan);
  CHECK(nlohmann::json::accept(text));
  auto again = read_json(text);
  REQUIRE(again.ok());
  REQUIRE(again->resources().size() == 1);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    CHECK(again->resources()[0]->inputs[i].value.text() == fields[i].value.text());
  }
}

TEST_CASE("Every mistake in a saved plan has its place and its message") {
  struct Row {
    std::string text;
    std::string_view message;
  };
  const std::string good = R"({"type":"t:T","name":"n","inputs":{}})";
  const std::vector<Row> rows = {
      {"", "line 1, column 1: the file ends where an object is wanted"},
      {"[]", "line 1, column 1: an object is wanted here"},
      {"{}", "line 1, column 2: this object wants the key 'format'"},
      {R"({"format":"other"})", "line 1, column 11: the format of a saved plan is 'cpginfra-plan'"},
      {R"({"format":"cpginfra-plan","formatVersion":2})",
       "line 1, column 43: this library reads version 1 of the format"},
      {file_with(good) + "x", "line 3, column 3: the file goes on after its end"},
      {file_with(good + "," + good), "line 2, column 75: a resource 't:T::n' stands above already"},
      {file_with(R"({"type":"t:T","name":"n"})"),
       "line 2, column 25: this object wants the key 'inputs'"},
      {file_with(R"({"type":"t:T","type":"t:T"})"),
       "line 2, column 15: the key 'type' stands here twice"},
      {file_with(R"({"kind":"t:T"})"), "line 2, column 2: the key 'kind' is not known here"},
      {file_with(R"({"type":7})"), "line 2, column 9: a text is wanted here"},
      {file_with(R"({"type":"t)"), "line 2, column 9: a text has no end on its line"},
      {file_with(R"({"type":"t:T","name":"n","inputs":{},"dependsOn":["t:T::n"]})"),
       "line 2, column 51: no resource 't:T::n' (type::name) stands above"},
      {file_with(R"({"type":"t:T","name":"n","inputs":{},"protect":1})"),
       "line 2, column 48: true or false is wanted here"},
      {file_with_input(R"({"$attribute":{"of":"t:T::n","path":"id"}})"),
       "line 2, column 60: no resource 't:T::n' (type::name) stands above"},
      {file_with_input(R"({"$attribute":{"path":"id"}})"),
       "line 2, column 66: this object wants the key 'of'"},
      {file_with_input(R"({"$magic":1})"),
       "line 2, column 41: '$magic' is no special value that this version knows"},
      {file_with_input(R"({"$unknown":true,"y":1})"),
       "line 2, column 57: an object whose key begins with '$' has one key only"},
      {file_with_input(R"({"$concat":["a","b"]})"),
       "line 2, column 59: a concatenation wants a part that is deferred"},
      {file_with_input(R"({"$call":{"function":"merge","arguments":[1]}})"),
       "line 2, column 84: a call wants an argument that is deferred"},
      {file_with_input(R"({"$secret":"hunter2"})"),
       "line 2, column 51: the mark of a secret begins with 'sha256:'"},
      {file_with_input(R"({"$bytes":"!"})"), "line 2, column 50: bytes are written in base64"},
      {file_with_input(R"({"a":1,"a":2})"), "line 2, column 52: an object has the key 'a' twice"},
      {file_with_input("01"), "line 2, column 40: a value is wanted here"},
      {file_with_input("1."), "line 2, column 40: a value is wanted here"},
      {file_with_input("99999999999999999999"),
       "line 2, column 40: a number is too large for 64 bits"},
      {file_with_input("1e999"), "line 2, column 40: a number is too large for 64 bits"},
      {file_with_input("tru"), "line 2, column 40: a value is wanted here"},
      {file_with_input(R"("\ud800")"), "line 2, column 40: a text has half of a surrogate pair"},
      {file_with_input(R"("\x")"), "line 2, column 40: a text has an escape that JSON has not"},
      {file_with_input("\"\xFF\""), "line 2, column 40: a text is not UTF-8"},
      {file_with_input(std::string(300, '[')),
       "line 2, column 296: a value is nested deeper than 256 levels"},
      {file_with(R"({"secretInputs":)" + std::string(100'000, '[')),
       "line 2, column 2062: objects and lists are nested too deep"},
  };
  for (const Row& row : rows) CHECK(error_of(row.text) == row.message);
}

TEST_CASE("References among groups, principals, grants and memberships are checked") {
  const auto file = [](std::string_view sections) {
    return fmt::format("{{\"format\":\"cpginfra-plan\",\"formatVersion\":1,\"resources\":[],\n{}}}",
                       sections);
  };
  const std::string group = R"({"key":"g","name":"g","principal":{"kind":"group","label":"g@x"}})";
  const std::string person = R"({"key":"p","kind":"person","label":"p@x"})";
  const std::string target = R"("target":{"kind":"bucket","name":"b"})";
  CHECK(error_of(file(R"("groups":[)" + group + "," + group + "]")) ==
        "line 2, column 141: a group of the key 'g' stands above already");
  CHECK(error_of(file(R"("principals":[)" + person + "," + person + "]")) ==
        "line 2, column 97: a principal of the key 'p' stands above already");
  CHECK(error_of(file(R"("principals":[{"key":"p","kind":"god","label":"p"}])")) ==
        "line 2, column 33: 'god' is no kind of principal");
  CHECK(error_of(file(R"("grants":[{"member":"p",)" + target + R"(,"level":"read"}])")) ==
        "line 2, column 21: no principal of the key 'p' stands above");
  CHECK(error_of(file(R"("grants":[{"memberGroup":"g",)" + target + R"(,"level":"read"}])")) ==
        "line 2, column 26: no group of the key 'g' stands above");
  CHECK(error_of(file(R"("groups":[)" + group + R"(],"principals":[)" + person +
                      R"(],"grants":[{"member":"p","memberGroup":"g"}])")) ==
        "line 2, column 173: this object has both 'member' and 'memberGroup'");
  CHECK(error_of(file(R"("grants":[{)" + target + R"(,"level":"read"}])")) ==
        "line 2, column 64: this object wants 'member' or 'memberGroup'");
  CHECK(error_of(file(R"("principals":[)" + person + R"(],"grants":[{"member":"p",)" + target +
                      R"(,"level":"rule"}])")) ==
        "line 2, column 128: 'rule' is no level of access");
  CHECK(error_of(file(R"("principals":[)" + person + R"(],"memberships":[{"member":"p"}])")) ==
        "line 2, column 86: a membership wants 'group' or 'groupName'");
}

TEST_CASE("Broken copies of a good file never crash the reader") {
  const std::string text = written(make_everything_plan());
  std::mt19937 random(11);
  const std::string_view pieces = "{}[]\",:0e-\\$nt\xFF\n";
  std::size_t refused = 0;
  for (int round = 0; round < 4000; ++round) {
    std::string broken = text;
    for (auto changes = 1 + random() % 3; changes > 0; --changes) {
      const std::size_t at = random() % broken.size();
      switch (random() % 3) {
        case 0:
          broken[at] = pieces[random() % pieces.size()];
          break;
        case 1:
          broken.erase(at, 1 + random() % 20);
          break;
        default:
          broken.insert(at, 1, pieces[random() % pieces.size()]);
      }
    }
    const auto plan = read_json(broken);
    if (plan.ok()) {
      CHECK(to_json(*plan).ok());
    } else {
      ++refused;
    }
  }
  CHECK(refused > 3000);
  for (std::size_t size = 0; size + 2 < text.size(); size += 13) {
    CHECK_FALSE(read_json(std::string_view(text).substr(0, size)).ok());
  }
}

}  // namespace
}  // namespace cpginfra::report
