// SPDX-License-Identifier: MIT
#include "report/adopt/import_ids.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace cpginfra::report {
namespace {

/// A type, and what its resources are imported by: `{input}` stands for an input's value.
struct ImportRow {
  std::string_view type;
  std::string_view pattern;
};

// Source: the section "Import" of each resource's page in the providers' registry.
constexpr std::array<ImportRow, 19> kImports = {{
    {"gcp:artifactregistry/repository:Repository",
     "projects/{project}/locations/{location}/repositories/{repositoryId}"},
    {"gcp:artifactregistry/repositoryIamMember:RepositoryIamMember",
     "projects/{project}/locations/{location}/repositories/{repository} {role} {member}"},
    {"gcp:bigquery/table:Table", "projects/{project}/datasets/{datasetId}/tables/{tableId}"},
    {"gcp:cloudfunctionsv2/function:Function",
     "projects/{project}/locations/{location}/functions/{name}"},
    {"gcp:cloudrun/iamMember:IamMember",
     "v1/projects/{project}/locations/{location}/services/{service} {role} {member}"},
    {"gcp:cloudscheduler/job:Job", "projects/{project}/locations/{region}/jobs/{name}"},
    {"gcp:iam/workloadIdentityPool:WorkloadIdentityPool",
     "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}"},
    {"gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider",
     "projects/{project}/locations/global/workloadIdentityPools/{workloadIdentityPoolId}/providers/"
     "{workloadIdentityPoolProviderId}"},
    {"gcp:organizations/project:Project", "{projectId}"},
    {"gcp:projects/iAMMember:IAMMember", "{project} {role} {member}"},
    {"gcp:projects/service:Service", "{project}/{service}"},
    {"gcp:secretmanager/secret:Secret", "projects/{project}/secrets/{secretId}"},
    {"gcp:secretmanager/secretIamMember:SecretIamMember", "{secretId} {role} {member}"},
    {"gcp:serviceaccount/account:Account",
     "projects/{project}/serviceAccounts/{accountId}@{project}.iam.gserviceaccount.com"},
    {"gcp:serviceaccount/iAMMember:IAMMember", "{serviceAccountId} {role} {member}"},
    {"gcp:storage/bucket:Bucket", "{name}"},
    {"gcp:storage/bucketIAMMember:BucketIAMMember", "b/{bucket} {role} {member}"},
    {"github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret",
     "{repository}/{environment}/{secretName}"},
    {"github:index/repositoryEnvironment:RepositoryEnvironment", "{repository}:{environment}"},
}};

/// What the stack tells, and else what a resource will have by its own inputs.
class PlannedSource final : public plan::AttributeSource {
 public:
  explicit PlannedSource(StateSource& stack) : stack_(stack), resolver_(*this) {}

  absl::StatusOr<plan::Value> attribute(const plan::Resource& resource, std::string_view path,
                                        plan::ValueStore& store) override {
    auto known = stack_.attribute(resource, path, store);
    if (!known.ok() || !known->is_unknown()) return known;
    if (resource.type->token == "gcp:serviceaccount/account:Account") {
      return account_attribute(resource, path);
    }
    if (resource.type->token == "gcp:secretmanager/secret:Secret" &&
        (path == "id" || path == "name")) {
      return joined(
          {"projects/", resource.input("project"), "/secrets/", resource.input("secretId")});
    }
    const std::size_t dot = path.find('.');
    plan::Value input = resource.input(path.substr(0, dot));
    if (dot != std::string_view::npos) input = input.field(path.substr(dot + 1));
    return input.is_null() ? plan::Value::unknown() : resolver_.resolve(input);
  }

  absl::StatusOr<plan::Value> invoke(std::string_view token, const plan::Value& arguments,
                                     std::string_view field, plan::ValueStore& store) override {
    return stack_.invoke(token, arguments, field, store);
  }
  absl::StatusOr<plan::Value> external(std::string_view label, plan::ValueStore& store) override {
    return stack_.external(label, store);
  }

  /// The text of a value; empty where it is not known.
  std::string text_of(const plan::Value& value) {
    if (const plan::Resource* whole = value.resource(); whole != nullptr) return name_of(*whole);
    auto known = resolver_.resolve(value);
    return known.ok() ? std::string(known->text()) : std::string();
  }

 private:
  /// What a resource that stands as a whole is named by.
  std::string name_of(const plan::Resource& resource) {
    for (std::string_view input : {"name", "projectId", "repositoryId"}) {
      const plan::Value name = resource.input(input);
      if (!name.is_null()) return text_of(name);
    }
    return "";
  }

  absl::StatusOr<plan::Value> account_attribute(const plan::Resource& account,
                                                std::string_view path) {
    const plan::Value id = account.input("accountId");
    const plan::Value project = account.input("project");
    constexpr std::string_view kDomain = ".iam.gserviceaccount.com";
    if (path == "email") return joined({id, "@", project, kDomain});
    if (path == "member") return joined({"serviceAccount:", id, "@", project, kDomain});
    if (path != "id" && path != "name") return plan::Value::unknown();
    return joined({"projects/", project, "/serviceAccounts/", id, "@", project, kDomain});
  }

  absl::StatusOr<plan::Value> joined(std::initializer_list<plan::Value> parts) {
    std::string text;
    for (const plan::Value& part : parts) {
      const std::string known = text_of(part);
      if (known.empty()) return plan::Value::unknown();
      text += known;
    }
    return plan::Value(texts_.text(text));
  }

  StateSource& stack_;
  plan::Resolver resolver_;
  plan::ValueStore texts_;
};

}  // namespace

std::string import_id(const plan::Resource& resource, StateSource& stack) {
  if (!resource.options->import_id.empty()) return std::string(resource.options->import_id);
  const auto* row = std::find_if(kImports.begin(), kImports.end(), [&](const ImportRow& each) {
    return each.type == resource.type->token;
  });
  if (row == kImports.end()) return "";
  PlannedSource source(stack);
  std::string id;
  std::string_view rest = row->pattern;
  while (!rest.empty()) {
    const std::size_t open = rest.find('{');
    id += rest.substr(0, open);
    if (open == std::string_view::npos) break;
    const std::size_t close = rest.find('}');
    const std::string part =
        source.text_of(resource.input(rest.substr(open + 1, close - open - 1)));
    if (part.empty()) return "";
    id += part;
    rest.remove_prefix(close + 1);
  }
  return id;
}

}  // namespace cpginfra::report
