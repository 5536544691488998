# SPDX-License-Identifier: MIT
from __future__ import annotations

import json
import pickle
from pathlib import Path
from typing import Any

import cpginfra
import pytest
from bindings.institute import INSTITUTE, institute
from cpginfra import (
    ConfigError,
    Configuration,
    CPGDatasetComponents,
    CPGDatasetConfig,
    CPGInfrastructureConfig,
    CPGInfrastructureUser,
)

MINIMAL: dict[str, Any] = {
    "dataset": "fewgenomes",
    "budgets": {"gcp": {"monthly_budget": 100}},
    "gcp": {"project": "fewgenomes-1"},
}


def test_keywords_and_from_dict_make_the_same_model() -> None:
    budget = CPGDatasetConfig.Budget(monthly_budget=100)
    made = CPGDatasetConfig(
        dataset="fewgenomes",
        budgets={"gcp": budget},
        gcp=CPGDatasetConfig.Gcp(project="fewgenomes-1"),
    )
    assert made == CPGDatasetConfig.from_dict(MINIMAL)
    assert made != CPGDatasetConfig.from_dict(MINIMAL | {"setup_test": False})
    assert made.budgets["gcp"] == budget
    assert made.budgets["gcp"].monthly_budget == 100
    assert made.depends_on == []
    assert made.azure is None
    assert made.deploy_locations == ["gcp"]


def test_enums_are_members_and_taken_by_member_or_spelling() -> None:
    components = {"gcp": [CPGDatasetComponents.STORAGE, "hail-accounts"]}
    made = CPGDatasetConfig.from_dict(MINIMAL | {"components": components})
    assert made.components == {
        "gcp": [CPGDatasetComponents.STORAGE, CPGDatasetComponents.HAIL_ACCOUNTS]
    }


def test_wrong_fields_are_all_diagnosed() -> None:
    with pytest.raises(ConfigError) as caught:
        CPGDatasetConfig.from_dict(MINIMAL | {"budgets": {"gcp": {}}, "setup_tset": True})
    found = [(item.rule, item.path) for item in caught.value.diagnostics]
    assert sorted(found) == [
        ("missing-key", "budgets.gcp.monthly_budget"),
        ("unknown-key", "setup_tset"),
    ]
    assert {item.severity for item in caught.value.diagnostics} == {"error"}
    assert "did you mean 'setup_test'?" in str(caught.value)
    assert isinstance(caught.value, ValueError)


def test_models_cannot_be_changed() -> None:
    made = CPGDatasetConfig.from_dict(MINIMAL)
    with pytest.raises(AttributeError):
        made.dataset = "other"  # type: ignore[misc]
    with pytest.raises(AttributeError):
        made.unheard_of = 1  # type: ignore[attr-defined]
    with pytest.raises(TypeError):
        made.budgets["gcp"] = None  # type: ignore[index]
    made.depends_on.append("other")
    assert made.depends_on == []


def test_data_round_trips_through_dict_json_and_pickle() -> None:
    configuration = cpginfra.load(INSTITUTE)
    fields = configuration.to_dict()
    assert Configuration.from_dict(json.loads(json.dumps(fields))) == configuration
    config, datasets = configuration
    assert CPGInfrastructureConfig.from_dict(config.to_dict()) == config
    assert pickle.loads(pickle.dumps(config)) == config  # noqa: S301 - our own bytes
    assert [CPGDatasetConfig.from_dict(dataset.to_dict()) for dataset in datasets] == datasets


def test_parts_outlive_what_they_are_part_of() -> None:
    configuration = cpginfra.load(INSTITUTE)
    config = configuration.config
    users = config.users
    user = users["ada.mori"]
    hail = config.hail
    del configuration, config, users
    assert user.clouds["gcp"].id == "ada.mori@institute.example"
    assert hail is not None
    assert hail.gcp.hail_batch_url.startswith("https://")


def test_an_attribute_is_made_once() -> None:
    config = cpginfra.load(INSTITUTE).config
    assert config.users is config.users
    assert config.gcp is config.gcp


def test_repr_is_how_it_would_be_written() -> None:
    cloud = CPGInfrastructureUser.Cloud(id="jane@uni.edu")
    assert repr(cloud) == "CPGInfrastructureUser.Cloud(id='jane@uni.edu')"
    assert "users=<12 entries>" in repr(cpginfra.load(INSTITUTE).config)


def test_checking_spans_models() -> None:
    config, datasets = cpginfra.load(INSTITUTE)
    with pytest.raises(ConfigError) as caught:
        Configuration(config, [item for item in datasets if item.dataset != "common"])
    assert "common" in str(caught.value)


def test_loading_names_file_and_place(tmp_path: Path) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text("config: {domain: 3\n", encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        cpginfra.load(path)
    assert caught.value.diagnostics[0].file == str(path)
    assert caught.value.diagnostics[0].line > 0
    with pytest.raises(ConfigError):
        cpginfra.load(tmp_path / "not-there")


def test_loading_takes_a_list_and_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    file = INSTITUTE.parents[1] / "tests/data/formats/config.toml"
    expected = cpginfra.load(file)
    assert cpginfra.load([file]) == expected
    monkeypatch.setenv("CPG_CONFIG_PATH", str(file))
    assert cpginfra.load() == expected
    monkeypatch.delenv("CPG_CONFIG_PATH")
    with pytest.raises(cpginfra.CpgInfraError, match="CPG_CONFIG_PATH"):
        cpginfra.load()


def test_hostile_values_raise() -> None:
    endless: list[Any] = []
    endless.append(endless)
    for value, error in (
        (object(), TypeError),
        ({1: 2}, TypeError),
        (endless, ValueError),
        (1 << 70, ValueError),
        ("\udc80", UnicodeEncodeError),
    ):
        with pytest.raises(error):
            CPGDatasetConfig.from_dict(MINIMAL | {"dataset": value})
    with pytest.raises((TypeError, ConfigError)):
        CPGDatasetConfig.from_dict(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Configuration(institute().config, [object()])  # type: ignore[list-item]
