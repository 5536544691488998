# SPDX-License-Identifier: MIT
"""Measures the Pulumi program: all of it under the recorder of the tests, and our part alone.

Our part is the same program with an SDK in pulumi's place that does next to nothing, so that what
remains is loading, planning, making inputs, and the functions that run when values are known.

    usage: program.py [DATASETS...]     (default: 2 10 50)
"""

from __future__ import annotations

import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CASE = ROOT / "tests/golden/two-datasets/case.json"
SIZES = (2, 10, 50)
LIMIT = 0.1


def institute(datasets: int, path: Path) -> None:
    """Writes the recorded institute with so many datasets: the common one and equals of another."""
    case = json.loads(CASE.read_text(encoding="utf-8"))
    named = {dataset["dataset"]: dataset for dataset in case["datasets"]}
    common, pattern = named["common"], named["fewgenomes"]
    case["datasets"] = [common]
    for number in range(datasets - 1):
        name = f"cohort{number}"
        project = {**pattern["gcp"], "project": name}
        case["datasets"].append({**pattern, "dataset": name, "gcp": project, "depends_on": []})
    path.write_text(json.dumps(case), encoding="utf-8")


class NoOutput:
    """An output that is known as soon as it is made."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def apply(self, function: Callable[[Any], Any], _with_unknowns: bool = False) -> NoOutput:
        result = function(self.value)
        return result if isinstance(result, NoOutput) else NoOutput(result)

    def __getitem__(self, key: Any) -> NoOutput:
        return NoOutput(self.value[key])

    @staticmethod
    def from_input(value: Any) -> NoOutput:
        return value if isinstance(value, NoOutput) else NoOutput(value)

    @staticmethod
    def all(*values: Any) -> NoOutput:
        return NoOutput([value.value for value in values])

    secret = from_input


class NoResource:
    """A resource that exists as soon as it is registered."""

    def __init__(self, *arguments: Any) -> None:
        name, inputs, _ = arguments[-3:]
        for key, value in inputs.items():
            given = value.value if isinstance(value, NoOutput) else value
            computed = "a2V5OiA=" if key == "privateKey" else f"{name}@{key}"
            self.__dict__[key] = NoOutput(computed if given is None else given)
        self.__dict__["id"] = NoOutput(f"{name}_id")


class NoSdk:
    """Stands where the bridge expects pulumi."""

    Output = NoOutput
    CustomResource = ProviderResource = NoResource
    AssetArchive = StringAsset = staticmethod(lambda content: content)
    Alias = ResourceOptions = InvokeOptions = staticmethod(lambda **options: options)

    class Config:
        def __init__(self, namespace: str) -> None:
            self.namespace = namespace

        def get_object(self, _key: str, default: Any) -> Any:
            return default

    class log:  # noqa: N801
        warn = staticmethod(lambda text: text)

    class runtime:  # noqa: N801
        @staticmethod
        def invoke_output(*_: Any) -> NoOutput:
            return NoOutput({"id": "organizations/1", "name": "organizations/1", "orgId": "1"})

    export = staticmethod(lambda name, value: (name, value))


def program(path: str) -> int:
    import cpginfra

    plan = cpginfra.build_plan(cpginfra.load(path))
    cpginfra.deploy(plan)
    return len(plan)


def run_with_sdk(path: str) -> int:
    sys.path.insert(0, str(ROOT / "tests/python"))
    from support.recorder import record

    quiet = logging.Logger("quiet")
    quiet.addHandler(logging.NullHandler())
    return len(record(lambda: program(path), logger=quiet).requests)


def run_alone(path: str) -> int:
    from cpginfra import _bridge

    stand_in: Mapping[str, Any] = {"pulumi": NoSdk, "_DynamicResource": NoResource}
    vars(_bridge).update(stand_in)
    return program(path)


def measure(mode: str, path: str) -> None:
    """Runs in a process of its own, once everything is imported, and prints what it took."""
    import cpginfra
    import pulumi.dynamic  # noqa: F401
    from cpginfra import _bridge  # noqa: F401

    assert cpginfra.__version__
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    resources = {"sdk": run_with_sdk, "alone": run_alone}[mode](path)
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    megabytes = memory / (1e6 if sys.platform == "darwin" else 1e6 / 1024)
    print(json.dumps({"resources": resources, "seconds": seconds, "megabytes": megabytes}))


def measured(mode: str, path: Path) -> dict[str, Any]:
    command = [sys.executable, __file__, "--measure", mode, str(path)]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    result: dict[str, Any] = json.loads(output.splitlines()[-1])
    return result


def main(sizes: list[int]) -> int:
    folder = ROOT / "build/bench"
    folder.mkdir(parents=True, exist_ok=True)
    print("the Pulumi program under the tests' recorder; processor seconds and memory")
    print("datasets  resources   seconds      MB   ours: seconds      MB   of all")
    too_much = False
    for size in sizes:
        path = folder / f"institute-{size}.json"
        institute(size, path)
        whole, ours = measured("sdk", path), measured("alone", path)
        part = ours["seconds"] / whole["seconds"]
        too_much |= part > LIMIT
        print(
            f"{size:8}  {whole['resources']:9}  {whole['seconds']:8.2f}  {whole['megabytes']:6.0f}"
            f"        {ours['seconds']:8.3f}  {ours['megabytes']:6.1f}  {part:7.2%}"
        )
    if too_much:
        print(f"our part is more than {LIMIT:.0%}", file=sys.stderr)
    return int(too_much)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--measure"]:
        measure(*sys.argv[2:])
    else:
        sys.exit(main([int(size) for size in sys.argv[1:]] or list(SIZES)))
