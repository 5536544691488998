// SPDX-License-Identifier: MIT
#include "config/check/name_limits.hpp"

#include "catch.hpp"
#include "config/nearest_name.hpp"
#include "cpginfra/config/web_url.hpp"

namespace cpginfra::config {
namespace {

struct Row {
  NameKind kind;
  std::size_t shortest;
  std::size_t longest;
  std::vector<std::string> good;
  std::vector<std::string> bad;
};

TEST_CASE("names are held to the clouds' limits", "[config][names]") {
  const Row rows[] = {
      {NameKind::kGcpBucket,
       3,
       63,
       {"cpg-a.b_c-1", "0a0"},
       {"Cpg", "-ab", "ab-", "googx", "a-google", "a-g00gle", "a b"}},
      {NameKind::kGcpProject,
       6,
       30,
       {"seqr-308602"},
       {"1eqr-308", "seqr-a-", "Seqr-308", "a_b_c_d"}},
      {NameKind::kGcpServiceAccount,
       6,
       30,
       {"notebook-a1"},
       {"notebook-A", "notebook-", "0otebook"}},
      {NameKind::kGcpGroup, 1, 63, {"Wet.Lab_1", "a"}, {"wet lab", "-a", "a@b"}},
      {NameKind::kGcpSecret, 1, 255, {"A_b-1"}, {"a.b", "a b"}},
      {NameKind::kGcpEntitlement, 4, 63, {"pam-a-read"}, {"0pam", "pam_a"}},
      {NameKind::kAzureResourceGroup, 1, 90, {"cpg(a)_b-c.d"}, {"cpg.", "a b"}},
      {NameKind::kAzureStorageAccount, 3, 24, {"cpgstudy1"}, {"cpg-a", "Cpg"}},
      {NameKind::kAzureContainer, 3, 63, {"main-upload"}, {"main--a", "-main", "main-", "ma_in"}},
      {NameKind::kAzureGroup, 1, 256, {"Équipe du lundi"}, {""}},
      {NameKind::kGcpIdentityPool, 4, 32, {"0-pool-"}, {"gcp-pool", "Pool", "a_b_c"}},
      {NameKind::kGcpIdentityProvider, 4, 32, {"github"}, {"gcp-github", "GitHub", "git.hub"}},
      {NameKind::kGcpLocation, 2, 63, {"us-central1"}, {"1us", "us-", "us/central1", "US"}},
      {NameKind::kGcpRegistry, 1, 63, {"images-dev"}, {"Images", "images/dev", "1st", "a-"}},
      {NameKind::kGitHubOrganization, 1, 39, {"The-Lab2"}, {"-a", "a-", "a--b", "a' || 'b"}},
      {NameKind::kGitHubRepository, 1, 100, {"a.b_c-D"}, {"a/b", "a b", "a:b"}},
      {NameKind::kGitHubEnvironment, 1, 255, {"UAT 2", "eu/west"}, {"a:b", "a\nb", "it's"}},
  };
  for (const Row& row : rows) {
    INFO(name_limit(row.kind).noun);
    CHECK(name_limit(row.kind).kind == row.kind);
    CHECK_FALSE(name_limit(row.kind).source.empty());
    for (const std::string& name : row.good) CHECK_FALSE(find_fault(row.kind, name).is_bad());
    for (const std::string& name : row.bad) CHECK(find_fault(row.kind, name).is_bad());
    CHECK_FALSE(find_fault(row.kind, std::string(row.longest, 'a')).is_bad());
    CHECK(find_fault(row.kind, std::string(row.longest + 1, 'a')).is_bad());
    CHECK_FALSE(find_fault(row.kind, std::string(row.shortest, 'a')).is_bad());
    CHECK(find_fault(row.kind, std::string(row.shortest - 1, 'a')).is_bad());
  }
  CHECK(find_fault(NameKind::kGcpServiceAccount, std::string(33, 'a')).message ==
        "the name of the service account 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' has 33 characters, 3 "
        "more than the 30 allowed");
  CHECK(find_fault(NameKind::kGcpServiceAccount, std::string(33, 'a')).mend ==
        "shorten it by 3 characters");
}

TEST_CASE("the nearest name is offered if it is near", "[config][names]") {
  const std::vector<std::string> names = {"analysis", "data-manager", "depends_on", "gcp", "lab2"};
  CHECK(nearest_hint("anaylsis", names) == "did you mean 'analysis'?");
  CHECK(nearest_hint("ANALYSIS", names) == "did you mean 'analysis'?");
  CHECK(nearest_hint("data_manager", names) == "did you mean 'data-manager'?");
  CHECK(nearest_hint("gpc", names) == "did you mean 'gcp'?");
  CHECK(nearest_hint("lab", names) == "did you mean 'lab2'?");
  CHECK(nearest_hint("colour", names).empty());
  CHECK(nearest_hint("xy", names).empty());
  CHECK(nearest_hint("", names).empty());
  CHECK(nearest_hint(std::string(500, 'a'), names).empty());
}

TEST_CASE("web addresses are filled in as Python's format does", "[config][names]") {
  const auto url = [](std::string_view text) {
    return format_web_url(text, "main", "seqr").value_or("refused");
  };
  CHECK(url("https://{namespace}-web.a.org/{dataset}") == "https://main-web.a.org/seqr");
  CHECK(url("{dataset}{dataset!s}{dataset:}{dataset:s}") == "seqrseqrseqrseqr");
  CHECK(url("{{{namespace}}}") == "{main}");
  CHECK(url("") == "");
  CHECK(url("plain") == "plain");
  for (const char* bad : {"{", "}", "{dataset", "{data{set}}", "{}", "{0}", "{ dataset }",
                          "{dataset.upper}", "{dataset!r}", "{dataset:>9}", "a}b"}) {
    INFO(bad);
    CHECK(url(bad) == "refused");
  }
}

}  // namespace
}  // namespace cpginfra::config
