# SPDX-License-Identifier: MIT
"""The stand-in for the clouds' providers, spoken to as the engine does, without an engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
from engine.cloud import Cloud
from engine.deployment import DYNAMIC
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

TESTS = Path(__file__).parents[2]

BUCKET = "gcp:storage/bucket:Bucket"
OBJECT = "gcp:storage/bucketObject:BucketObject"
ACCOUNT = "gcp:serviceaccount/account:Account"

DIFF_NONE = provider_pb2.DiffResponse.DIFF_NONE
DIFF_SOME = provider_pb2.DiffResponse.DIFF_SOME


def struct(content: dict[str, Any]) -> struct_pb2.Struct:
    return json_format.ParseDict(content, struct_pb2.Struct())


def plain(content: struct_pb2.Struct) -> dict[str, Any]:
    found: dict[str, Any] = json_format.MessageToDict(content)
    return found


def urn(type_: str, name: str) -> str:
    return f"urn:pulumi:test::cpginfra::{type_}::{name}"


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "cloud.sqlite")


@pytest.fixture
def stub(cloud: Cloud, tmp_path: Path) -> Iterator[provider_pb2_grpc.ResourceProviderStub]:  # noqa: ARG001
    path = str(tmp_path / "cloud.sqlite")
    command = [sys.executable, "-m", "engine.stand_in_provider", "gcp", path]
    variables = {**os.environ, "PYTHONPATH": str(TESTS / "python")}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=variables) as process:
        try:
            assert process.stdout is not None
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield provider_pb2_grpc.ResourceProviderStub(channel)
        finally:
            process.kill()


# The other recordings have nothing that these have not.
@pytest.mark.parametrize("case", ["everything", "billing-plugin", "github-wif"])
def test_all_that_is_recorded_can_be_made_once_and_taken_away(
    case: str, cloud: Cloud, stub: provider_pb2_grpc.ResourceProviderStub
) -> None:
    expected = TESTS / "golden" / case / "expected.json"
    resources = [
        resource
        for resource in json.loads(expected.read_text())["resources"]
        if resource["type"] != DYNAMIC and not resource["type"].startswith("pulumi:")
    ]
    made = []
    for resource in resources:
        place, inputs = urn(resource["type"], resource["name"]), struct(resource["inputs"])
        checked = stub.Check(provider_pb2.CheckRequest(urn=place, news=inputs))
        assert not checked.failures
        made.append(stub.Create(provider_pb2.CreateRequest(urn=place, properties=inputs)))
    assert len(cloud.things()) == len(resources)

    in_buckets_first = sorted(
        zip(resources, made, strict=True), key=lambda pair: pair[0]["type"] == BUCKET
    )
    for resource, answer in in_buckets_first:
        place = urn(resource["type"], resource["name"])
        known = {"urn": place, "id": answer.id, "properties": answer.properties}
        read = stub.Read(provider_pb2.ReadRequest(inputs=struct(resource["inputs"]), **known))
        assert (read.id, read.properties) == (answer.id, answer.properties)
        stub.Delete(provider_pb2.DeleteRequest(**known))
    kept = {"gcp:organizations/project:Project", "gcp:projects/service:Service"}
    assert {thing.type for thing in cloud.things()} <= kept
    assert len(cloud.things()) == sum(resource["type"] in kept for resource in resources)


def test_a_preview_knows_no_outputs_and_makes_nothing(
    cloud: Cloud, stub: provider_pb2_grpc.ResourceProviderStub
) -> None:
    inputs = {"accountId": "ann", "project": UNKNOWN}
    request = provider_pb2.CreateRequest(
        urn=urn(ACCOUNT, "an-account"), properties=struct(inputs), preview=True
    )
    answer = stub.Create(request)
    outputs = dict.fromkeys(("email", "member", "name", "uniqueId"), UNKNOWN)
    assert (answer.id, plain(answer.properties)) == ("", {**inputs, **outputs})
    assert cloud.things() == []


def test_the_recorded_answers(stub: provider_pb2_grpc.ResourceProviderStub) -> None:
    inputs = {"accountId": "ann", "project": "oak"}
    request = provider_pb2.CreateRequest(urn=urn(ACCOUNT, "a"), properties=struct(inputs))
    answer = stub.Create(request)
    email = "ann@oak.iam.gserviceaccount.com"
    assert answer.id == f"projects/oak/serviceAccounts/{email}"
    assert plain(answer.properties) == {
        **inputs,
        "email": email,
        "member": f"serviceAccount:{email}",
        "name": answer.id,
        "uniqueId": str(int("5c147768c1", 16)),
    }


def test_what_changes_is_updated_or_replaced(stub: provider_pb2_grpc.ResourceProviderStub) -> None:
    olds = {"bucket": "b", "content": "1", "name": "n"}

    def diff(type_: str, olds: dict[str, Any], news: dict[str, Any]) -> Any:
        request = provider_pb2.DiffRequest(
            urn=urn(type_, "x"), old_inputs=struct(olds), news=struct(news)
        )
        found = stub.Diff(request)
        return (found.changes, list(found.replaces), found.deleteBeforeReplace)

    assert diff(OBJECT, olds, olds) == (DIFF_NONE, [], False)
    assert diff(OBJECT, olds, {**olds, "content": "2"}) == (DIFF_SOME, ["content"], True)
    assert diff(OBJECT, olds, {**olds, "name": "m"}) == (DIFF_SOME, ["name"], False)
    bucket = {"name": "b", "location": "here"}
    assert diff(BUCKET, bucket, {**bucket, "versioning": {"enabled": True}}) == (
        DIFF_SOME,
        [],
        False,
    )
    assert diff(BUCKET, bucket, {**bucket, "project": UNKNOWN}) == (DIFF_SOME, ["project"], True)


def test_wrong_inputs_are_refused(stub: provider_pb2_grpc.ResourceProviderStub) -> None:
    def problems(type_: str, inputs: dict[str, Any]) -> list[str]:
        request = provider_pb2.CheckRequest(urn=urn(type_, "x"), news=struct(inputs))
        return [failure.reason for failure in stub.Check(request).failures]

    assert problems(BUCKET, {"location": "here", "nmae": "b"}) == [
        f"{BUCKET} needs name",
        f"{BUCKET} has no nmae",
    ]
    assert problems("gcp:storage/bukket:Bucket", {}) == [
        "there is no type gcp:storage/bukket:Bucket"
    ]


def test_a_bucket_with_objects_stays(stub: provider_pb2_grpc.ResourceProviderStub) -> None:
    bucket = struct({"name": "b", "location": "here"})
    blob = struct({"bucket": "b", "name": "n", "content": "1"})
    stub.Create(provider_pb2.CreateRequest(urn=urn(BUCKET, "x"), properties=bucket))
    made = stub.Create(provider_pb2.CreateRequest(urn=urn(OBJECT, "x"), properties=blob))
    assert plain(made.properties) == {"bucket": "b", "name": "n", "content": "1"}
    delete = provider_pb2.DeleteRequest(urn=urn(BUCKET, "x"), properties=bucket)
    with pytest.raises(grpc.RpcError) as caught:
        stub.Delete(delete)
    assert caught.value.details() == "cannot delete x: 409: the bucket b is not empty"
    stub.Delete(provider_pb2.DeleteRequest(urn=urn(OBJECT, "x"), properties=blob))
    stub.Delete(delete)
