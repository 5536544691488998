# SPDX-License-Identifier: MIT
"""Takes a finished plan to the Pulumi engine; the one module of the programs that imports pulumi.

Nothing is registered before the plan is whole and right. Every deferred value then becomes an
Output whose function runs in C++, so that unknown stays unknown, secret stays secret, and the
engine sees what each property depends on. Example, in a plugin:

    url = cpginfra.output(bucket, "url")
    pulumi_gcp.storage.BucketObject("index", bucket=url, opts=pulumi.ResourceOptions(
        depends_on=[cpginfra.pulumi_resource(bucket)]))
"""

from __future__ import annotations

import asyncio
import weakref
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pulumi
import pulumi.dynamic

import cpginfra.dynamic
from cpginfra import _core
from cpginfra._provider_versions import ProviderVersions

__all__ = [
    "abandon",
    "deploy",
    "deploy_if_running",
    "is_foreign",
    "is_running",
    "output",
    "pulumi_resource",
]

_PROVIDER_TYPES = "pulumi:providers:"
_DYNAMIC_TYPE = "pulumi-python:dynamic:Resource"
_GET_RESOURCE = "pulumi:pulumi:getResource"


def is_running() -> bool:
    """Returns whether this is a Pulumi program at work, or a test with Pulumi's mocks."""
    return pulumi.runtime.settings.get_monitor() is not None


def is_foreign(value: object) -> bool:
    """Returns whether a value is one that only Pulumi can say more about."""
    return isinstance(
        value, pulumi.Output | pulumi.Resource | pulumi.Asset | pulumi.Archive | Awaitable
    )


def deploy(plan: _core.Plan) -> None:
    """Registers every resource of the plan with the engine, and exports what it exports.

    Example, as a whole Pulumi program:

        cpginfra.deploy(cpginfra.build_plan(cpginfra.load("institute/")))
    """
    _program_of(plan).deploy(plan)


def deploy_if_running(plan: _core.Plan) -> None:
    """Deploys the plan in a Pulumi program, and does nothing elsewhere."""
    if is_running():
        deploy(plan)


def abandon(plan: _core.Plan, error: BaseException) -> None:
    """Says that the plan will not be deployed, to whatever waits for its outputs."""
    _program_of(plan).abandon(error)


def output(value: Any, attribute: str | None = None) -> pulumi.Output[Any]:
    """Returns a value of a plan, or an attribute of something in it, as Pulumi has it.

    Before the plan is deployed the Output is a promise, kept when its resource is registered.
    Attributes have the engine's names, as `selfLink`.

    >>> cpginfra.output(infra.create_bucket("audit"), "selfLink")
    """
    if attribute is not None:
        return output(_resource_of(value).attribute(attribute))
    if isinstance(value, _core.Deferred | _core.Resource):
        return _program_of(value.plan).output(value)
    if isinstance(value, Mapping):
        return pulumi.Output.from_input({key: output(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return pulumi.Output.from_input([output(item) for item in value])
    if not is_foreign(value) and hasattr(value, "_value"):
        return output(value._value)
    if type(value).__module__ == _core.__name__:
        message = f"{value!r} has no value of its own; ask for one of what it holds"
        raise TypeError(message)
    return pulumi.Output.from_input(value)


def pulumi_resource(handle: Any) -> Any:
    """Returns the Pulumi resource of something in a plan, for `depends_on` and as an input.

    Before the plan is deployed it is an Output of the resource, which `depends_on` takes too.

    >>> pulumi.ResourceOptions(depends_on=[cpginfra.pulumi_resource(infra.create_bucket("audit"))])
    """
    resource = _resource_of(handle)
    return _program_of(resource.plan).resource(resource)


def _resource_of(handle: Any) -> _core.Resource:
    resource = handle if isinstance(handle, _core.Resource) else getattr(handle, "_resource", None)
    if not isinstance(resource, _core.Resource):
        message = f"{handle!r} has no attributes, since it is not a resource of this plan"
        raise TypeError(message)
    return resource


def _program_of(plan: _core.Plan) -> _Program:
    if plan.program is None:
        plan.program = _Program()
    program: _Program = plan.program
    return program


class _DynamicResource(pulumi.dynamic.Resource):
    """A resource with a provider of `cpginfra.dynamic`; the SDK gives only subclasses a type."""


class _Program:
    """One plan in one Pulumi program. The plan keeps it, so that it must not keep the plan."""

    def __init__(self) -> None:
        self._promises: dict[int, asyncio.Future[Any]] = {}  # By the places of what was asked for.
        self._versions = _configured_versions()
        self._registration: _core.Registration | None = None
        self._invokes: dict[tuple[str, str], pulumi.Output[Any]] = {}

    def deploy(self, plan: _core.Plan) -> None:
        if self._registration is not None:
            message = "this plan has been deployed already"
            raise _core.CpgInfraError(message)
        for warning in plan.warnings:
            pulumi.log.warn(_text_of(warning))
        registration = self._registration = _core.Registration(
            plan,
            _unkept(self._make_output),
            _make_archive,
            pulumi.Output.secret,
        )
        try:
            for resource in plan.resources:
                registration.add(resource, self._register(registration, resource))
            for name, value in plan.exports.items():
                pulumi.export(name, registration.value(value))
        except BaseException as error:
            self.abandon(error)
            raise
        for place, promise in self._promises.items():
            promise.set_result(registration.asked(place))
        self._promises.clear()

    def abandon(self, error: BaseException) -> None:
        for promise in self._promises.values():
            promise.set_exception(error)
        self._promises.clear()

    def __del__(self) -> None:
        """Ends what still waits for values of the plan, which is gone; else it waits for ever."""
        waiting = {
            place: promise
            for place, promise in self._promises.items()
            if not promise.done() and not promise.get_loop().is_closed()
        }
        self._promises = waiting
        message = "values of a plan are wanted that was never deployed: call main() or deploy()"
        self.abandon(_core.CpgInfraError(message))

    def output(self, value: _core.Deferred | _core.Resource) -> pulumi.Output[Any]:
        if not is_running():
            message = "values of a plan are Outputs in a Pulumi program alone, and none is running"
            raise _core.CpgInfraError(message)
        if self._registration is None:
            promise: asyncio.Future[Any] = asyncio.Future()
            self._promises[value.plan.ask(value)] = promise
            return pulumi.Output.from_input(promise)
        return pulumi.Output.from_input(self._registration.value(value))

    def resource(self, resource: _core.Resource) -> Any:
        if self._registration is None:
            return self.output(resource)
        return self._registration.registered(resource)

    def _register(
        self, registration: _core.Registration, resource: _core.Resource
    ) -> pulumi.CustomResource:
        options = resource.options
        if "depends_on" in options:
            options["depends_on"] = [_registered(registration, r) for r in options["depends_on"]]
        if "aliases" in options:
            options["aliases"] = [_alias(**alias) for alias in options["aliases"]]
        if "provider" in options:
            options["provider"] = _registered(registration, options["provider"])
        opts = pulumi.ResourceOptions(version=self._versions.of(resource.type), **options)
        inputs = registration.inputs(resource)
        if resource.type == _DYNAMIC_TYPE:
            provider = cpginfra.dynamic.provider_for(dict.fromkeys(resource.input_names))
            return _DynamicResource(provider, resource.name, inputs, opts)
        if resource.type.startswith(_PROVIDER_TYPES):
            package = resource.type.removeprefix(_PROVIDER_TYPES)
            return pulumi.ProviderResource(package, resource.name, inputs, opts)
        return pulumi.CustomResource(resource.type, resource.name, inputs, opts)

    def _make_output(self, value: _core.Deferred) -> pulumi.Output[Any]:
        registration = self._registration
        assert registration is not None  # noqa: S101
        result: pulumi.Output[Any]
        match value.form:
            case "attribute":
                result = self._attribute(registration, value)
            case "invoke":
                result = self._invoke(value, registration.value(value.arguments[0]))
            case "external":
                result = _external(value)
            case _:
                leaves = [registration.value(leaf) for leaf in value.leaves]
                result = pulumi.Output.all(*leaves).apply(value.compute)
        return pulumi.Output.secret(result) if value.secret else result

    def _attribute(
        self, registration: _core.Registration, value: _core.Deferred
    ) -> pulumi.Output[Any]:
        resource = value.resource
        assert resource is not None  # noqa: S101
        name, *rest = value.name.split(".")
        registered = registration.registered(resource)
        result: pulumi.Output[Any]
        if registration.has_attribute(resource, name):
            result = registered.__dict__[name]
        else:
            result = registered.urn.apply(lambda urn: _current_state(urn).get(name, pulumi.UNKNOWN))
        for key in rest:
            result = result[int(key) if key.isdigit() else key]
        return result

    def _invoke(self, value: _core.Deferred, arguments: Any) -> pulumi.Output[Any]:
        """One question is asked once, however many fields of its answer are wanted."""
        token = str(value.token)
        question = (token, repr(value.arguments))
        if question not in self._invokes:
            options = pulumi.InvokeOptions(version=self._versions.of(token))
            ask = _asked_in_vain if value.secret and pulumi.runtime.is_dry_run() else _asked
            self._invokes[question] = ask(token, arguments, options)
        return self._invokes[question][value.name]


def _unkept(method: Callable[[_core.Deferred], Any]) -> Callable[[_core.Deferred], Any]:
    """Returns a method of an object without keeping the object, which keeps the caller."""
    found = weakref.WeakMethod(method)

    def call(value: _core.Deferred) -> Any:
        kept = found()
        assert kept is not None  # noqa: S101
        return kept(value)

    return call


def _registered(registration: _core.Registration, resource: Any) -> Any:
    """Returns Pulumi's resource for one of the plan; those of Pulumi are what they are."""
    if isinstance(resource, _core.Resource):
        return registration.registered(resource)
    return resource


def _configured_versions() -> ProviderVersions:
    """What the stack's configuration says of plugins, under `cpginfra:provider_versions`."""
    configured = pulumi.Config("cpginfra").get_object("provider_versions", {})
    try:
        return ProviderVersions(configured)
    except ValueError as error:
        message = f"cpginfra:provider_versions in the stack's configuration: {error}"
        raise _core.CpgInfraError(message) from None


def _text_of(note: _core.Note) -> str:
    return f"dataset {note.dataset}: {note.text}" if note.dataset else note.text


def _alias(name: str | None = None, type: str | None = None) -> pulumi.Alias:  # noqa: A002
    """What is not given stays as it is, which pulumi.Alias tells from None."""
    if name is None:
        return pulumi.Alias(type_=type)
    return pulumi.Alias(name=name) if type is None else pulumi.Alias(name=name, type_=type)


def _external(value: _core.Deferred) -> pulumi.Output[Any]:
    if value.foreign is None:
        message = f"the value '{value.name}' came from another program, which alone knows it"
        raise _core.CpgInfraError(message)
    return pulumi.Output.from_input(value.foreign)


def _asked(token: str, arguments: Any, options: pulumi.InvokeOptions) -> pulumi.Output[Any]:
    """Asks a provider's function once its arguments are known."""
    keeps_secrets = getattr(pulumi.runtime, "invoke_output", None)
    if keeps_secrets is not None:
        answer: pulumi.Output[Any] = keeps_secrets(token, arguments, options)
        return answer
    # Releases before 3.142 know only this.
    known = pulumi.Output.from_input(arguments)
    return known.apply(lambda known: pulumi.runtime.invoke(token, known, options).value)


def _asked_in_vain(token: str, arguments: Any, options: pulumi.InvokeOptions) -> pulumi.Output[Any]:
    """Asks for a secret, which a preview does without where nobody tells it."""

    def answer(known: Any) -> Any:
        try:
            return pulumi.runtime.invoke(token, known, options).value
        except Exception as error:  # The SDK raises no other.
            pulumi.log.warn(f"a secret is not known in this preview: {error}")
            return pulumi.UNKNOWN

    return pulumi.Output.from_input(arguments).apply(answer)


def _make_archive(files: Mapping[str, Any]) -> Any:
    if any(isinstance(content, pulumi.Output) for content in files.values()):
        return pulumi.Output.from_input(files).apply(_make_archive)
    return pulumi.AssetArchive(
        {name: pulumi.StringAsset(content) for name, content in files.items()}
    )


def _current_state(urn: str) -> Mapping[str, Any]:
    """Asks the engine for all properties of a resource that it has registered."""
    answer: Mapping[str, Any] = pulumi.runtime.invoke(_GET_RESOURCE, {"urn": urn}).value
    state: Mapping[str, Any] = answer["state"]
    return state
