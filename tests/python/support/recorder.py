# SPDX-License-Identifier: MIT
"""Runs a Pulumi program against a cloud that is made up, and records what the engine is sent.

The recording has the form of tests/golden/README.md, and the cloud is the one described there:

    recording = record(lambda: cpginfra.deploy(plan))
    assert recording["resources"] == expected["resources"]
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import logging
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import mocks, rpc, set_all_config, settings
from pulumi.runtime.proto import provider_pb2, resource_pb2
from pulumi.runtime.stack import run_in_stack

Json = dict[str, Any]

SIGNATURE = rpc._special_sig_key
SECRET, RESOURCE = rpc._special_secret_sig, rpc._special_resource_sig
ARCHIVE, ASSET = rpc._special_archive_sig, rpc._special_asset_sig
UNKNOWN = "<unknown>"
# Older releases of the SDK have one message for answers to programs and to the engine.
INVOKE_ANSWER: Any = getattr(resource_pb2, "ResourceInvokeResponse", provider_pb2.InvokeResponse)

# What the recordings leave out, since an SDK adds it by itself.
UNRECORDED_SECRET_OUTPUTS = {"effectiveLabels", "pulumiLabels"}


def number(text: str) -> str:
    return str(int(hashlib.sha256(text.encode()).hexdigest()[:10], 16))


def made_up_outputs(type_: str, name: str, inputs: Json) -> Json:
    """Returns what the cloud adds to a resource's inputs, its `id` included."""
    match type_:
        case "gcp:organizations/project:Project":
            project = inputs["projectId"]
            return {"id": f"projects/{project}", "number": number(project)}
        case "gcp:serviceaccount/account:Account":
            email = f"{inputs['accountId']}@{inputs['project']}.iam.gserviceaccount.com"
            path = f"projects/{inputs['project']}/serviceAccounts/{email}"
            return {
                "id": path,
                "name": path,
                "email": email,
                "member": f"serviceAccount:{email}",
                "uniqueId": number(email),
            }
        case "gcp:serviceaccount/key:Key":
            return {"privateKey": "a2V5OiA="}
        case "gcp:cloudidentity/group:Group":
            path = f"groups/{number(inputs['groupKey']['id'])}"
            return {"id": path, "name": path}
        case "gcp:secretmanager/secret:Secret":
            path = f"projects/{inputs['project']}/secrets/{inputs['secretId']}"
            return {"id": path, "name": path}
        case "gcp:artifactregistry/repository:Repository":
            return {"name": inputs["repositoryId"]}
        case "gcp:iam/workloadIdentityPoolProvider:WorkloadIdentityPoolProvider":
            path = (
                f"projects/{inputs['project']}/locations/global/workloadIdentityPools/"
                f"{inputs['workloadIdentityPoolId']}/providers/"
                f"{inputs['workloadIdentityPoolProviderId']}"
            )
            return {"id": path, "name": path}
        case "gcp:cloudfunctionsv2/function:Function":
            return {"name": f"{name}-fn", "url": f"https://{name}.example"}
        case "gcp:storage/bucketObject:BucketObject":
            return {"name": inputs.get("name", f"{name}-object")}
        case "pulumi-python:dynamic:Resource" if "username" in inputs:
            return {"cloud_id": f"{inputs['username']}@hail.iam.gserviceaccount.com"}
        case "pulumi-python:dynamic:Resource" if set(inputs) == {"project_name"}:
            return {"project_id": int(number(name)[:6])}
    return {}


@dataclass
class Request:
    """One registration as it came in."""

    message: Any
    entry: Json


class Unused(mocks.Mocks):
    """What mocks are made of; the recorder answers by itself."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise NotImplementedError

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, Json]:
        raise NotImplementedError


class Unreachable(grpc.RpcError):  # type: ignore[misc]  # mypy knows nothing of gRPC
    """What the engine answers where a provider could not."""

    def code(self) -> grpc.StatusCode:
        return grpc.StatusCode.UNKNOWN  # As of all that a provider could not do.

    def details(self) -> str:
        return "the service cannot be reached"


@dataclass
class Recorder(mocks.MockMonitor):
    """Answers as the engine would, and keeps what it was asked."""

    preview: bool = False
    unanswered: frozenset[str] = frozenset()  # Functions whose service cannot be reached.
    requests: list[Request] = field(default_factory=list)
    invokes: list[Any] = field(default_factory=list)
    exports: Json = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        super().__init__(Unused())

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802
        urn = self.make_urn(request.parent, request.type, request.name)
        if request.type == "pulumi:pulumi:Stack":
            return resource_pb2.RegisterResourceResponse(urn=urn)
        entry = recorded(request)
        outputs = made_up_outputs(request.type, request.name, entry["inputs"])
        id_ = outputs.pop("id", f"{request.name}_id")
        answer = struct_pb2.Struct()
        answer.CopyFrom(request.object)
        if self.preview:
            id_ = ""
        else:
            answer.update(outputs)
        state = json_format.MessageToDict(answer)
        self.resources[urn] = mocks.MockMonitor.ResourceRegistration(urn, id_, state)
        with self.lock:
            self.requests.append(Request(request, entry))
        return resource_pb2.RegisterResourceResponse(urn=urn, id=id_, object=answer)

    def Invoke(self, request: Any) -> Any:  # noqa: N802
        answer = struct_pb2.Struct()
        if request.tok in self.unanswered:
            raise Unreachable
        match request.tok:
            case "gcp:organizations/getOrganization:getOrganization":
                organization = "organizations/123456789"
                answer.update({"orgId": "123456789", "id": organization, "name": organization})
            case "gcp:organizations/getProject:getProject":
                answer.update({"number": number(request.args["projectId"])})
            case "gcp:secretmanager/getSecretVersion:getSecretVersion":
                answer.update({"secretData": "slack-token"})
            case "pulumi:pulumi:getResource":
                answer.update(self.resources[request.args["urn"]]._asdict())
            case token:
                raise AssertionError(token)
        with self.lock:
            self.invokes.append(request)
        return INVOKE_ANSWER(**{"return": answer})

    def RegisterResourceOutputs(self, request: Any) -> Any:  # noqa: N802
        if request.urn.split("::")[2] == "pulumi:pulumi:Stack":
            self.exports = plain(json_format.MessageToDict(request.outputs))
        return empty_pb2.Empty()

    def recording(self) -> Json:
        resources = sorted(
            (request.entry for request in self.requests), key=lambda r: (r["type"], r["name"])
        )
        return {"exports": self.exports, "resources": resources}


def record(
    program: Callable[[], object],
    *,
    preview: bool = False,
    config: Mapping[str, str] | None = None,
    logger: logging.Logger | None = None,
    unanswered: frozenset[str] = frozenset(),
) -> Recorder:
    """Runs the program as the engine's language host would; what it raises comes through."""
    recorder = Recorder(preview=preview, unanswered=unanswered)
    set_all_config(dict(config or {}))
    loop = asyncio.new_event_loop()
    # A failure comes through as what the program raises; what else waited for it is no news.
    loop.set_exception_handler(lambda *_: None)
    asyncio.set_event_loop(loop)
    try:
        mocks.set_mocks(Unused(), preview=preview, logger=logger, monitor=recorder)
        forget_root()
        loop.run_until_complete(run_in_stack(cast("Any", program)))
    finally:
        forget_root()
        settings.configure(settings.Settings("project", "stack"))
        loop.close()
        asyncio.set_event_loop(None)
    return recorder


def forget_root() -> None:
    """Lets a stack be made anew, of which a program has but one."""
    settings.set_root_resource(cast("Any", None))


def recorded(request: Any) -> Json:
    """Returns a registration in the form of the recordings."""
    inputs = json_format.MessageToDict(request.object)
    inputs.pop("__provider", None)
    entry = {
        "type": request.type,
        "name": request.name,
        "inputs": plain(inputs),
        "secretInputs": list(secret_paths(inputs)),
        "dependencies": sorted(map(short, request.dependencies)),
        "propertyDependencies": {
            name: sorted(map(short, dependencies.urns))
            for name, dependencies in request.propertyDependencies.items()
            if dependencies.urns
        },
        "ignoreChanges": list(request.ignoreChanges),
        "deleteBeforeReplace": request.deleteBeforeReplace,
        "replaceOnChanges": list(request.replaceOnChanges),
        "protect": request.protect,
        "additionalSecretOutputs": sorted(
            set(request.additionalSecretOutputs) - UNRECORDED_SECRET_OUTPUTS
        ),
        "aliases": [alias(spec) for spec in request.aliases],
        "provider": request.provider.split("::")[3] if request.provider else "",
    }
    assert request.parent.endswith("::pulumi:pulumi:Stack::project-stack"), request.parent
    always = {"type", "name", "inputs"}
    return {key: value for key, value in entry.items() if value or key in always}


def alias(spec: Any) -> Json:
    assert not spec.urn, spec
    return {key: value for key in ("name", "type") if (value := getattr(spec.spec, key))}


def short(urn: str) -> str:
    """Returns `type::name` for a URN of the engine."""
    _, _, types, name = urn.split("::", 3)
    return f"{types.rpartition('$')[2]}::{name}"


def plain(value: Any) -> Any:
    """Returns a value of the wire without what marks its special parts."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if value == rpc.UNKNOWN:
        return UNKNOWN
    if not isinstance(value, dict):
        return value
    match value.get(SIGNATURE):
        case None:
            return {key: plain(item) for key, item in value.items()}
        case str(sig) if sig == SECRET:
            return plain(value["value"])
        case str(sig) if sig == RESOURCE:
            return {"resource": short(value["urn"])}
        case str(sig) if sig == ARCHIVE:
            return {"archive": sorted(value["assets"])}
        case str(sig) if sig == ASSET:
            return {"asset": value["text"]}
    raise AssertionError(value)


def secret_paths(value: Any, path: str = "") -> Iterator[str]:
    """Yields the paths of what is wrapped as a secret."""
    if isinstance(value, list):
        for place, item in enumerate(value):
            yield from secret_paths(item, f"{path}[{place}]")
    elif isinstance(value, dict) and value.get(SIGNATURE) == SECRET:
        yield path
    elif isinstance(value, dict) and SIGNATURE not in value:
        for key, item in value.items():
            yield from secret_paths(item, f"{path}.{key}" if path else key)


def by_urn(recording: Mapping[str, Any]) -> dict[str, Json]:
    return {f"{r['type']}::{r['name']}": r for r in recording["resources"]}


def differences(ours: Json, expected: Json) -> list[str]:
    """Says what differs, a resource a line, so that a failure can be read."""
    left, right = by_urn(ours), by_urn(expected)
    lines = [f"missing: {urn}" for urn in right.keys() - left.keys()]
    lines += [f"not in the recording: {urn}" for urn in left.keys() - right.keys()]
    for urn in left.keys() & right.keys():
        for key in sorted(left[urn].keys() | right[urn].keys()):
            mine, theirs = left[urn].get(key), right[urn].get(key)
            if mine != theirs:
                lines.append(f"{urn} {key}: {json.dumps(mine)} instead of {json.dumps(theirs)}")
    if ours["exports"] != expected["exports"]:
        lines.append(f"exports: {ours['exports']} instead of {expected['exports']}")
    return sorted(lines)
