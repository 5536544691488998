# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
from cpginfra import _provider_versions
from cpginfra._provider_versions import ProviderVersions


def test_an_installed_sdk_says_the_version_and_is_not_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "pulumi_made_up"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('imported')", encoding="utf-8")
    plugin = {"resource": True, "name": "made-up", "version": "3.2.1-alpha.4"}
    (package / "pulumi-plugin.json").write_text(json.dumps(plugin), encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    _provider_versions._installed.cache_clear()
    assert ProviderVersions({}).of("made-up:index:Thing") == "3.2.1-alpha.4"
    assert ProviderVersions({}).of("pulumi:providers:made-up") == "3.2.1-alpha.4"
    assert ProviderVersions({"made-up": "1.0.0"}).of("made-up:index:Thing") == "1.0.0"
    assert "pulumi_made_up" not in sys.modules


def test_the_engine_chooses_where_nothing_is_known() -> None:
    assert ProviderVersions({}).of("unheard-of:index:Thing") is None
    assert ProviderVersions({}).of("pulumi-python:dynamic:Resource") is None
