# SPDX-License-Identifier: MIT
"""Writes schemas.json: what the providers' own Python packages say of the types that we declare.

The packages are large (installing one takes minutes), so what the test needs of them is kept here:
each type's inputs with their types, which of them must be given, and the values of enumerations.

    python3 tests/providers/read_packages.py [FOLDER WITH WHEELS]

Wheels that are not in the folder are downloaded, one at a time, and deleted again. Run it after a
type that is new to the project has been used, or to hold the project against newer packages.
"""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

PACKAGES = {
    "azure-native": ("pulumi-azure-native", "3.29.0"),
    "azuread": ("pulumi-azuread", "6.11.1"),
    "gcp": ("pulumi-gcp", "7.38.0"),
    "github": ("pulumi-github", "6.3.1"),
}
ROOT = Path(__file__).resolve().parents[2]
TOKEN = re.compile(r'"((?:azure-native|azuread|gcp|github|pulumi:providers):[\w/:-]+)"')
SCALARS = {"str": "string", "bool": "boolean", "int": "integer", "float": "number", "Any": "any"}
FILES = {"Asset", "Archive", "AssetOrArchive"}

Json = dict[str, Any]


def used_tokens() -> set[str]:
    """Every type and function that the library, its examples and the recordings name."""
    tokens: set[str] = set()
    for folder, pattern in (
        ("src", "*.cpp"),
        ("src", "*.hpp"),
        ("examples", "*.cpp"),
        ("tests/golden", "expected.json"),
    ):
        for path in sorted((ROOT / folder).rglob(pattern)):
            tokens.update(TOKEN.findall(path.read_text(encoding="utf-8")))
    # A token has a module and a name; a former type of a resource is in no package.
    former = {"gcp:serviceAccount/account:Account", "gcp:serviceAccount/iAMMember:IAMMember"}
    former.add("gcp:serviceAccount/key:Key")
    return {token for token in tokens if token.count(":") == 2} - former


def folder_of(package: str, token: str) -> str:
    """The folder of the package that a token's module is in."""
    module = token.split(":")[1].split("/")[0]
    root = package.replace("-", "_")
    return root if module == "index" or token.startswith("pulumi:") else f"{root}/{module}"


class Package:
    """One wheel, read as an archive."""

    def __init__(self, name: str, wheel: Path) -> None:
        self.name = name
        self.archive = zipfile.ZipFile(wheel)
        self.trees: dict[str, ast.Module] = {}
        self.objects: dict[str, Json] = {}
        self.enums: dict[str, list[str]] = {}

    def tree(self, path: str) -> ast.Module:
        """The parsed file; one that is not there is empty."""
        if path not in self.trees:
            there = path in self.archive.namelist()
            text = self.archive.read(path).decode() if there else ""
            self.trees[path] = ast.parse(text)
        return self.trees[path]

    def read(self, token: str) -> Json:
        """What the package says of a type or function."""
        folder = folder_of(self.name, token)
        wanted = "provider" if token.startswith("pulumi:") else token
        for path in self.archive.namelist():
            if not path.startswith(f"{folder}/") or path.count("/") != folder.count("/") + 1:
                continue
            if wanted == "provider":
                if path.endswith("/provider.py"):
                    return self.resource(folder, self.tree(path), "Provider")
                continue
            text = self.archive.read(path).decode() if path.endswith(".py") else ""
            if f"invoke('{token}'" in text:
                return self.function(folder, self.tree(path))
            if re.search(rf"__init__\(\s*'{re.escape(token)}'", text):
                name = re.search(r"^class (\w+)\(pulumi\.CustomResource\)", text, re.MULTILINE)
                if name is None:
                    break
                return self.resource(folder, self.tree(path), name[1])
        message = f"{self.name} does not know {token}"
        raise LookupError(message)

    def resource(self, folder: str, tree: ast.Module, name: str) -> Json:
        """The inputs of a resource's class."""
        # Where another class has the usual name already, the arguments' is a longer one.
        longer = find_class(tree, f"{name}InitArgs")
        return self.arguments(folder, longer or class_called(tree, f"{name}Args"))

    def function(self, folder: str, tree: ast.Module) -> Json:
        """The arguments and the answers of a provider's function."""
        for node in tree.body:
            is_plain = isinstance(node, ast.FunctionDef) and not node.name.endswith("_output")
            if not is_plain or not isinstance(node, ast.FunctionDef):
                continue
            spelled = {}
            for call in ast.walk(node):
                if isinstance(call, ast.Assign) and isinstance(call.targets[0], ast.Subscript):
                    spelled[ast.unparse(call.value)] = ast.literal_eval(call.targets[0].slice)
            inputs = {
                spelled[argument.arg]: self.described(folder, argument.annotation)
                for argument in node.args.args
                if argument.arg in spelled
            }
            results = [c for c in tree.body if isinstance(c, ast.ClassDef)]
            outputs = sorted(getter_names(results[0]).values())
            return {"inputs": inputs, "outputs": outputs}
        message = "no function in the file"
        raise LookupError(message)

    def arguments(self, folder: str, node: ast.ClassDef) -> Json:
        """The fields of a class of arguments."""
        spelled = getter_names(node)
        for item in node.body:
            if not isinstance(item, ast.FunctionDef) or item.name != "__init__":
                continue
            inputs = {}
            required = []
            for argument, default in zip(item.args.kwonlyargs, item.args.kw_defaults, strict=True):
                name = spelled[argument.arg]
                inputs[name] = self.described(folder, argument.annotation)
                if default is None:
                    required.append(name)
            entry: Json = {"inputs": dict(sorted(inputs.items()))}
            if required:
                entry["required"] = sorted(required)
            return entry
        return {"inputs": {}}

    def described(self, folder: str, node: ast.expr | None) -> str:
        """A type as a short text: `[]string`, `{}@storage/SkuArgs`, `^storage/Kind`."""
        if isinstance(node, ast.Subscript):
            outer = ast.unparse(node.value).split(".")[-1]
            inner = node.slice
            if outer in ("Input", "Optional"):
                return self.described(folder, inner)
            if outer in ("Sequence", "List"):
                return "[]" + self.described(folder, inner)
            if outer in ("Mapping", "Dict") and isinstance(inner, ast.Tuple):
                return "{}" + self.described(folder, inner.elts[1])
            if outer == "Union" and isinstance(inner, ast.Tuple):
                return self.alternatives([self.described(folder, e) for e in inner.elts])
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return self.named(folder, node.value.split(".")[-1])
        word = ast.unparse(node).split(".")[-1] if node is not None else "Any"
        return "file" if word in FILES else SCALARS.get(word, "any")

    def alternatives(self, types: list[str]) -> str:
        """Of a text or an enumeration: the enumeration, marked as one that is open."""
        kinds = [kind for kind in types if not kind.endswith("ArgsDict")]
        enums = [kind for kind in kinds if kind.startswith("^")]
        if enums and "string" in kinds:
            return "~" + enums[0][1:]
        return kinds[0] if len(set(kinds)) == 1 else "any"

    def named(self, folder: str, name: str) -> str:
        """A class of arguments or an enumeration of the module, which is kept as well."""
        if name.endswith("ArgsDict"):
            return name
        key = f"{folder.removeprefix('pulumi_')}/{name}"
        enumeration = find_class(self.tree(f"{folder}/_enums.py"), name)
        if enumeration is not None:
            self.enums[key] = [
                str(item.value.value)
                for item in enumeration.body
                if isinstance(item, ast.Assign) and isinstance(item.value, ast.Constant)
            ]
            return "^" + key
        if key not in self.objects:
            self.objects[key] = {}  # a type may hold itself
            node = class_called(self.tree(f"{folder}/_inputs.py"), name)
            self.objects[key] = self.arguments(folder, node)
        return "@" + key


def find_class(tree: ast.Module, name: str) -> ast.ClassDef | None:
    """The class of that name in a file."""
    for node in tree.body:
        if isinstance(node, ast.ClassDef) and node.name == name:
            return node
    return None


def class_called(tree: ast.Module, name: str) -> ast.ClassDef:
    """The same, which must be there."""
    node = find_class(tree, name)
    if node is None:
        message = f"no class {name}"
        raise LookupError(message)
    return node


def getter_names(node: ast.ClassDef) -> dict[str, str]:
    """How each property of a class is spelled to the engine."""
    names = {}
    for item in node.body:
        if not isinstance(item, ast.FunctionDef):
            continue
        for decorator in item.decorator_list:
            text = ast.unparse(decorator)
            if text.startswith("pulumi.getter"):
                given = re.search(r"name='(\w+)'", text)
                names[item.name] = given[1] if given else item.name
    return names


def wheel_of(package: str, version: str, folder: Path) -> Path:
    """The package's wheel, downloaded unless it is in the folder."""
    pattern = f"{package.replace('-', '_')}-{version}-*.whl"
    found = sorted(folder.glob(pattern))
    if not found:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet"]
        command += [f"{package}=={version}", "--dest", str(folder)]
        subprocess.run(command, check=True)
        found = sorted(folder.glob(pattern))
    return found[0]


def lines_of(entries: Json) -> str:
    """An object with one entry a line."""
    rows = [
        f"{json.dumps(key)}:{json.dumps(entries[key], separators=(',', ':'))}"
        for key in sorted(entries)
    ]
    return "{\n" + ",\n".join(rows) + "\n}"


def main() -> None:
    """Reads one package after the other, and writes the file."""
    tokens = used_tokens()
    types: Json = {}
    objects: Json = {}
    enums: Json = {}
    for provider, (package, version) in PACKAGES.items():
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(temporary)
            read = Package(package, wheel_of(package, version, folder))
            for token in sorted(tokens):
                if token.startswith((f"{provider}:", f"pulumi:providers:{provider}")):
                    types[token] = read.read(token)
            objects.update(read.objects)
            enums.update(read.enums)
    packages = dict(PACKAGES.values())
    parts = {"packages": packages, "types": types, "objects": objects, "enums": enums}
    text = ",\n".join(f"{json.dumps(name)}:{lines_of(part)}" for name, part in parts.items())
    target = Path(__file__).with_name("schemas.json")
    target.write_text("{" + text + "}\n", encoding="utf-8")
    print(f"{target}: {len(types)} types, {len(objects)} objects, {len(enums)} enumerations")


if __name__ == "__main__":
    main()
