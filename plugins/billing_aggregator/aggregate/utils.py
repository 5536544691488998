"""What the functions that gather costs share: the period, the table, and adding rows once."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime, timedelta
from typing import Any

BATCH_OF_ROWS = 5000

# The columns of every cost; those that a source has beside them follow in its own file.
OWN_COLUMNS = (
    "id",
    "topic",
    "service",
    "sku",
    "usage_start_time",
    "usage_end_time",
    "export_time",
    "cost",
    "currency",
    "currency_conversion_rate",
    "invoice",
    "cost_type",
)


def aggregate_table() -> str:
    """The table that all costs go to, as `project.dataset.table`."""
    return os.environ["GCP_AGGREGATE_DEST_TABLE"]


def parse_time(text: str) -> datetime:
    """A time in ISO 8601; in UTC where it names no zone."""
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def period_of(request: Any) -> tuple[datetime, datetime]:
    """The period that a request asks for: `start` and `end`, else the last interval."""
    asked = dict(getattr(request, "args", None) or {})
    asked |= request.get_json(silent=True) or {}
    end = parse_time(asked["end"]) if "end" in asked else datetime.now(UTC)
    if "start" in asked:
        start = parse_time(asked["start"])
    else:
        start = end - timedelta(hours=float(os.environ["DEFAULT_INTERVAL_HOURS"]))
    if start >= end:
        message = f"the period ends before it starts: {start} to {end}"
        raise ValueError(message)
    return start, end


def client() -> Any:
    """A client of BigQuery, in the project that pays for its queries."""
    from google.cloud import bigquery

    return bigquery.Client(project=os.environ["BILLING_PROJECT_ID"])


def run_query(bigquery: Any, sql: str, parameters: dict[str, Any]) -> Any:
    """Runs a query with parameters; its finished job."""
    from google.cloud.bigquery import ArrayQueryParameter, QueryJobConfig, ScalarQueryParameter

    types = {str: "STRING", float: "FLOAT64", datetime: "TIMESTAMP"}
    config = QueryJobConfig(
        query_parameters=[
            ArrayQueryParameter(name, "STRING", value)
            if isinstance(value, list)
            else ScalarQueryParameter(name, types[type(value)], value)
            for name, value in parameters.items()
        ]
    )
    job = bigquery.query(sql, job_config=config)
    job.result()
    return job


def append_selected(
    bigquery: Any, select: str, columns: tuple[str, ...], parameters: dict[str, Any]
) -> int:
    """Adds the rows of a query whose `id` is not in the table yet; how many."""
    table = aggregate_table()
    names = ", ".join(columns)
    job = run_query(
        bigquery,
        f"INSERT INTO `{table}` ({names}) SELECT {names} FROM ({select}) AS new "
        f"WHERE NOT EXISTS (SELECT 1 FROM `{table}` AS old WHERE old.id = new.id)",
        parameters,
    )
    return int(job.num_dml_affected_rows or 0)


def append_rows(bigquery: Any, rows: list[dict[str, Any]]) -> int:
    """Adds the rows whose `id` is not in the table yet; how many."""
    added = 0
    for first in range(0, len(rows), BATCH_OF_ROWS):
        batch = rows[first : first + BATCH_OF_ROWS]
        known = run_query(
            bigquery,
            f"SELECT id FROM `{aggregate_table()}` WHERE id IN UNNEST(@ids)",
            {"ids": [row["id"] for row in batch]},
        )
        present = {row["id"] for row in known.result()}
        fresh = [row for row in batch if row["id"] not in present]
        if not fresh:
            continue
        # With the rows' ids, BigQuery drops what a repeated request brings twice.
        errors = bigquery.insert_rows_json(
            aggregate_table(), fresh, row_ids=[row["id"] for row in fresh]
        )
        if errors:
            message = f"BigQuery refused {len(errors)} of {len(fresh)} rows: {errors[:3]}"
            raise RuntimeError(message)
        added += len(fresh)
    return added


def cost_row(
    *,
    row_id: str,
    topic: str,
    service: str,
    sku: str,
    start: datetime,
    end: datetime,
    cost: float,
    currency: str,
    labels: dict[str, str],
) -> dict[str, Any]:
    """One cost that does not come from Google's billing."""
    return {
        "id": row_id,
        "topic": topic,
        "service": {"id": service, "description": service},
        "sku": {"id": sku, "description": sku},
        "usage_start_time": start.isoformat(),
        "usage_end_time": end.isoformat(),
        "labels": json.dumps(labels, sort_keys=True),
        "export_time": datetime.now(UTC).isoformat(),
        "cost": cost,
        "currency": currency,
        "currency_conversion_rate": 1.0,
        "invoice": {"month": end.strftime("%Y%m")},
        "cost_type": "regular",
    }


def answer(name: str, added: int) -> tuple[dict[str, Any], int]:
    """What a function answers to the scheduler."""
    return {"function": name, "rows_added": added}, 200
