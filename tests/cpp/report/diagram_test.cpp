// SPDX-License-Identifier: MIT
#include "cpginfra/report/diagram.hpp"

#include <string>

#include "catch.hpp"
#include "report/made_up_plan.hpp"

namespace cpginfra::report {
namespace {

using plan::AccessLevel;
using plan::TargetKind;

/// Two datasets, of which the first has a group, a bucket, a secret and an account.
void fill(MadeUpPlan& made_up) {
  made_up.in_dataset("other");
  const plan::Group& others = made_up.group("other-analysis");
  made_up.join(made_up.person("far@x.org"), others);
  made_up.in_dataset("cohort");
  const plan::Group& analysis = made_up.group("cohort-analysis");
  const plan::Target& bucket = made_up.made(TargetKind::kBucket, "cohort-main");
  const plan::Target& secret = made_up.made(TargetKind::kSecret, "key");
  made_up.join(made_up.person("jo@x.org"), analysis);
  made_up.join(others.principal, analysis);
  made_up.grant(analysis.principal, bucket, AccessLevel::kRead, "Viewer");
  made_up.grant(analysis.principal, bucket, AccessLevel::kList, "Lister");
  made_up.grant_on_request(analysis.principal, bucket, AccessLevel::kMutate, "Editor");
  made_up.grant(made_up.account("bot@x.iam"), secret, AccessLevel::kReadSecret, "Accessor");
  made_up.grant(made_up.other("allUsers"), bucket, AccessLevel::kList, "Lister");
}

TEST_CASE("A dataset's diagram in Mermaid has its groups, members, buckets and other things") {
  MadeUpPlan made_up;
  fill(made_up);
  CHECK(diagram_mermaid(AccessGraph(made_up.plan()), "cohort") == R"(flowchart LR
  n0["cohort-analysis"]
  n1("jo@x.org")
  n2["other-analysis"]
  n3[("cohort-main")]
  n4[/"allusers"/]
  n5{{"secret: key"}}
  n6(["bot@x.iam"])
  n1 --> n0
  n2 --> n0
  n4 -- "list" --> n3
  n0 -- "read" --> n3
  n0 -. "mutate on request" .-> n3
  n6 -- "read" --> n5
)");
}

TEST_CASE("A dataset's diagram in DOT has the same") {
  MadeUpPlan made_up;
  fill(made_up);
  CHECK(diagram_dot(AccessGraph(made_up.plan()), "cohort") == R"DOT(digraph "cohort" {
  rankdir=LR
  node [fontname="sans-serif"]
  edge [fontname="sans-serif"]
  n0 [label="cohort-analysis" shape=box]
  n1 [label="jo@x.org" shape=box style=rounded]
  n2 [label="other-analysis" shape=box]
  n3 [label="cohort-main" shape=cylinder]
  n4 [label="allusers" shape=box style=dotted]
  n5 [label="key\n(secret)" shape=note]
  n6 [label="bot@x.iam" shape=box style="rounded,dashed"]
  n1 -> n0
  n2 -> n0
  n4 -> n3 [label="list"]
  n0 -> n3 [label="read"]
  n0 -> n3 [label="mutate on request" style=dashed]
  n6 -> n5 [label="read"]
}
)DOT");
}

TEST_CASE("Nothing in a name acts as Mermaid, HTML or DOT") {
  MadeUpPlan made_up;
  made_up.in_dataset("d\"d");
  made_up.grant(made_up.person("\"] --> <b>`x`</b>;\n%%#&\\N"),
                made_up.made(TargetKind::kBucket, "b"), AccessLevel::kRead, "");
  const AccessGraph graph(made_up.plan());
  CHECK(diagram_mermaid(graph, "d\"d") ==
        "flowchart LR\n"
        "  n0[(\"b\")]\n"
        "  n1(\"#34;#93; --#62; #60;b#62;#96;x#96;#60;/b#62;#59;#92;x0a#37;#37;#35;#38;#92;n\")\n"
        "  n1 -- \"read\" --> n0\n");
  CHECK(diagram_dot(graph, "d\"d")
            .find(R"(n1 [label="\"] --> <b>`x`</b>;\\x0a%%#&amp;\\n" shape=box style=rounded])") !=
        std::string::npos);
  CHECK(diagram_dot(graph, "d\"d").starts_with("digraph \"d\\\"d\" {\n"));
}

TEST_CASE("Of a thing that datasets share a diagram shows what its own dataset gives") {
  MadeUpPlan made_up;
  for (const char* dataset : {"a", "b"}) {
    made_up.in_dataset(dataset);
    made_up.grant(made_up.group(dataset).principal, made_up.named(TargetKind::kBucket, "shared"),
                  AccessLevel::kRead, "");
  }
  CHECK(diagram_mermaid(AccessGraph(made_up.plan()), "b") ==
        "flowchart LR\n  n0[\"b\"]\n  n1[(\"shared\")]\n  n0 -- \"read\" --> n1\n");
}

}  // namespace
}  // namespace cpginfra::report
