# SPDX-License-Identifier: MIT
"""What the example institute promises its participants, as tests: see institute_test.cpp.

Run it by `./dev run pytest examples/design-test`.
"""

from pathlib import Path

import cpginfra
import pytest
from cpginfra.testing import (
    assert_can_reach,
    assert_cannot_reach,
    assert_depends_on,
    assert_matches_snapshot,
    assert_no_secret_in_clear,
    assert_reached_only_by,
    assert_resource,
    assert_resource_count,
)

HERE = Path(__file__).parent
BUCKET = "gcp:storage/bucket:Bucket"


@pytest.fixture(scope="module")
def institute() -> cpginfra.Plan:
    return cpginfra.build_plan(cpginfra.load(HERE.parent / "institute"))


def test_main_data_stays_in_the_country_and_can_be_brought_back(institute: cpginfra.Plan) -> None:
    assert_resource(
        institute,
        BUCKET,
        "cardiac-gcp-main-bucket",
        inputs={
            "location": "australia-southeast1",
            "uniformBucketLevelAccess": True,
            "versioning": {"enabled": True},
            "lifecycleRules[*].condition.daysSinceNoncurrentTime": 30,
        },
    )
    assert_resource_count(institute, 0, BUCKET, inputs={"location": "us-central1"})


def test_every_dataset_has_a_project_of_its_own(institute: cpginfra.Plan) -> None:
    bucket = assert_resource(institute, BUCKET, "newborn-gcp-main-bucket")
    assert bucket.inputs["project"].resource.name == "newborn-gcp-project"
    assert_depends_on(institute, "newborn-gcp-main-bucket", "newborn-gcp-project")


def test_the_newborn_study_is_closed(institute: cpginfra.Plan) -> None:
    managers = ["ada.mori@institute.example"]
    assert_reached_only_by(institute, "read", "ieg-newborn-main", managers, people=True)
    assert_cannot_reach(institute, "chloe.tan@institute.example", "list", "ieg-newborn-main")


def test_partners_see_what_is_released_and_no_raw_data(institute: cpginfra.Plan) -> None:
    hana = "hana.novak@northfield-university.example"
    assert_can_reach(institute, hana, "read", "ieg-rare-disease-release")
    assert_cannot_reach(institute, hana, "list", "ieg-rare-disease-main")


def test_a_statistician_asks_each_time_before_reading(institute: cpginfra.Plan) -> None:
    farid = "farid.haddad@institute.example"
    assert_can_reach(institute, farid, "read", "ieg-cardiac-main")
    assert_cannot_reach(institute, farid, "read", "ieg-cardiac-main", standing=True)


def test_no_key_or_token_stands_in_the_plan(institute: cpginfra.Plan) -> None:
    assert_no_secret_in_clear(institute)


def test_nothing_changes_unseen(institute: cpginfra.Plan) -> None:
    assert_matches_snapshot(
        institute, HERE / "snapshots/newborn.txt", in_full=[BUCKET], dataset="newborn"
    )
