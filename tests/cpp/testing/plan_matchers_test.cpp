// SPDX-License-Identifier: MIT
#include "cpginfra/testing/plan_matchers.hpp"

#include <array>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "cpginfra/config/load.hpp"
#include "cpginfra/driver/build_plan.hpp"
#include "support/source_directory.hpp"

namespace cpginfra::testing {
namespace {

constexpr plan::ResourceType kBucketType{.token = "gcp:storage/bucket:Bucket"};
constexpr std::array<std::string_view, 1> kSecretInputs = {"secretData"};
constexpr plan::ResourceType kVersionType{.token = "gcp:secretmanager/secretVersion:SecretVersion",
                                          .secret_inputs = kSecretInputs};

/// A design small enough to be seen whole.
plan::Plan design() {
  plan::Plan plan;
  plan::ValueStore& values = plan.values();
  const plan::Origin* red = plan.make_origin("red", "gcp");
  const plan::Resource& project =
      plan.declare(plan.make_type("gcp:organizations/project:Project"), "red-project",
                   {{"projectId", "red-1"}}, {.origin = red});
  const auto rule = [&](int age) {
    return values.object({{"action", "Delete"}, {"condition", values.object({{"age", age}})}});
  };
  const plan::Resource& main_bucket =
      plan.declare(kBucketType, "red-main-bucket",
                   {{"labels", values.object({{"bucket", "inst-red-main"}, {"dataset", "red"}})},
                    {"location", "europe-west1"},
                    {"name", "inst-red-main"},
                    {"project", plan.attribute(project, "projectId")},
                    {"rules", values.list({rule(30), rule(8)})},
                    {"versioning", values.object({{"enabled", true}})}},
                   {.origin = red});
  plan.declare(kBucketType, "red-test-bucket",
               {{"location", "europe-west1"}, {"name", "inst-red-test"}}, {.origin = red});
  plan.declare(kVersionType, "red-key", {{"secret", "red"}, {"secretData", "hunter2-in-clear"}},
               {.origin = red, .depends_on = {&main_bucket}});

  const auto person = [&](std::string_view email) {
    return values.keep_one(
        plan::Principal{.kind = plan::PrincipalKind::kPerson, .label = email, .id = email});
  };
  const plan::Group& readers =
      plan.add_group({.name = "red-readers",
                      .principal = {.kind = plan::PrincipalKind::kGroup, .label = "red-readers"},
                      .origin = red});
  const plan::Target* bucket = values.keep_one(plan::Target{
      .kind = plan::TargetKind::kBucket, .name = "inst-red-main", .resource = &main_bucket});
  plan.add_membership({.group = &readers,
                       .group_name = readers.name,
                       .member = person("jane@uni.edu"),
                       .origin = red});
  plan.add_grant({.member = &readers.principal,
                  .target = bucket,
                  .level = plan::AccessLevel::kRead,
                  .role = "roles/storage.objectViewer",
                  .origin = red});
  plan.add_grant({.member = person("joe@uni.edu"),
                  .target = bucket,
                  .level = plan::AccessLevel::kMutate,
                  .availability = plan::Availability::kOnRequest,
                  .role = "roles/storage.objectAdmin",
                  .origin = red});
  plan.export_value("bucket", plan.attribute(main_bucket, "name"));
  plan.warn(red, "a warning");
  return plan;
}

std::string read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// Holds a text against the approved one; with CPGINFRA_APPROVE in the environment it becomes that.
void check_approved(const std::string& text, const char* name) {
  const std::string path = test::source_path(std::string("tests/data/testing/") + name);
  if (std::getenv("CPGINFRA_APPROVE") != nullptr) std::ofstream(path, std::ios::binary) << text;
  CHECK(text == read(path));
}

/// What a matcher that must fail says.
template <typename CheckedMatcher>
std::string failure(const plan::Plan& plan, CheckedMatcher&& matcher) {
  CHECK_FALSE(matcher.match(plan));
  return matcher.describe() + "\n\n";
}

/// A directory that goes with the test.
class Directory {
 public:
  Directory() : path_(std::filesystem::temp_directory_path() / "cpginfra-matchers-XXXXXX") {
    std::string name = path_.string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  ~Directory() { std::filesystem::remove_all(path_); }
  Directory(const Directory&) = delete;
  Directory& operator=(const Directory&) = delete;
  [[nodiscard]] std::string file(const char* name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

/// Sets kUpdateSnapshots for as long as it lives.
class Updating {
 public:
  Updating() { ::setenv(kUpdateSnapshots, "1", 1); }
  ~Updating() { ::unsetenv(kUpdateSnapshots); }
  Updating(const Updating&) = delete;
  Updating& operator=(const Updating&) = delete;
};

TEST_CASE("a resource is matched by what its inputs have", "[testing]") {
  const plan::Plan plan = design();
  CHECK_THAT(plan,
             HasResource(std::string(kBucketType.token), "red-main-bucket")
                 .with("location", "europe-west1")
                 .with("versioning", {{"enabled", true}})
                 .with("versioning.enabled", true)
                 .with("labels", {{"dataset", "red"}})
                 .with("rules[1].condition.age", 8)
                 .with("rules[*].condition.age", 30)
                 .with("rules[*].condition.age", 8.0)
                 .with("project", "${gcp:organizations/project:Project::red-project.projectId}")
                 .without("retention")
                 .without("rules[2]"));
  for (const char* path :
       {"rules[*].condition.days", "rules[2].action", "labels.none", "none.of"}) {
    CHECK_THAT(plan, !HasResource("gcp:storage/bucket:Bucket", "red-main-bucket").with(path, 8));
  }
  // A list fits as a whole, an object in part.
  plan::ValueStore values;
  const plan::Value any = values.object({{"action", "Delete"}});
  CHECK_THAT(plan, HasResource("gcp:storage/bucket:Bucket").with("rules", values.list({any, any})));
  CHECK_THAT(plan, !HasResource("gcp:storage/bucket:Bucket").with("rules", values.list({any})));
  CHECK_THAT(plan, !HasResource("gcp:storage/bucket:Bucket", "red-main-bucket").without("rules"));
}

TEST_CASE("what stands in an input can be captured", "[testing]") {
  const plan::Plan plan = design();
  std::string name;
  std::string project;
  plan::Value labels;
  CHECK_THAT(plan, HasResource("gcp:storage/bucket:Bucket")
                       .with("versioning.enabled", true)
                       .capture("name", name)
                       .capture("project", project)
                       .capture("labels", labels));
  CHECK(name == "inst-red-main");
  CHECK(project == "${gcp:organizations/project:Project::red-project.projectId}");
  CHECK(labels.field("dataset").text() == "red");
}

TEST_CASE("resources are counted", "[testing]") {
  const plan::Plan plan = design();
  CHECK_THAT(plan, HasResourceCount("gcp:storage/bucket:Bucket", 2));
  CHECK_THAT(plan, HasResourceCount("gcp:storage/bucket:Bucket", 1).without("versioning"));
  CHECK_THAT(plan, HasResourceCount("gcp:storage/bucket:Bucket", 0).with("location", "us"));
}

TEST_CASE("who reaches what is matched by every way there is", "[testing]") {
  const plan::Plan plan = design();
  CHECK_THAT(plan, CanReach("Jane@uni.edu", "list", "inst-red-main"));
  CHECK_THAT(plan, CanReach("red-readers", "read", "red-main-bucket"));
  CHECK_THAT(plan, CannotReach("jane@uni.edu", "append", "inst-red-main"));
  CHECK_THAT(plan, CanReach("joe@uni.edu", "mutate", "inst-red-main"));
  CHECK_THAT(plan, !CanReach("joe@uni.edu", "mutate", "inst-red-main").standing());
  CHECK_THAT(plan, CannotReach("joe@uni.edu", "list", "inst-red-main").standing());
  CHECK_THAT(plan, CannotReach("nobody@uni.edu", "list", "inst-red-main"));
  CHECK_THAT(plan, IsReachedOnlyBy("read", "inst-red-main", {"JANE@uni.edu", "joe@uni.edu"}));
  CHECK_THAT(plan, IsReachedOnlyBy("read", "inst-red-main", {"jane@uni.edu"}).standing());
  // A misspelt target is no proof that nobody reaches it.
  CHECK_FALSE(CannotReach("jane@uni.edu", "list", "inst-red-mian").match(plan));
  CHECK_FALSE(IsReachedOnlyBy("list", "inst-red-mian", {}).match(plan));
}

TEST_CASE("dependencies are followed through other resources", "[testing]") {
  const plan::Plan plan = design();
  CHECK_THAT(plan, DependsOn("red-main-bucket", "red-project"));
  CHECK_THAT(plan, DependsOn("red-key", "gcp:organizations/project:Project::red-project"));
  CHECK_THAT(plan, !DependsOn("red-test-bucket", "red-project"));
  CHECK_THAT(plan, !DependsOn("red-project", "red-main-bucket"));
  CHECK_THAT(plan, !DependsOn("red-project", "red-project"));
}

TEST_CASE("a secret in clear is found wherever it stands", "[testing]") {
  const std::string key =
      "-----BEGIN "
      "PRIVATE KEY-----\nabc";
  const std::string token = "ghp_" + std::string(36, 'x');
  CHECK_THAT(design(), HasNoSecretInClear({"hunter2-in-clear"}));

  plan::Plan plan = design();
  plan::ValueStore& values = plan.values();
  const plan::Value nested = values.list({values.object({{"pem", values.text(key)}})});
  const plan::Resource& leak = plan.declare(
      kBucketType, "leak",
      {{"client_secret", "anything"}, {"nested", nested}, {"labels", values.text({"a ", token})}},
      {});
  plan.export_value("say", plan.concat({"hunter2-", plan.attribute(leak, "id")}));
  HasNoSecretInClear matcher({"unused", "hunter2-"});
  CHECK_FALSE(matcher.match(plan));
  CHECK(matcher.describe() ==
        "has none of 2 given secrets, and no other, in clear\n"
        "  gcp:storage/bucket:Bucket::leak.client_secret holds a plain text, and is called like a "
        "secret\n"
        "  gcp:storage/bucket:Bucket::leak.nested[0].pem holds a private key\n"
        "  gcp:storage/bucket:Bucket::leak.labels holds a token of GitHub\n"
        "  exports.say holds the given secret 2");
}

TEST_CASE("a snapshot is written on request and then compared", "[testing]") {
  const Directory directory;
  const std::string path = directory.file("deeper/design.txt");
  const plan::Plan plan = design();
  SnapshotOptions options;
  options.in_full = {"*bucket*"};
  CHECK_THAT(plan, !MatchesSnapshot(path, options));
  CHECK_FALSE(std::filesystem::exists(path));
  {
    const Updating updating;
    CHECK_THAT(plan, MatchesSnapshot(path, options));
  }
  CHECK_THAT(plan, MatchesSnapshot(path, options));
  check_approved(read(path), "design-snapshot.txt");
  CHECK(read(path).find("hunter2") == std::string::npos);
  CHECK_FALSE(std::filesystem::exists(path + ".new"));

  // What is not written out counts as well.
  plan::Plan other = design();
  other.declare(other.make_type("gcp:projects/service:Service"), "new", {}, {});
  CHECK_THAT(other, !MatchesSnapshot(path, options));

  const Updating updating;
  MatchesSnapshot nowhere("/dev/null/design.txt", options);
  CHECK_FALSE(nowhere.match(plan));
  CHECK(nowhere.describe().find("could not be written") != std::string::npos);
}

TEST_CASE("the order of declarations does not show in a snapshot", "[testing]") {
  const auto make = [](std::initializer_list<const char*> names) {
    plan::Plan plan;
    for (const char* name : names) {
      plan.declare(kBucketType, name, {{"location", "eu"}}, {});
      plan.warn(nullptr, name);
      plan.export_value(name, plan::Value(1));
    }
    return plan;
  };
  CHECK(snapshot_text(make({"a", "b", "c"}), {}) == snapshot_text(make({"c", "a", "b"}), {}));
  CHECK(snapshot_text(make({"a", "b"}), {}) != snapshot_text(make({"a", "c"}), {}));
}

TEST_CASE("failing matchers say what they found", "[testing]") {
  const Directory directory;
  const std::string path = directory.file("snapshot");
  SnapshotOptions options;
  options.in_full = {"*"};
  plan::Plan plan = design();
  {
    const Updating updating;
    CHECK(MatchesSnapshot(path, options).match(plan));
  }
  const std::string bucket(kBucketType.token);
  std::string text;
  text += failure(plan, HasResource(bucket, "red-mian-bucket").with("location", "europe-west1"));
  text += failure(plan, HasResource(bucket, "red-main-bucket")
                            .with("location", "us-central1")
                            .with("versioning.enabled", true)
                            .with("labels", {{"dataset", "blue"}})
                            .without("rules"));
  text += failure(plan, HasResource(bucket, "red-main-bucket").with("versionning.enabled", true));
  text += failure(plan, HasResource(bucket).with("versioning.enabled", false));
  text += failure(plan, HasResource("gcp:storage/bukket:Bucket"));
  text += failure(plan, HasResource(std::string(kVersionType.token)).with("secretData", "other"));
  std::string none;
  text += failure(plan, HasResource(bucket, "red-test-bucket").capture("project", none));
  text += failure(plan, HasResource(bucket, "red-main-bucket") && HasResourceCount(bucket, 3));
  text += failure(plan, HasResourceCount(bucket, 3).with("location", "europe-west1"));
  text += failure(plan, CanReach("jane@uni.edu", "mutate", "inst-red-main"));
  text += failure(plan, CanReach("jaen@uni.edu", "read", "inst-red-main"));
  text += failure(plan, CanReach("jane@uni.edu", "reed", "inst-red-main"));
  text += failure(plan, CannotReach("jane@uni.edu", "read", "inst-red-mian"));
  text += failure(plan, CannotReach("jane@uni.edu", "read", "inst-red-main"));
  text += failure(plan, IsReachedOnlyBy("read", "inst-red-main", {"jane@uni.edu", "ann@uni.edu"}));
  text += failure(plan, IsReachedOnlyBy("read", "inst-red-main", {}).counting_people().standing());
  text += failure(plan, DependsOn("red-test-bucket", "red-project"));
  text += failure(plan, DependsOn("red-main-bucket", "red-key"));
  text += failure(plan, DependsOn("red-main-buket", "red-key"));

  plan.declare(kBucketType, "blue-main-bucket", {{"name", "inst-blue-main"}}, {});
  plan.export_value("bucket", "another");
  plan.export_value("second", 2);
  std::string changed = failure(plan, MatchesSnapshot(path, options));
  for (std::size_t at; (at = changed.find(path)) != std::string::npos;) {
    changed.replace(at, path.size(), "SNAPSHOT");
  }
  text += changed;
  text += failure(plan, MatchesSnapshot("no-such-snapshot", options));

  check_approved(text, "failures.txt");
}

}  // namespace
}  // namespace cpginfra::testing
