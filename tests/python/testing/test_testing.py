# SPDX-License-Identifier: MIT
from pathlib import Path

import cpginfra
import pytest
from cpginfra import testing

ROOT = Path(__file__).parents[3]
BUCKET = "gcp:storage/bucket:Bucket"
MAIN = "cardiac-gcp-main-bucket"


@pytest.fixture(scope="module")
def plan() -> cpginfra.Plan:
    return cpginfra.build_plan(cpginfra.load(ROOT / "examples/institute"))


def test_a_resource_is_returned(plan: cpginfra.Plan) -> None:
    found = testing.assert_resource(
        plan, BUCKET, inputs={"name": "ieg-cardiac-main"}, without=["x"]
    )
    assert found == plan.find(BUCKET, MAIN)


def test_a_failure_shows_the_nearest_resource(plan: cpginfra.Plan) -> None:
    with pytest.raises(AssertionError) as failure:
        testing.assert_resource(
            plan,
            BUCKET,
            "cardiac-gcp-mian-bucket",
            inputs={"versioning": {"enabled": False}, "requesterPays": False},
        )
    assert str(failure.value) == (
        f"a plan of {len(plan)} resources has the resource "
        "gcp:storage/bucket:Bucket::cardiac-gcp-mian-bucket with\n"
        "    versioning: {enabled: false}\n"
        "    requesterPays: false\n"
        "  there is none of this name; the nearest is cardiac-gcp-main-bucket (- wanted, + found)\n"
        "    - versioning: {enabled: false}\n"
        "    + versioning: {enabled: true}\n"
        "      requesterPays: false"
    )


def test_a_failure_shows_the_path(plan: cpginfra.Plan) -> None:
    with pytest.raises(AssertionError, match=r"can-request.*cardiac-tmp-main-read-access >"):
        testing.assert_cannot_reach(
            plan, "farid.haddad@institute.example", "read", "ieg-cardiac-main"
        )


def test_each_assertion_can_fail(plan: cpginfra.Plan, tmp_path: Path) -> None:
    who = "ada.mori@institute.example"
    with pytest.raises(AssertionError, match="it has 6:"):
        testing.assert_resource_count(plan, 7, "gcp:organizations/project:Project")
    with pytest.raises(AssertionError, match="there is no way"):
        testing.assert_can_reach(plan, who, "append", "ieg-cardiac-main")
    with pytest.raises(AssertionError, match="these can as well"):
        testing.assert_reached_only_by(plan, "read", "ieg-cardiac-main", [who], standing=True)
    with pytest.raises(AssertionError, match="it depends on"):
        testing.assert_depends_on(plan, MAIN, "newborn-gcp-project")
    with pytest.raises(AssertionError, match="holds the given secret 1"):
        testing.assert_no_secret_in_clear(plan, ["ieg-cardiac"])
    with pytest.raises(AssertionError, match="there is no such file yet"):
        testing.assert_matches_snapshot(plan, tmp_path / "none.txt")


def test_a_value_that_is_none_of_a_plans_is_refused(plan: cpginfra.Plan) -> None:
    with pytest.raises(TypeError):
        testing.assert_resource(plan, BUCKET, inputs={"location": object()})


def test_a_snapshot_is_written_on_request(
    plan: cpginfra.Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "deeper" / "snapshot.txt"
    monkeypatch.setenv("CPGINFRA_UPDATE_SNAPSHOTS", "1")
    testing.assert_matches_snapshot(plan, path)
    monkeypatch.setenv("CPGINFRA_UPDATE_SNAPSHOTS", "0")
    testing.assert_matches_snapshot(plan, path)
    path.write_text(path.read_text().replace("ieg-cardiac-main: read", "ieg-cardiac-main: list"))
    with pytest.raises(AssertionError, match=r"- .*ieg-cardiac-main: list \(has\)"):
        testing.assert_matches_snapshot(plan, path)
