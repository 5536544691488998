// SPDX-License-Identifier: MIT
#include "cpginfra/driver/names.hpp"

#include "catch.hpp"
#include "internal/python_json.hpp"
#include "internal/text.hpp"

namespace cpginfra::driver {
namespace {

TEST_CASE("a member's hash is its initials and xxHash-32", "[driver][names]") {
  CHECK(compute_hash("dataset", "hello.world@email.com", "") == "HW-d51b65ee");
  CHECK(compute_hash("metamist", "Robot.1", "gcp") == "R1-e8a60dab");
}

TEST_CASE("initials are whole characters, in upper case, and may be missing", "[driver][names]") {
  CHECK(compute_hash("", "\u00e9va.\u00dftein", "").substr(0, 5) == "\u00c9SS-");
  CHECK(compute_hash("", "a..b", "").substr(0, 3) == "AB-");
  CHECK(compute_hash("", "", "").substr(0, 1) == "-");
}

TEST_CASE("a machine account from elsewhere is named after itself and its project",
          "[driver][names]") {
  CHECK(name_from_external_sa("my-service-account@project.iam.gserviceaccount.com") ==
        "my-service-account-project");
  CHECK(name_from_external_sa("yourname@populationgenomics.org.au") == "yourname");
  CHECK(name_from_external_sa("my.service-account+extra@domain.com") == "my-service-account-extra");
  CHECK(name_from_external_sa("a---b@x") == "a--b");
  CHECK(name_from_external_sa("\u00e9t@x") == "-t");
}

TEST_CASE("members get the prefix that Google's policies want", "[driver][names]") {
  CHECK(internal::gcp_member_prefix("a@b.org") == "user:");
  CHECK(internal::gcp_member_prefix("a@b.iam.gserviceaccount.com") == "serviceAccount:");
  CHECK(internal::gcp_member_prefix("serviceAccount:a@b.iam.gserviceaccount.com") == "");
  CHECK(internal::gcp_member_prefix("domain:b.org") == "");
  CHECK(internal::gcp_member_prefix("allUsers") == "");
}

TEST_CASE("texts for the dropbox server are JSON as Python writes it", "[driver][dropbox]") {
  internal::PythonJson json;
  json.begin_object();
  json.member("a", std::string_view("\x7f\u00e9\U0001F9EC\"\\\n"));
  json.member("b", std::vector<std::string>{"x", "y"});
  json.member("c", std::optional<std::int64_t>());
  json.member("d", std::optional<std::int64_t>(4));
  json.end_object();
  CHECK(json.text() ==
        R"({"a": "\u007f\u00e9\ud83e\uddec\"\\\n", "b": ["x", "y"], "c": null, "d": 4})");
}

}  // namespace
}  // namespace cpginfra::driver
