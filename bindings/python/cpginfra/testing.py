# SPDX-License-Identifier: MIT
"""Says in a test what a design must be, for pytest or any other runner.

What each says and how it fails is that of the C++ matchers: a failing one shows the nearest
resource and how it differs, or the path by which somebody reaches what they should not.

>>> plan = cpginfra.build_plan(cpginfra.load("institute/"))
>>> bucket = assert_resource(plan, "gcp:storage/bucket:Bucket", "cardiac-gcp-main-bucket",
...                          inputs={"versioning.enabled": True})
>>> bucket.inputs["location"]
'australia-southeast1'
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any

from cpginfra import _core

__all__ = [
    "assert_can_reach",
    "assert_cannot_reach",
    "assert_depends_on",
    "assert_matches_snapshot",
    "assert_no_secret_in_clear",
    "assert_reached_only_by",
    "assert_resource",
    "assert_resource_count",
]


def _assert_holds(plan: _core.Plan, check: _core.DesignCheck) -> None:
    __tracebackhide__ = True
    holds, evidence = check.check(plan)
    if not holds:
        message = f"a plan of {len(plan)} resources {check.description}\n{evidence}"
        raise AssertionError(message)


def assert_resource(
    plan: _core.Plan,
    type: str,  # noqa: A002
    name: str = "",
    *,
    inputs: Mapping[str, Any] | None = None,
    without: Iterable[str] = (),
) -> _core.Resource:
    """Asserts that there is such a resource, and returns the first one.

    Args:
        plan: The plan.
        type: The type token.
        name: The logical name; empty for any.
        inputs: By path (`versioning.enabled`, `rules[0].age`, `rules[*].age` for any item) what
            stands there. A dict fits when its keys do, a list as a whole; a text also fits a
            deferred value that is shown like that (`${type::name.attribute}`).
        without: Paths of inputs that are not set.
    """
    __tracebackhide__ = True
    wanted, missing = dict(inputs or {}), list(without)
    _assert_holds(plan, _core.resource_check(type, name, wanted, missing))
    return _core.find_resources(plan, type, name, wanted, missing)[0]


def assert_resource_count(
    plan: _core.Plan,
    count: int,
    type: str,  # noqa: A002
    *,
    inputs: Mapping[str, Any] | None = None,
    without: Iterable[str] = (),
) -> None:
    """Asserts that so many resources of the type have these inputs."""
    __tracebackhide__ = True
    _assert_holds(plan, _core.resource_count_check(count, type, dict(inputs or {}), list(without)))


def assert_can_reach(
    plan: _core.Plan, who: str, level: str, target: str, *, standing: bool = False
) -> None:
    """Asserts that somebody (an email, id or group) reaches something at a level.

    `standing` leaves out what must be asked for, and what a machine account gives.
    """
    __tracebackhide__ = True
    _assert_holds(plan, _core.reach_check(True, who, level, target, standing))


def assert_cannot_reach(
    plan: _core.Plan, who: str, level: str, target: str, *, standing: bool = False
) -> None:
    """Asserts that there is no way; fails too where there is no such target."""
    __tracebackhide__ = True
    _assert_holds(plan, _core.reach_check(False, who, level, target, standing))


def assert_reached_only_by(
    plan: _core.Plan,
    level: str,
    target: str,
    who: Iterable[str],
    *,
    standing: bool = False,
    people: bool = False,
) -> None:
    """Asserts that exactly these reach something; `people` leaves machine accounts out."""
    __tracebackhide__ = True
    _assert_holds(plan, _core.only_reach_check(level, target, list(who), standing, people))


def assert_depends_on(plan: _core.Plan, resource: str, on: str) -> None:
    """Asserts that a resource is made after another; each as `type::name`, or by its name."""
    __tracebackhide__ = True
    _assert_holds(plan, _core.dependency_check(resource, on))


def assert_no_secret_in_clear(plan: _core.Plan, secrets: Iterable[str] = ()) -> None:
    """Asserts that none of these, and nothing like a key or token, is shown by the plan."""
    __tracebackhide__ = True
    _assert_holds(plan, _core.secrets_check(list(secrets)))


def assert_matches_snapshot(
    plan: _core.Plan,
    path: str | PathLike[str],
    *,
    in_full: Iterable[str] = (),
    dataset: str = "",
    cloud: str = "",
) -> None:
    """Asserts that the plan is what a file of an earlier run says.

    With `CPGINFRA_UPDATE_SNAPSHOTS=1` in the environment the file is written; review it then.

    Args:
        plan: The plan.
        path: The file.
        in_full: Types whose resources are written out; `*` stands for any characters.
        dataset: Only this dataset.
        cloud: Only this cloud.
    """
    __tracebackhide__ = True
    _assert_holds(plan, _core.snapshot_check(path, list(in_full), dataset, cloud))
