# SPDX-License-Identifier: MIT
"""Writes the configuration's models into `_core.pyi`, from the built extension's field tables.

A field is written down once, in the tables of `include/cpginfra/config/*_fields.hpp`; run this
after a change there (`./dev run python tools/model_stubs.py`). A test says when it is due.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from cpginfra import _core

STUBS = Path(__file__).parents[1] / "bindings/python/cpginfra/_core.pyi"
BEGIN = "# Models, written by tools/model_stubs.py.\n"
END = "# End of the models.\n"


def models(scope: Any) -> list[Any]:
    """Returns the models in a module or in another model, in the order of their definition."""
    return [item for item in vars(scope).values() if hasattr(item, "__fields__")]


def parameter_type(type_name: str) -> str:
    """Returns what a constructor takes for a field: data in the place of models, too."""
    is_model = any(name in type_name for name in ("CPG", "GitHubWIF", "PAMBroker"))
    if is_model and type_name != "CPGDatasetComponents":
        without_none = type_name.removesuffix(" | None")
        return f"{without_none} | Any{type_name.removeprefix(without_none)}"
    return type_name


def class_lines(model: Any) -> list[str]:
    """Returns the stub of one model with those inside it."""
    lines = ["@final", f"class {model.__name__}:"]
    body: list[str] = []
    for inner in models(model):
        body += class_lines(inner)
    body.append("__fields__: ClassVar[Mapping[str, tuple[str, bool]]]")
    parameters = ["self", "*"]
    for name, (type_name, is_required) in model.__fields__.items():
        default = "" if is_required else " = ..."
        parameters.append(f"{name}: {parameter_type(type_name)}{default}")
    body.append("def __init__(")
    body += [f"    {parameter}," for parameter in parameters]
    body.append(") -> None: ...")
    for name, (type_name, _) in model.__fields__.items():
        body += ["@property", f"def {name}(self) -> {type_name}: ..."]
    body += [
        "@staticmethod",
        f"def from_dict(fields: Mapping[str, Any]) -> {model.__qualname__}: ...",
        "def to_dict(self) -> dict[str, Any]: ...",
        "def __eq__(self, other: object, /) -> bool: ...",
        "__hash__: ClassVar[None]  # type: ignore[assignment]",
        "def __getstate__(self) -> dict[str, Any]: ...",
        "def __setstate__(self, state: Any, /) -> None: ...",
    ]
    return lines + [f"    {line}" for line in body]


def section() -> str:
    """Returns the whole section."""
    lines: list[str] = []
    for model in models(_core):
        lines += [*class_lines(model), ""]
    return "\n".join(lines)


def renewed(stubs: str) -> str:
    """Returns the stubs with the section as it should be."""
    before, _, rest = stubs.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{section()}\n{END}{after}"


def main() -> None:
    """Renews the file."""
    STUBS.write_text(renewed(STUBS.read_text(encoding="utf-8")), encoding="utf-8")
    sys.stdout.write(f"wrote {STUBS}\n")


if __name__ == "__main__":
    main()
