# SPDX-License-Identifier: MIT
"""The second stack, GitHub's workload identity, under the real engine."""

from __future__ import annotations

from collections.abc import Iterable

import cpginfra
import pytest
from engine.conftest import Surrounded
from engine.deployment import ROOT, STACK_TYPE, Deployment, Outcome, Steps, new_deployment

CONFIGURATION = ROOT / "examples/github_wif/github_wif.yaml"
POOL = "gcp:iam/workloadIdentityPool:WorkloadIdentityPool"
POOL_PROVIDER = "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider"
SECRET = "github:index/actionsEnvironmentSecret:ActionsEnvironmentSecret"  # noqa: S105

# The environment that a change adds, and all that follows from it.
STAGING = """\
          - name: staging
            push_registry: images-dev
"""
STAGED = (
    "gcp:artifactregistry/repositoryIamMember:RepositoryIamMember"
    "::ieg-images-dev-pipelines-staging-images-dev-write",
    "gcp:serviceaccount/account:Account::ieg-images-dev-pipelines-img-staging-deployer",
    "gcp:serviceaccount/iAMMember:IAMMember::ieg-images-dev-pipelines-staging-wif-binding",
    "github:index/repositoryEnvironment:RepositoryEnvironment::pipelines-staging-env",
    f"{SECRET}::pipelines-staging-env-wif-provider",
    f"{SECRET}::pipelines-staging-env-wif-sa",
)


def the_plan() -> list[str]:
    plan = cpginfra.build_github_wif_plan(cpginfra.load_github_wif(CONFIGURATION))
    names = (f"{resource.type}::{resource.name}" for resource in plan.resources)
    return [name for name in names if not name.startswith("pulumi:providers:")]


def steps(operation: str, names: Iterable[str]) -> Steps:
    return sorted(f"{operation} {name}" for name in names)


@pytest.fixture(scope="module")
def first(surrounded: Surrounded) -> tuple[Deployment, Outcome]:
    deployment = new_deployment(
        surrounded.directory / "github_wif",
        surrounded.environment,
        surrounded.server,
        ROOT / "stack/github_wif",
        CONFIGURATION,
    )
    return deployment, deployment.up()


def test_all_of_the_plan_is_made_and_stays(first: tuple[Deployment, Outcome]) -> None:
    made, outcome = first
    everything = [*the_plan(), f"{STACK_TYPE}::github_wif-test"]
    assert outcome.steps == steps("create", everything)
    there = [f"{thing.type}::{thing.logical_name}" for thing in made.cloud.things()]
    assert sorted(there) == sorted(the_plan())
    again = made.preview()
    assert again.is_success
    assert (again.steps, again.unchanged) == ([], len(everything))


def test_workflows_are_told_where_to_log_in_and_as_whom(
    first: tuple[Deployment, Outcome],
) -> None:
    made, _ = first
    told = {
        (thing.inputs["environment"], thing.inputs["secretName"]): thing.inputs["plaintextValue"]
        for thing in made.cloud.things(SECRET)
    }
    assert told == {
        ("development", "WIF_PROVIDER"): (
            "projects/ieg-images-dev/locations/global/workloadIdentityPools/github-pool"
            "/providers/github-provider"
        ),
        ("development", "WIF_SERVICE_ACCOUNT"): (
            "pipelines-img-dev-deployer@ieg-images-dev.iam.gserviceaccount.com"
        ),
        ("production", "WIF_PROVIDER"): (
            "projects/ieg-images/locations/global/workloadIdentityPools/github-pool"
            "/providers/github-provider"
        ),
        ("production", "WIF_SERVICE_ACCOUNT"): (
            "pipelines-img-prod-deployer@ieg-images.iam.gserviceaccount.com"
        ),
        ("pam", "WIF_PROVIDER"): (
            "projects/847362514029/locations/global/workloadIdentityPools/pam-pool"
            "/providers/pam-provider"
        ),
        ("pam", "WIF_SERVICE_ACCOUNT"): "pam-broker@ieg-common.iam.gserviceaccount.com",
    }


def test_an_environment_more_is_just_what_follows_from_it(deployment: Deployment) -> None:
    file = deployment.configuration
    before = "          - name: development\n"
    assert before in file.read_text()
    file.write_text(file.read_text().replace(before, STAGING + before))
    assert deployment.preview().steps == steps("create", STAGED)
    assert deployment.up().steps == steps("create", STAGED)
    assert deployment.preview().steps == []


def test_a_wrong_configuration_says_where_and_makes_nothing(deployment: Deployment) -> None:
    file = deployment.configuration
    file.write_text(file.read_text().replace("push_registry: images-dev", "push_registy: x"))
    outcome = deployment.preview()
    assert not outcome.is_success
    assert outcome.steps == []
    message = "\n".join(outcome.messages)
    assert f"{file.name}:14:13: error: unknown key 'push_registy'" in message
    assert "did you mean 'push_registry'?" in message
    assert "Traceback" not in message


def test_pools_are_deleted_only_when_their_protection_is_lifted(deployment: Deployment) -> None:
    refused = deployment.destroy()
    assert not refused.is_success
    assert {thing.type for thing in deployment.cloud.things()} >= {POOL, POOL_PROVIDER}

    deployment.rewrite_state(lambda resource: resource.update(protect=False))
    outcome = deployment.destroy()
    assert outcome.is_success
    assert deployment.state().get("resources", []) == []
    assert deployment.cloud.things() == []
