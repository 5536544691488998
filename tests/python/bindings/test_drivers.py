# SPDX-License-Identifier: MIT
from __future__ import annotations

import datetime
import gc
import json
import threading
from typing import Any

import cpginfra
import pytest
from bindings.institute import INSTITUTE, infrastructure, institute
from cpginfra import (
    BucketMembership,
    ContainerRegistryMembership,
    CpgInfraError,
    CPGInfrastructure,
    CPGInfrastructureUser,
    Deferred,
    GcpInfrastructure,
    MachineAccountRole,
    SecretMembership,
    TemporaryBucketAccessType,
)

BUCKET = "gcp:storage/bucket:Bucket"


def test_main_plans_what_build_plan_plans() -> None:
    drivers = infrastructure()
    drivers.main()
    plan = cpginfra.build_plan(cpginfra.load(INSTITUTE))
    assert drivers.plan.to_json() == plan.to_json()


def test_drivers_give_what_upstreams_give() -> None:
    drivers = infrastructure()
    common = drivers.common_dataset
    assert common.dataset == drivers.config.common_dataset
    assert common == drivers.dataset_infrastructures["common"]
    assert set(drivers.dataset_infrastructures) == set(drivers.dataset_configs)
    gcp = common.clouds["gcp"]
    assert isinstance(gcp.infra, GcpInfrastructure)
    assert gcp.infra.name() == GcpInfrastructure.name() == "gcp"
    assert gcp.infra == drivers.common_gcp_infra
    assert gcp.root == drivers
    bucket = gcp.main_bucket
    assert bucket == gcp.main_bucket
    assert bucket.resource is not None
    assert (bucket.resource.type, bucket.resource.name) == (BUCKET, "common-gcp-main-bucket")
    assert bucket.resource.inputs["name"] == "ieg-common-main"
    assert isinstance(bucket.name, Deferred)
    assert gcp.analysis_group.name == "common-analysis"
    assert gcp.analysis_group.is_group
    assert set(gcp.access_level_groups) == {"test", "standard", "full"}
    assert gcp.access_level_groups["full"] == gcp.full_group
    assert gcp.metamist_groups["main-read"].name == "common-sample-metadata-main-read"
    assert next(iter(gcp.main_upload_buckets)) == "main-upload"
    assert set(gcp.hail_accounts_by_access_level) == {"test", "standard", "full"}
    registry = drivers.gcp_python_registry
    assert registry is not None
    assert registry.location.resource == registry.resource
    with pytest.raises(CpgInfraError, match="not deployed on azure"):
        _ = drivers.common_azure_infra


def test_every_property_of_the_drivers_can_be_read_before_and_after() -> None:
    for finished in (False, True):
        drivers = infrastructure()
        if finished:
            drivers.main()
        common = drivers.common_dataset
        for part in (drivers, common, common.clouds["gcp"], drivers.group_provider):
            for name in dir(type(part)):
                if isinstance(getattr(type(part), name), property):
                    try:
                        repr(getattr(part, name))
                    except CpgInfraError as error:
                        assert "azure" in str(error) or finished  # noqa: PT017


def test_what_nobody_asked_for_in_time_is_an_error() -> None:
    drivers = infrastructure()
    drivers.main()
    newborn = drivers.dataset_infrastructures["newborn"].clouds["gcp"]
    assert not newborn.dataset_config.enable_release
    for _ in range(2):
        with pytest.raises(CpgInfraError, match="nothing asked for it"):
            _ = newborn.release_bucket
    assert newborn.main_bucket.resource in list(drivers.plan.resources)
    with pytest.raises(CpgInfraError, match="finished"):
        drivers.common_gcp_infra.create_bucket("late")
    with pytest.raises(CpgInfraError, match="finished"):
        drivers.declare("a:b:C", "late")
    with pytest.raises(CpgInfraError, match="finished"):
        drivers.common_dataset.clouds["gcp"].analysis_group.add_member("late", "a@b.c")
    with pytest.raises(CpgInfraError, match="finished"):
        drivers.main()


def test_lists_may_be_of_any_length() -> None:
    drivers = infrastructure()
    infra = drivers.common_gcp_infra
    prefixes = [f"batch-{number}/" for number in range(20)]
    bucket = infra.create_bucket("audit", [infra.bucket_rule_temporary(3, prefixes)])
    groups = [
        drivers.group_provider.create_group(infra, f"readers-{number}", cache_members=True)
        for number in range(6)
    ]
    infra.create_temporary_bucket_access("d", bucket, TemporaryBucketAccessType.READ, groups)
    assert bucket.resource is not None
    conditions = [rule["condition"] for rule in bucket.resource.inputs["lifecycleRules"]]
    assert {"age": 3, "matchesPrefixes": prefixes} in conditions
    (entitlement,) = (one for one in drivers.plan.resources if one.name == "common-gcp-d")
    (eligible,) = entitlement.inputs["eligibleUsers"]
    assert len(eligible["principals"]) == len(groups)


def test_every_method_of_a_cloud() -> None:
    drivers = infrastructure()
    infra = drivers.common_gcp_infra
    group = drivers.group_provider.create_group(infra, "readers", cache_members=True)
    account = infra.create_machine_account("robot")
    elsewhere = infra.create_machine_account("other", "another-1", resource_key="other-sa")
    rules = [infra.bucket_rule_undelete(), infra.bucket_rule_archive(days=5)]
    rules.append(infra.bucket_rule_temporary(3, ["incomplete/"]))
    bucket = infra.create_bucket("audit", rules, autoclass=True, soft_delete_protection=False)
    unique = infra.create_bucket("whole-name", unique=True, versioning=False)
    infra.add_member_to_bucket("a", bucket, group, BucketMembership.READ)
    infra.add_member_to_bucket("b", "existing", account, "append")
    infra.add_member_to_bucket("c", unique, "jane@uni.edu", BucketMembership.MUTATE)
    infra.create_temporary_bucket_access("d", bucket, TemporaryBucketAccessType.READ, [group])
    blob = infra.add_blob_to_bucket("blob", bucket, "x.txt", infra.bucket_output_path(bucket))
    infra.give_member_ability_to_list_buckets("e", account)
    infra.add_member_to_machine_account_role("f", account, group, MachineAccountRole.ADMIN)
    key = infra.get_credentials_for_machine_account("key", account)
    secret = infra.create_secret("token")
    infra.add_secret_version("token-1", secret, key)
    infra.add_secret_member("g", secret, elsewhere, SecretMembership.ACCESSOR)
    infra.add_secret_member("h", "theirs", account, "admin", project="their-project")
    registry = infra.create_container_registry("images-x")
    infra.add_member_to_container_registry("i", registry, account, "reader")
    infra.add_member_to_container_registry(
        "j", "theirs", group, ContainerRegistryMembership.WRITER, project="their-project"
    )
    plain = infra.create_group("plain", "A group at once")
    infra.add_group_member("k", plain, "jane@uni.edu")
    infra.add_group_member("whole-key", plain, group, unique_resource_key=True)
    infra.add_group_member("l", "existing@groups.institute.example", account)
    project = infra.create_project("further-project", "further-1")
    infra.create_fixed_budget(
        "fixed", project=project, budget=7, start_date=datetime.date(2024, 2, 3)
    )
    infra.create_monthly_budget("monthly", budget=8)
    infra.add_project_role("m", member=account, role="roles/browser", project=project)
    infra.add_cloudrun_invoker("n", service="svc", project="their-project", member=group)
    infra.add_batch_jobs_editor_role("o", account)
    infra.add_batch_agent_reporter_role("p", account)
    infra.add_member_to_dataproc_api("q", account, "worker")
    infra.add_member_to_dataproc_api("r", account, "roles/dataproc.editor")
    infra.create_bucket("far", [infra.bucket_rule_abort_incomplete_multipart_upload(3)])
    drivers.main()

    plan = drivers.plan
    assert blob is not None
    assert blob.inputs["name"] == "x.txt"
    assert plan.find(BUCKET, "common-gcp-whole-name-bucket") == unique.resource
    audit = plan.find(BUCKET, "common-gcp-audit-bucket")
    assert audit is not None
    assert len(audit.inputs["lifecycleRules"]) == 4
    assert audit.inputs["softDeletePolicy"] == {"retentionDurationSeconds": 0}
    budget = plan.find("gcp:billing/budget:Budget", "common-gcp-gcp-fixed")
    assert budget is not None
    assert budget.inputs["budgetFilter"]["customPeriod"] == {
        "startDate": {"day": 3, "month": 2, "year": 2024}
    }
    assert key.secret
    for name, role in (("q", "roles/dataproc.worker"), ("r", "roles/dataproc.editor")):
        member = plan.find("gcp:projects/iAMMember:IAMMember", f"common-gcp-{name}")
        assert member is not None
        assert member.inputs["role"] == role
        (service,) = member.depends_on
        assert service.inputs["service"] == "dataproc.googleapis.com"
    far = plan.find(BUCKET, "common-gcp-far-bucket")
    assert far is not None
    assert [rule["condition"] for rule in far.inputs["lifecycleRules"]] == [{"age": 3}, {"age": 7}]
    grants = {
        (grant.target.name, grant.member.label, grant.level)
        for grant in plan.grants
        if grant.target.name in {"ieg-common-audit", "existing", "whole-name", "theirs", "token"}
    }
    robot = next(label for _, label, level in grants if level == "append")
    assert robot.startswith("robot@")
    readers = "readers@groups.institute.example"
    assert ("ieg-common-audit", readers, "read") in grants
    assert ("whole-name", "jane@uni.edu", "mutate") in grants
    assert ("theirs", readers, "push") in grants
    memberships = {(item.group_name, item.member.label) for item in plan.memberships}
    assert ("plain", "jane@uni.edu") in memberships
    assert ("plain", readers) in memberships
    access = cpginfra.AccessGraph(plan).who_can("read", "ieg-common-audit")
    assert access == []  # the group is empty, and the account reaches another bucket


def test_groups_resolve_nested_members() -> None:
    drivers = infrastructure()
    provider = drivers.group_provider
    infra = drivers.common_gcp_infra
    inner = provider.create_group(infra, "inner", cache_members=False)
    user = CPGInfrastructureUser.Cloud(id="Jane@uni.edu", hail_batch_username="jane")
    inner.add_member("jane-in-inner", "Jane@uni.edu", user)
    outer = provider.create_group(infra, "outer", cache_members=True, members={"key": inner})
    outer.add_member("robot-in-outer", infra.create_machine_account("robot"))
    outer.add_member("jane-in-outer", "Jane@uni.edu", user)
    assert outer.members["key"] == inner
    members = provider.resolve_group_members(outer)
    assert [member.cloud_id for member in members if isinstance(member.cloud_id, str)] == [
        "Jane@uni.edu"
    ]
    assert [member.user for member in members] == [user, None]
    assert provider.get_group("gcp", "outer") == outer
    assert provider.groups["gcp"]["inner"] == inner
    with pytest.raises(KeyError):
        provider.get_group("gcp", "nowhere")
    with pytest.raises(KeyError):
        provider.get_group("nowhere", "outer")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="already exists"):
        provider.create_group(infra, "outer", cache_members=False)
    with pytest.raises(ValueError, match="member of itself"):
        outer.add_member("self", outer)


def test_what_names_a_group_or_a_secret() -> None:
    drivers = infrastructure()
    infra = drivers.common_gcp_infra
    group = drivers.common_dataset.clouds["gcp"].analysis_group
    resource = group.group.resource
    assert resource is not None
    for named in (group, group.group, resource):
        key = infra.get_group_key(named)
        assert (key.resource, key.name) == (resource, "id")
        assert infra.get_group_key(key) == key
    assert drivers.config.gcp is not None
    email = f"theirs@{drivers.config.gcp.groups_domain}"
    assert infra.get_group_key(email) == f"group:{email}"
    assert infra.get_group_key("groups/123") == "groups/123"
    secret = infra.create_secret("token")
    for handle in (secret, secret.resource):
        key = infra.get_secret_key(handle)
        assert (key.resource, key.name) == (secret.resource, "id")
    assert infra.get_secret_key("projects/p/secrets/s") == "projects/p/secrets/s"


def test_names_that_plugins_of_upstream_use() -> None:
    drivers = infrastructure()
    infra = drivers.common_gcp_infra
    organization = infra.organization
    assert (organization.org_id.form, organization.org_id.name) == ("invoke", "orgId")
    assert organization.domain.arguments[0] == {"domain": drivers.config.domain}
    assert infra.get_project() == infra.project
    assert infra.get_project_id() == infra.project_id
    gcp, hail = drivers.common_dataset.clouds["gcp"], drivers.config.hail
    assert hail is not None
    assert (gcp.hail_batch_url, gcp.hail_auth_url) == (
        hail.gcp.hail_batch_url,
        hail.gcp.hail_auth_url,
    )
    assert drivers.resolve_dataset_order() == list(drivers.dataset_infrastructures)
    members = ["b@x.edu", "robot", "a@y.edu", "B@X.edu"]
    assert CPGInfrastructure.sort_members(members) == ["robot", "b@x.edu", "a@y.edu"]
    text = cpginfra.dict_to_toml({"b": {"y": 1, "x": ["a", "b"]}, "a": "c"})
    assert text == 'a = "c"\n\n[b]\nx = ["a", "b"]\ny = 1\n'


def test_groups_come_after_those_nested_in_them() -> None:
    drivers = infrastructure()
    drivers.main()
    provider = drivers.group_provider
    order = [group.name for group in provider.static_group_order("gcp")]
    assert sorted(order) == sorted(provider.groups["gcp"])
    place = {name: number for number, name in enumerate(order)}
    nested = [
        (group.name, member.name)
        for group in provider.groups["gcp"].values()
        for member in group.members.values()
        if isinstance(member, cpginfra.GroupProvider.Group)
    ]
    assert len(nested) > 100
    assert [pair for pair in nested if place[pair[1]] > place[pair[0]]] == []
    assert provider.static_group_order("azure") == []
    with pytest.raises(KeyError):
        provider.static_group_order("nowhere")  # type: ignore[arg-type]


def test_groups_in_a_circle_are_an_error() -> None:
    drivers = infrastructure()
    provider = drivers.group_provider
    first = provider.create_group(drivers.common_gcp_infra, "first", cache_members=True)
    second = provider.create_group(drivers.common_gcp_infra, "second", cache_members=True)
    first.add_member("a", second)
    second.add_member("b", first)
    assert provider.resolve_group_members(first) == []
    with pytest.raises(CpgInfraError, match="members of each other"):
        drivers.main()


def test_declared_resources_take_every_option() -> None:
    drivers = infrastructure()
    bucket = drivers.common_dataset.clouds["gcp"].main_bucket
    topic = drivers.declare("gcp:pubsub/topic:Topic", "topic", {"labels": {"a": None, "b": [1]}})
    provider = drivers.declare("pulumi:providers:gcp", "provider", {"region": "x"})
    declared = drivers.declare(
        "gcp:pubsub/subscription:Subscription",
        "subscription",
        {"topic": topic.attribute("name"), "bucket": bucket, "whole": topic},
        depends_on=[bucket],
        ignore_changes=["labels"],
        replace_on_changes=["*"],
        additional_secret_outputs=["token"],
        aliases=["former", {"type": "a:b:C"}],
        delete_before_replace=True,
        protect=True,
        retain_on_delete=True,
        import_id="projects/x/subscriptions/y",
        provider=provider,
    )
    assert declared.depends_on == [bucket.resource]
    assert set(declared.dependencies) == {bucket.resource, topic}
    assert topic.inputs == {"labels": {"b": [1]}}
    assert declared.inputs["bucket"].name == "name"
    options = json.loads(json.dumps(declared.options, default=lambda resource: resource.name))
    assert options["protect"] is True
    for option in ("labels", "token", "former", "a:b:C", "projects/x/subscriptions/y", "provider"):
        assert option in json.dumps(options), option
    number = drivers.invoke("gcp:organizations/getProject:getProject", {}, "number")
    drivers.export("number", number)
    drivers.warn("look here")
    drivers.main()
    assert drivers.plan.exports["number"] == number
    assert "look here" in [note.text for note in drivers.plan.warnings]


def test_two_resources_of_one_name_are_an_error() -> None:
    drivers = infrastructure()
    drivers.declare("a:b:C", "twice")
    drivers.declare("a:b:C", "twice")
    drivers.declare("a:b:D", "twice")
    with pytest.raises(CpgInfraError, match="twice"):
        drivers.main()


def test_hostile_arguments_raise() -> None:
    drivers = infrastructure()
    other = infrastructure()
    infra = drivers.common_gcp_infra
    bucket = infra.create_bucket("mine")
    wrong: Any = 3
    endless: list[Any] = []
    endless.append(endless)
    calls: list[tuple[type[Exception] | tuple[type[Exception], ...], Any]] = [
        (TypeError, lambda: infra.create_bucket(wrong)),
        (TypeError, lambda: infra.create_bucket("x", [object()])),
        (TypeError, lambda: infra.add_member_to_bucket("k", bucket, 3, "read")),
        (TypeError, lambda: infra.add_member_to_bucket("k", bucket, None, "read")),
        (TypeError, lambda: infra.add_member_to_bucket("k", None, "a@b.c", "read")),
        (TypeError, lambda: infra.add_member_to_bucket("k", bucket, bucket.resource, "read")),
        (ValueError, lambda: infra.add_member_to_bucket("k", bucket, "a@b.c", "reed")),
        (ValueError, lambda: infra.add_member_to_bucket("k", bucket, "a@b.c", wrong)),
        (
            CpgInfraError,
            lambda: other.common_gcp_infra.add_member_to_bucket("k", bucket, "a", "read"),
        ),
        (TypeError, lambda: infra.create_bucket("x", project=3)),
        (TypeError, lambda: infra.get_group_key(bucket)),
        (TypeError, lambda: infra.get_secret_key(bucket)),
        (CpgInfraError, lambda: other.common_gcp_infra.get_secret_key(infra.create_secret("s"))),
        (TypeError, lambda: drivers.group_provider.static_group_order(wrong)),
        (CpgInfraError, lambda: CPGInfrastructure.sort_members([wrong])),
        (TypeError, lambda: infra.add_secret_version("k", 3, "x")),
        (TypeError, lambda: infra.get_credentials_for_machine_account("k", wrong)),
        (
            AttributeError,
            lambda: infra.create_fixed_budget("k", project=None, budget=1, start_date=wrong),
        ),
        (ValueError, lambda: drivers.declare("no-type", "x")),
        (ValueError, lambda: drivers.declare("a:b:C", "x", {"a": endless})),
        (TypeError, lambda: drivers.declare("a:b:C", "x", {"a": object()})),
        (TypeError, lambda: drivers.declare("a:b:C", "x", {wrong: 3})),
        (TypeError, lambda: drivers.declare("a:b:C", "x", ignore_changes="labels")),
        (TypeError, lambda: drivers.declare("a:b:C", "x", depends_on=["x"])),
        (
            CpgInfraError,
            lambda: drivers.declare("a:b:C", "x", {"a": other.common_gcp_infra.project}),
        ),
        (TypeError, lambda: CPGInfrastructure(wrong, [])),
        (TypeError, lambda: drivers.group_provider.create_group(wrong, "x", False)),
        (CpgInfraError, lambda: cpginfra.AccessGraph(drivers.plan)),
    ]
    for error, call in calls:
        with pytest.raises(error):
            call()
    # None of it has left anything half-done behind.
    drivers.main()


def test_parts_outlive_the_drivers() -> None:
    drivers = infrastructure()
    drivers.main()
    gcp = drivers.common_dataset.clouds["gcp"]
    parts = [gcp.main_bucket, gcp.analysis_group, gcp.infra, gcp.infra.project, gcp.root]
    members = drivers.group_provider.resolve_group_members(gcp.analysis_group)
    grants = drivers.plan.grants
    config = gcp.dataset_config
    access = cpginfra.AccessGraph(drivers.plan)
    del drivers, gcp
    gc.collect()
    assert [repr(part) for part in parts]
    assert [member.user for member in members if isinstance(member.cloud_id, str)]
    assert grants[0].member.label
    assert config.dataset == "common"
    assert access.who_can("list", "ieg-common-main")


def test_another_thread_waits_or_is_told() -> None:
    drivers = infrastructure()
    errors: list[Exception] = []
    go = threading.Event()

    def look() -> None:
        go.wait()
        for _ in range(2000):
            try:
                _ = len(drivers.plan)
                _ = drivers.common_dataset.clouds["gcp"].infra
            except CpgInfraError as error:
                errors.append(error)

    thread = threading.Thread(target=look)
    thread.start()
    go.set()
    drivers.main()
    thread.join()
    assert all("another thread" in str(error) for error in errors)
    assert drivers.plan.to_json() == cpginfra.build_plan(institute()).to_json()


def test_compute_hash_is_stable() -> None:
    assert cpginfra.compute_hash("dataset", "hello.world@email.com", "") == "HW-d51b65ee"
