"""The billing aggregator's shipped cloud functions, with a made-up BigQuery and Hail Batch."""

from __future__ import annotations

import base64
import importlib
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SOURCES = Path(__file__).parents[2] / "plugins" / "billing_aggregator"
MODULES = ("billing_status", "gcp", "hail", "ica", "main", "seqr", "seqr24", "utils")


class Request:
    """What functions-framework hands to a function."""

    def __init__(self, body: Any = None, **arguments: str) -> None:
        self.args = arguments
        self._body = body

    def get_json(self, *, silent: bool) -> Any:
        assert silent
        return self._body


class BigQuery:
    """Remembers queries and rows. `ids` are those that the table has."""

    def __init__(self, ids: set[str]) -> None:
        self.ids = ids
        self.queries: list[tuple[str, dict[str, Any]]] = []
        self.inserted: list[dict[str, Any]] = []

    def query(self, sql: str, job_config: Any) -> Any:
        parameters = {each.name: each.value for each in job_config.query_parameters}
        self.queries.append((sql, parameters))
        present = [{"id": each} for each in parameters.get("ids", []) if each in self.ids]
        return SimpleNamespace(result=lambda: present, num_dml_affected_rows=7)

    def insert_rows_json(self, table: str, rows: list[Any], row_ids: list[str]) -> list[Any]:
        assert table == "billing.costs.all"
        assert row_ids == [row["id"] for row in rows]
        self.inserted += rows
        self.ids |= set(row_ids)
        return []


@pytest.fixture
def load(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Any]]:
    """Loads a file of a function's folder as the cloud does: from that folder alone."""
    module = ModuleType("google.cloud.bigquery")

    def parameter(name: str, _type: str, value: Any) -> SimpleNamespace:
        return SimpleNamespace(name=name, value=value)

    for name in ("ArrayQueryParameter", "ScalarQueryParameter"):
        setattr(module, name, parameter)
    module.QueryJobConfig = SimpleNamespace  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "google.cloud.bigquery", module)
    monkeypatch.setenv("GCP_AGGREGATE_DEST_TABLE", "billing.costs.all")
    monkeypatch.setenv("GCP_BILLING_SOURCE_TABLE", "billing.export.v1")
    monkeypatch.setenv("ICA_RAW_TABLE", "billing.ica.raw")
    monkeypatch.setenv("DEFAULT_INTERVAL_HOURS", "4")

    def forget() -> None:
        for name in MODULES:
            sys.modules.pop(name, None)

    def load_file(folder: str, name: str) -> Any:
        forget()
        monkeypatch.syspath_prepend(str(SOURCES / folder))
        return importlib.import_module(name)

    yield load_file
    forget()


def test_a_request_chooses_its_period(load: Callable[[str, str], Any]) -> None:
    utils = load("aggregate", "utils")
    start, end = utils.period_of(Request({"start": "2026-01-02", "end": "2026-01-03T04:00:00Z"}))
    assert start == datetime(2026, 1, 2, tzinfo=UTC)
    assert end == datetime(2026, 1, 3, 4, tzinfo=UTC)
    start, end = utils.period_of(Request(None, end="2026-01-03"))
    assert (end - start).total_seconds() == 4 * 3600
    with pytest.raises(ValueError, match="the period ends before it starts"):
        utils.period_of(Request({"start": "2026-01-03", "end": "2026-01-03"}))


@pytest.mark.parametrize("name", ["gcp", "ica", "seqr", "seqr24"])
def test_a_query_adds_only_rows_that_are_not_there(
    name: str, load: Callable[[str, str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    function = load("aggregate", name)
    bigquery = BigQuery(set())
    monkeypatch.setattr(sys.modules["utils"], "client", lambda: bigquery)
    answer, status = function.from_request(Request({"start": "2026-01-02", "end": "2026-01-03"}))
    assert (answer, status) == ({"function": name, "rows_added": 7}, 200)
    [(sql, parameters)] = bigquery.queries
    assert sql.startswith("INSERT INTO `billing.costs.all` (id, topic, ")
    assert sql.endswith(
        "WHERE NOT EXISTS (SELECT 1 FROM `billing.costs.all` AS old WHERE old.id = new.id)"
    )
    assert parameters["end"] == datetime(2026, 1, 3, tzinfo=UTC)
    assert parameters["start"].day == (1 if name == "seqr24" else 2)
    # Each column that is filled in is one of the table's, and the query names it.
    schema = json.loads((SOURCES / "aggregate" / "aggregate_schema.json").read_text())
    columns = sql[sql.index("(") + 1 : sql.index(")")].split(", ")
    assert set(columns) <= {field["name"] for field in schema}
    assert all(column in sql[sql.index("FROM") :] for column in columns)


def batch(number: int, finished: str) -> dict[str, Any]:
    return {
        "id": number,
        "billing_project": "cohort",
        "user": "ann",
        "attributes": {"name": "align", "ar-guid": "abc"},
        "time_created": "2026-01-02T00:00:00Z",
        "time_completed": finished,
        "cost_breakdown": [
            {"resource": "compute/n1/1", "cost": 0.25},
            {"resource": "disk/ssd/1", "cost": 0.5},
        ],
    }


def test_hail_follows_pages_and_adds_each_batch_once(
    load: Callable[[str, str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    hail = load("aggregate", "hail")
    pages = {
        None: {"batches": [batch(9, "2026-01-02T03:00:00Z")], "last_batch_id": 9},
        9: {"batches": [batch(8, "2026-01-02T01:00:00Z"), batch(7, "2026-01-05T01:00:00Z")]},
    }

    def get(url: str, params: dict[str, Any], timeout: int) -> Any:
        assert url == "@HAIL_BATCH_URL@/api/v2alpha/batches"
        assert timeout > 0
        page = pages[params.get("last_batch_id")]
        return SimpleNamespace(json=lambda: page, raise_for_status=lambda: None)

    bigquery = BigQuery({"hail-8-disk/ssd/1"})
    monkeypatch.setattr(hail, "session", lambda: SimpleNamespace(get=get))
    monkeypatch.setattr(sys.modules["utils"], "client", lambda: bigquery)
    request = Request({"start": "2026-01-02", "end": "2026-01-03"})
    assert hail.from_request(request)[0]["rows_added"] == 3
    assert [row["id"] for row in bigquery.inserted] == [
        "hail-9-compute/n1/1",
        "hail-9-disk/ssd/1",
        "hail-8-compute/n1/1",
    ]
    row = bigquery.inserted[0]
    assert (row["topic"], row["cost"], row["invoice"]) == ("cohort", 0.25, {"month": "202601"})
    assert json.loads(row["labels"])["ar-guid"] == "abc"
    assert hail.from_request(request)[0]["rows_added"] == 0


def notification(cost: float) -> dict[str, Any]:
    text = json.dumps({"budgetDisplayName": "cohort", "costAmount": cost, "budgetAmount": 100.0})
    return {"message": {"data": base64.b64encode(text.encode()).decode()}}


@pytest.mark.parametrize(
    ("body", "status", "acts"),
    [
        (notification(100.0), 200, False),
        (notification(100.5), 200, True),
        (None, 400, False),
        ({"message": {"data": "%%%"}}, 400, False),
        ({"message": {}}, 400, False),
    ],
)
def test_billing_goes_off_only_beyond_the_budget(
    body: Any,
    status: int,
    acts: bool,
    load: Callable[[str, str], Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    control = load("gcp_cost_control", "main")
    off: list[str] = []
    said: list[str] = []

    def take_billing_off(name: str) -> bool:
        off.append(name)
        return True

    monkeypatch.setattr(control, "take_billing_off", take_billing_off)
    monkeypatch.setattr(control, "say_in_slack", said.append)
    assert control.gcp_cost_control(Request(body))[1] == status
    assert off == (["cohort"] if acts else [])
    assert len(said) == len(off)


def test_the_report_marks_projects_without_billing(load: Callable[[str, str], Any]) -> None:
    main = load("gcp_cost_report_slack_bot", "main")
    rows = [
        {"project": "cohort", "currency": "AUD", "month": 12.25, "day": 1.0},
        {"project": "old", "currency": "AUD", "month": 1.0, "day": 0.0},
    ]
    assert main.report(rows, {"cohort"}).splitlines() == [
        "*Costs of this month, and of yesterday*",
        "cohort: 12.25 AUD, 1.00",
        "old (billing is off): 1.00 AUD, 0.00",
        "*All: 13.25 AUD*",
    ]
