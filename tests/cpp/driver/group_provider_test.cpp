// SPDX-License-Identifier: MIT
#include "cpginfra/driver/group_provider.hpp"

#include <string>
#include <vector>

#include "catch.hpp"
#include "cpginfra/cloud/dry_run.hpp"

namespace cpginfra::driver {
namespace {

/// A cloud and a provider to make groups with.
struct Workshop {
  CPGInfrastructureConfig config;
  CPGDatasetConfig dataset{.dataset = "d"};
  plan::Plan plan;
  cloud::DryRunInfra infra{config, dataset, plan};
  GroupProvider provider{plan, "dev-"};

  Group& group(std::string_view name) {
    return provider.create_group(infra, name, MembersCache::kNone);
  }
  std::vector<std::string> resolved(Group& group) {
    std::vector<std::string> labels;
    for (const GroupMember& member : provider.resolve_group_members(group)) {
      labels.emplace_back(member.principal->label);
    }
    return labels;
  }
};

using Labels = std::vector<std::string>;

TEST_CASE("nested groups resolve to people and accounts, each once", "[driver][groups]") {
  Workshop shop;
  Group& inner = shop.group("inner");
  Group& outer = shop.group("outer");
  inner.add_member("1", shop.infra.member("a@x.org"));
  inner.add_member("2", shop.infra.member("b@x.org"));
  outer.add_member("3", shop.infra.member("a@x.org"));
  outer.add_member("4", inner);
  CHECK(shop.resolved(outer) == Labels{"a@x.org", "b@x.org"});
  CHECK(shop.resolved(outer) == Labels{"a@x.org", "b@x.org"});
}

TEST_CASE("a second member under a key takes the first one's place", "[driver][groups]") {
  Workshop shop;
  Group& group = shop.group("g");
  group.add_member("k", shop.infra.member("first@x.org"));
  group.add_member("l", shop.infra.member("other@x.org"));
  group.add_member("k", shop.infra.member("second@x.org"));
  CHECK(shop.resolved(group) == Labels{"second@x.org", "other@x.org"});
}

TEST_CASE("members and keys are told apart in groups of any size", "[driver][groups]") {
  Workshop shop;
  Group& inner = shop.group("inner");
  Group& outer = shop.group("outer");
  Labels expected;
  for (int i = 0; i < 200; ++i) {
    const std::string person = "person-" + std::to_string(i) + "@x.org";
    const std::string key = std::to_string(i);
    inner.add_member(shop.plan.values().text(key), shop.infra.member("before@x.org"));
    inner.add_member(shop.plan.values().text(key), shop.infra.member(person));
    outer.add_member(shop.plan.values().text("outer-" + key), shop.infra.member(person));
    expected.push_back(person);
  }
  outer.add_member("inner", inner);
  CHECK(shop.resolved(inner) == expected);
  CHECK(shop.resolved(outer) == expected);
}

TEST_CASE("two people with one email are both there, for their other names", "[driver][groups]") {
  Workshop shop;
  const CPGInfrastructureUser::Cloud one{.id = "a@x.org", .hail_batch_username = "one"};
  const CPGInfrastructureUser::Cloud two{.id = "a@x.org", .hail_batch_username = "two"};
  Group& group = shop.group("g");
  group.add_member("1", shop.infra.member("a@x.org"), one);
  group.add_member("2", shop.infra.member("a@x.org"), two);
  CHECK(shop.provider.resolve_group_members(group).size() == 2);
}

TEST_CASE("groups that contain each other are reported, not followed for ever",
          "[driver][groups]") {
  Workshop shop;
  Group& a = shop.group("a");
  Group& b = shop.group("b");
  a.add_member("1", b);
  b.add_member("2", a);
  b.add_member("3", shop.infra.member("p@x.org"));
  CHECK(shop.resolved(a) == Labels{"p@x.org"});
  REQUIRE(shop.plan.problems().size() == 1);
  CHECK(shop.plan.problems()[0].rule == "membership-cycle");
  CHECK(shop.plan.problems()[0].text ==
        "groups are members of each other: a -> b -> a; take one of these memberships away");
}

TEST_CASE("a group that is a member of itself is reported once", "[driver][groups]") {
  Workshop shop;
  Group& a = shop.group("a");
  a.add_member("0", shop.infra.member("p@x.org"));
  a.add_member("1", a);
  CHECK(shop.resolved(a) == Labels{"p@x.org"});
  shop.provider.check_for_cycles(a);
  REQUIRE(shop.plan.problems().size() == 1);
  CHECK(shop.plan.problems()[0].text ==
        "groups are members of each other: a -> a; take one of these memberships away");
}

TEST_CASE("deeply nested groups resolve without deep recursion", "[driver][groups]") {
  Workshop shop;
  constexpr int kDepth = 100'000;
  Group* outermost = &shop.group("0");
  outermost->add_member("p", shop.infra.member("p@x.org"));
  for (int i = 1; i < kDepth; ++i) {
    Group& next = shop.group(std::to_string(i));
    next.add_member("inner", *outermost);
    outermost = &next;
  }
  CHECK(shop.resolved(*outermost) == Labels{"p@x.org"});
}

TEST_CASE("in their static order, groups come after those nested in them", "[driver][groups]") {
  Workshop shop;
  Group& a = shop.group("a");
  Group& b = shop.group("b");
  Group& c = shop.group("c");
  a.add_member("0", b);
  a.add_member("1", c);
  b.add_member("0", c);
  using Groups = std::vector<Group*>;
  CHECK(shop.provider.static_group_order(CloudName::kDryRun) == Groups{&c, &b, &a});
  CHECK(shop.provider.static_group_order(CloudName::kGcp).empty());
  c.add_member("0", a);
  CHECK(shop.provider.static_group_order(CloudName::kDryRun).size() == 3);
  CHECK(shop.plan.problems().empty());
}

TEST_CASE("two groups of one name are a problem", "[driver][groups]") {
  Workshop shop;
  Group& first = shop.group("g");
  CHECK(&shop.group("g") == &first);
  REQUIRE(shop.plan.problems().size() == 1);
  CHECK(shop.plan.problems()[0].text == "two groups on dry-run are called 'g'; rename one of them");
  CHECK(first.name() == "g");
  CHECK(first.group().name == "dev-g");
}

}  // namespace
}  // namespace cpginfra::driver
