// SPDX-License-Identifier: MIT
#include "golden/made_up_cloud.hpp"

#include <fmt/format.h>

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "cpginfra/plan/resource.hpp"

namespace cpginfra::golden {
namespace {

constexpr std::array<std::uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

/// The first eight bytes of the text's SHA-256 (FIPS 180-4), which is all that number_of needs.
std::uint64_t sha256_head(std::string_view text) {
  std::vector<std::uint8_t> bytes(text.begin(), text.end());
  const std::uint64_t bits = std::uint64_t{8} * text.size();
  bytes.push_back(0x80);
  while (bytes.size() % 64 != 56) bytes.push_back(0);
  for (int shift = 56; shift >= 0; shift -= 8) {
    bytes.push_back(static_cast<std::uint8_t>(bits >> static_cast<unsigned>(shift)));
  }
  std::array<std::uint32_t, 8> state = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                        0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  for (std::size_t block = 0; block < bytes.size(); block += 64) {
    std::array<std::uint32_t, 64> w{};
    for (std::size_t i = 0; i < 16; ++i) {
      for (std::size_t b = 0; b < 4; ++b) w[i] = (w[i] << 8U) | bytes[block + 4 * i + b];
    }
    for (std::size_t i = 16; i < 64; ++i) {
      const std::uint32_t s0 =
          std::rotr(w[i - 15], 7) ^ std::rotr(w[i - 15], 18) ^ (w[i - 15] >> 3U);
      const std::uint32_t s1 =
          std::rotr(w[i - 2], 17) ^ std::rotr(w[i - 2], 19) ^ (w[i - 2] >> 10U);
      w[i] = w[i - 16] + s0 + w[i - 7] + s1;
    }
    auto [a, b, c, d, e, f, g, h] = state;
    for (std::size_t i = 0; i < 64; ++i) {
      const std::uint32_t s1 = std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25);
      const std::uint32_t t1 = h + s1 + ((e & f) ^ (~e & g)) + kRoundConstants[i] + w[i];
      const std::uint32_t s0 = std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22);
      const std::uint32_t t2 = s0 + ((a & b) ^ (a & c) ^ (b & c));
      h = g;
      g = f;
      f = e;
      e = d + t1;
      d = c;
      c = b;
      b = a;
      a = t1 + t2;
    }
    const std::array<std::uint32_t, 8> round = {a, b, c, d, e, f, g, h};
    for (std::size_t i = 0; i < 8; ++i) state[i] += round[i];
  }
  return (std::uint64_t{state[0]} << 32U) | state[1];
}

constexpr std::string_view kDynamic = "pulumi-python:dynamic:Resource";
constexpr std::string_view kProject = "gcp:organizations/project:Project";
constexpr std::string_view kAccount = "gcp:serviceaccount/account:Account";
constexpr std::string_view kKey = "gcp:serviceaccount/key:Key";
constexpr std::string_view kGroup = "gcp:cloudidentity/group:Group";
constexpr std::string_view kSecret = "gcp:secretmanager/secret:Secret";
constexpr std::string_view kRepository = "gcp:artifactregistry/repository:Repository";

}  // namespace

std::string number_of(std::string_view text) {
  constexpr unsigned kBitsOfTenDigits = 40;
  return fmt::format("{}", sha256_head(text) >> (64U - kBitsOfTenDigits));
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
  if (path == "id") return text(std::string(resource.name) + "_id");

  // Anything else is what was put in.
  const std::size_t dot = path.find('.');
  plan::Value value = resource.input(path.substr(0, dot));
  if (dot != std::string_view::npos) value = value.field(path.substr(dot + 1));
  if (value.is_null()) {
    return absl::NotFoundError(fmt::format("{} has no attribute {}", resource.name, path));
  }
  return resolver_.resolve(value);
}

absl::StatusOr<plan::Value> MadeUpCloud::invoke(std::string_view token,
                                                const plan::Value& /*arguments*/,
                                                std::string_view field,
                                                plan::ValueStore& /*store*/) {
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
