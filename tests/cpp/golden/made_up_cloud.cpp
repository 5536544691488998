// SPDX-License-Identifier: MIT
#include "golden/made_up_cloud.hpp"

#include <fmt/format.h>

#include <string>

#include "absl/status/status.h"
#include "cloud/made_up_azure.hpp"
#include "cpginfra/plan/resource.hpp"
#include "internal/sha256.hpp"

namespace cpginfra::golden {
namespace {

constexpr std::string_view kDynamic = "pulumi-python:dynamic:Resource";
constexpr std::string_view kProject = "gcp:organizations/project:Project";
constexpr std::string_view kAccount = "gcp:serviceaccount/account:Account";
constexpr std::string_view kKey = "gcp:serviceaccount/key:Key";
constexpr std::string_view kGroup = "gcp:cloudidentity/group:Group";
constexpr std::string_view kSecret = "gcp:secretmanager/secret:Secret";
constexpr std::string_view kFunction = "gcp:cloudfunctionsv2/function:Function";
constexpr std::string_view kPoolProvider =
    "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider";
constexpr std::string_view kJob = "gcp:cloudscheduler/job:Job";
constexpr std::string_view kObject = "gcp:storage/bucketObject:BucketObject";
constexpr std::string_view kRepository = "gcp:artifactregistry/repository:Repository";

}  // namespace

std::string number_of(std::string_view text) {
  internal::Sha256 digest;
  digest.update(text);
  return std::to_string(std::stoull(digest.hex().substr(0, 10), nullptr, 16));
}

std::string MadeUpCloud::input(const plan::Resource& resource, std::string_view name) {
  auto value = resolver_.resolve(resource.input(name));
  if (!value.ok()) return "";
  if (const plan::Resource* whole = value->resource(); whole != nullptr) {
    return input(*whole, "projectId");
  }
  return std::string(value->text());
}

absl::StatusOr<plan::Value> MadeUpCloud::attribute(const plan::Resource& resource,
                                                   std::string_view path, plan::ValueStore& store) {
  const std::string_view type = resource.type->token;
  if (is_on_azure(resource)) return azure_attribute(resource, path, resolver_, store);
  const auto text = [&](std::string_view content) { return plan::Value(store.text(content)); };
  const auto email = [&] {
    return fmt::format("{}@{}.iam.gserviceaccount.com", input(resource, "accountId"),
                       input(resource, "project"));
  };
  const bool names_itself = path == "id" || path == "name";
  if (type == kProject) {
    if (path == "id") return text("projects/" + input(resource, "projectId"));
    if (path == "number") return text(number_of(input(resource, "projectId")));
  } else if (type == kAccount) {
    if (path == "email") return text(email());
    if (path == "member") return text("serviceAccount:" + email());
    if (path == "uniqueId") return text(number_of(email()));
    if (names_itself) {
      return text(
          fmt::format("projects/{}/serviceAccounts/{}", input(resource, "project"), email()));
    }
  } else if (type == kKey && path == "privateKey") {
    return text("a2V5OiA=");
  } else if (type == kGroup && names_itself) {
    auto key = resolver_.resolve(resource.input("groupKey").field("id"));
    if (!key.ok()) return key.status();
    return text("groups/" + number_of(key->text()));
  } else if (type == kSecret && names_itself) {
    return text(fmt::format("projects/{}/secrets/{}", input(resource, "project"),
                            input(resource, "secretId")));
  } else if (type == kRepository && path == "name") {
    return text(input(resource, "repositoryId"));
  } else if (type == kDynamic && path == "cloud_id") {
    return text(input(resource, "username") + "@hail.iam.gserviceaccount.com");
  } else if (type == kDynamic && path == "project_id") {
    return plan::Value(std::stoi(number_of(resource.name).substr(0, 6)));
  }
  if (type == kPoolProvider && names_itself) {
    return text(fmt::format("projects/{}/locations/global/workloadIdentityPools/{}/providers/{}",
                            input(resource, "project"), input(resource, "workloadIdentityPoolId"),
                            input(resource, "workloadIdentityPoolProviderId")));
  }
  if (path == "id") return text(std::string(resource.name) + "_id");
  if (path == "urn") {
    return text(
        fmt::format("urn:pulumi:stack::project::pulumi:pulumi:Stack${}::{}", type, resource.name));
  }
  if (type == kFunction && path == "name") return text(std::string(resource.name) + "-fn");
  if (type == kFunction && path == "url")
    return text(fmt::format("https://{}.example", resource.name));

  // Anything else is what was put in.
  const std::size_t dot = path.find('.');
  plan::Value value = resource.input(path.substr(0, dot));
  if (dot != std::string_view::npos) value = value.field(path.substr(dot + 1));
  if (value.is_null() && type == kObject && path == "name") {
    return text(std::string(resource.name) + "-object");
  }
  // Both are exported with every output that their types have, given or not.
  if (value.is_null() && (type == kFunction || type == kJob)) return value;
  if (value.is_null()) {
    return absl::NotFoundError(fmt::format("{} has no attribute {}", resource.name, path));
  }
  return resolver_.resolve(value);
}

absl::StatusOr<plan::Value> MadeUpCloud::invoke(std::string_view token,
                                                const plan::Value& arguments,
                                                std::string_view field, plan::ValueStore& store) {
  if (token.starts_with("azuread:")) return azure_invoke(token, arguments, field, store);
  if (token == "gcp:secretmanager/getSecretVersion:getSecretVersion" && field == "secretData") {
    return plan::Value("slack-token");
  }
  if (token != "gcp:organizations/getOrganization:getOrganization") {
    return absl::NotFoundError(fmt::format("nothing answers {}", token));
  }
  return field == "orgId" ? plan::Value("123456789") : plan::Value("organizations/123456789");
}

absl::StatusOr<plan::Value> MadeUpCloud::external(std::string_view label,
                                                  plan::ValueStore& /*store*/) {
  return absl::NotFoundError(fmt::format("nothing knows {}", label));
}

}  // namespace cpginfra::golden
