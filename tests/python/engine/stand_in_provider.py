# SPDX-License-Identifier: MIT
# The methods are gRPC's, and so are their names.
# ruff: noqa: N802, ARG002
"""A provider that the engine runs in place of a cloud's own, for the made-up cloud.

Usage: python -m engine.stand_in_provider PACKAGE FILE. As the engine expects, it says its port in
the first line and serves until it is killed. It behaves like the bridged providers that it stands
for: it compares what is asked with what was asked, replaces what cannot be changed, and first
deletes what must be replaced under the same name.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterable, Mapping
from concurrent import futures
from pathlib import Path
from typing import Any, NoReturn, TypeAlias

import grpc
from engine.cloud import KINDS, Cloud, CloudError, Properties, made
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc
from pulumi.runtime.rpc import UNKNOWN

# How the wire marks what is more than JSON: https://pkg.go.dev/github.com/pulumi/pulumi/sdk/v3.
_SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"  # noqa: S105

# Later than any that a program asks for.
_VERSION = "999.0.0"

# More than the engine asks for at a time.
_THREADS = 32

# Each method's own message, and gRPC's context, of which mypy knows nothing.
Request: TypeAlias = Any
Context: TypeAlias = Any


class StandInProvider(provider_pb2_grpc.ResourceProviderServicer):
    def __init__(self, package: str, cloud: Cloud) -> None:
        self._package = package
        self._cloud = cloud

    def GetPluginInfo(self, request: Request, context: Context) -> Any:
        return plugin_pb2.PluginInfo(version=_VERSION)

    def CheckConfig(self, request: Request, context: Context) -> Any:
        return provider_pb2.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Request, context: Context) -> Any:
        return provider_pb2.DiffResponse(changes=provider_pb2.DiffResponse.DIFF_NONE)

    def Configure(self, request: Request, context: Context) -> Any:
        return provider_pb2.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Invoke(self, request: Request, context: Context) -> Any:
        answer = self._cloud.invoke(request.tok, json_format.MessageToDict(request.args))
        if answer is None:
            _refuse(context, f"{self._package} has no function {request.tok}")
        return provider_pb2.InvokeResponse(**{"return": _struct(answer)})

    def Check(self, request: Request, context: Context) -> Any:
        type_, _ = _named(request.urn)
        problems = _problems(type_, request.news.fields)
        failures = [provider_pb2.CheckFailure(property=key, reason=why) for key, why in problems]
        return provider_pb2.CheckResponse(inputs=request.news, failures=failures)

    def Diff(self, request: Request, context: Context) -> Any:
        type_, _ = _named(request.urn)
        olds, news = _plain(request.old_inputs), _plain(request.news)
        changed = sorted(
            key
            for key in olds.keys() | news.keys()
            if _holds_unknown(news.get(key)) or olds.get(key) != news.get(key)
        )
        replaces = [key for key in changed if key in KINDS[type_].fixed]
        # Two of one name cannot exist at a time, and Azure's provider takes care of no names.
        stays = "name" in news and olds.get("name") == news["name"]
        deletes_first = stays or type_.startswith("azure-native:")
        some, none = provider_pb2.DiffResponse.DIFF_SOME, provider_pb2.DiffResponse.DIFF_NONE
        return provider_pb2.DiffResponse(
            changes=some if changed else none,
            diffs=changed,
            replaces=replaces,
            deleteBeforeReplace=bool(replaces) and deletes_first,
            detailedDiff={key: _property_diff(olds, news, key, replaces) for key in changed},
            hasDetailedDiff=True,
        )

    def Create(self, request: Request, context: Context) -> Any:
        type_, name = _named(request.urn)
        if request.preview:
            outputs: Properties = dict.fromkeys(KINDS[type_].outputs, UNKNOWN)
            properties = _with(request.properties, outputs)
            return provider_pb2.CreateResponse(properties=properties)
        inputs = _plain(request.properties)
        try:
            id_ = self._cloud.create(type_, name, inputs)
        except CloudError as error:
            _refuse(context, f"cannot create {name}: {error}")
        _, outputs = made(type_, name, inputs)
        return provider_pb2.CreateResponse(id=id_, properties=_with(request.properties, outputs))

    def Read(self, request: Request, context: Context) -> Any:
        type_, name = _named(request.urn)
        is_import = not request.properties.fields
        if is_import:
            thing = self._cloud.look_up(type_, request.id)
        else:
            thing = self._cloud.find(type_, name, _plain(request.properties))
        if thing is None:
            return provider_pb2.ReadResponse()
        if thing.inputs == _plain(request.inputs):
            # As they came, marks of secrets included.
            return provider_pb2.ReadResponse(
                id=thing.id, properties=request.properties, inputs=request.inputs
            )
        _, outputs = made(type_, thing.logical_name, thing.inputs)
        unread = KINDS[type_].unread
        inputs = _struct({key: thing.inputs[key] for key in thing.inputs if key not in unread})
        return provider_pb2.ReadResponse(
            id=thing.id, properties=_with(inputs, outputs), inputs=inputs
        )

    def Update(self, request: Request, context: Context) -> Any:
        type_, name = _named(request.urn)
        olds = json_format.MessageToDict(request.olds)
        outputs = {key: olds[key] for key in KINDS[type_].outputs if key in olds}
        if not request.preview:
            try:
                self._cloud.update(type_, name, _plain(request.news))
            except CloudError as error:
                _refuse(context, f"cannot update {name}: {error}")
        return provider_pb2.UpdateResponse(properties=_with(request.news, outputs))

    def Delete(self, request: Request, context: Context) -> Any:
        type_, name = _named(request.urn)
        try:
            self._cloud.delete(type_, name, _plain(request.properties))
        except CloudError as error:
            _refuse(context, f"cannot delete {name}: {error}")
        return empty_pb2.Empty()

    def Cancel(self, request: Request, context: Context) -> Any:
        return empty_pb2.Empty()


def _refuse(context: Context, message: str) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, message)
    raise AssertionError(message)  # It is the abort that raises.


def _named(urn: str) -> tuple[str, str]:
    """The type and the logical name in a URN."""
    parts = urn.split("::", 3)
    return parts[2].rpartition("$")[2], parts[3]


def _problems(type_: str, inputs: Iterable[str]) -> list[tuple[str, str]]:
    kind = KINDS.get(type_)
    if kind is None:
        return [("", f"there is no type {type_}")]
    missing = sorted(kind.required - set(inputs))
    strange = sorted(set(inputs) - kind.required - kind.optional - kind.fixed)
    return [
        *((key, f"{type_} needs {key}") for key in missing),
        *((key, f"{type_} has no {key}") for key in strange),
    ]


def _property_diff(olds: Properties, news: Properties, key: str, replaces: list[str]) -> Any:
    kinds = provider_pb2.PropertyDiff
    if key not in olds:
        kind = kinds.ADD_REPLACE if key in replaces else kinds.ADD
    elif key not in news:
        kind = kinds.DELETE_REPLACE if key in replaces else kinds.DELETE
    else:
        kind = kinds.UPDATE_REPLACE if key in replaces else kinds.UPDATE
    return kinds(kind=kind, inputDiff=True)


def _holds_unknown(value: object) -> bool:
    if isinstance(value, Mapping):
        return any(map(_holds_unknown, value.values()))
    return any(map(_holds_unknown, value)) if isinstance(value, list) else value == UNKNOWN


def _plain(struct: struct_pb2.Struct) -> dict[str, Any]:
    """A struct's content without the marks of secrets."""
    content = _unmarked(json_format.MessageToDict(struct))
    assert isinstance(content, dict)
    return content


def _unmarked(value: Any) -> Any:
    if isinstance(value, list):
        return [_unmarked(item) for item in value]
    if isinstance(value, dict):
        if value.get(_SIGNATURE) == _SECRET:
            return _unmarked(value["value"])
        return {key: _unmarked(item) for key, item in value.items()}
    return value


def _with(inputs: struct_pb2.Struct, outputs: Properties) -> struct_pb2.Struct:
    properties = struct_pb2.Struct()
    properties.CopyFrom(inputs)
    properties.update(outputs)
    return properties


def _struct(content: Properties) -> struct_pb2.Struct:
    return json_format.ParseDict(content, struct_pb2.Struct())


def main(package: str, path: str) -> None:
    server = grpc.server(futures.ThreadPoolExecutor(_THREADS))
    provider = StandInProvider(package, Cloud(Path(path)))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    threading.Event().wait()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
