"""Adds the costs of Hail Batch, a row for each resource of a finished batch."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import utils

if TYPE_CHECKING:
    from collections.abc import Iterator

BATCH_URL = "@HAIL_BATCH_URL@"
SECONDS = 60
CURRENCY = "USD"


def session() -> Any:
    """An HTTP session that signs requests as the function's account, and repeats failed ones."""
    import google.auth
    from google.auth.transport.requests import AuthorizedSession
    from requests.adapters import HTTPAdapter
    from urllib3.util import Retry

    credentials, _ = google.auth.default(
        scopes=["openid", "https://www.googleapis.com/auth/userinfo.email"]
    )
    authorized = AuthorizedSession(credentials)
    retries = Retry(total=5, backoff_factor=1, status_forcelist=[429, 500, 502, 503, 504])
    authorized.mount("https://", HTTPAdapter(max_retries=retries))
    return authorized


def finished_batches(http: Any, start: datetime, end: datetime) -> Iterator[dict[str, Any]]:
    """The batches that finished in the period. They are listed newest first by their start."""
    last: int | None = None
    while True:
        parameters: dict[str, Any] = {"q": f"state = complete\nend_time >= {start.isoformat()}"}
        if last is not None:
            parameters["last_batch_id"] = last
        response = http.get(f"{BATCH_URL}/api/v2alpha/batches", params=parameters, timeout=SECONDS)
        response.raise_for_status()
        page = response.json()
        for batch in page["batches"]:
            finished = batch.get("time_completed")
            if finished and start <= utils.parse_time(finished) < end:
                yield batch
        last = page.get("last_batch_id")
        if last is None:
            return


def rows_of(batch: dict[str, Any]) -> list[dict[str, Any]]:
    """A row for each resource that the batch used."""
    attributes = batch.get("attributes") or {}
    labels = {
        "batch_id": str(batch["id"]),
        "batch_name": str(attributes.get("name", "")),
        "user": str(batch.get("user", "")),
    }
    if "ar-guid" in attributes:
        labels["ar-guid"] = str(attributes["ar-guid"])
    start = utils.parse_time(batch["time_created"])
    end = utils.parse_time(batch["time_completed"])
    return [
        utils.cost_row(
            row_id=f"hail-{batch['id']}-{part['resource']}",
            topic=batch["billing_project"],
            service="Hail Batch",
            sku=part["resource"],
            start=start,
            end=end,
            cost=float(part["cost"]),
            currency=CURRENCY,
            labels=labels,
        )
        for part in batch.get("cost_breakdown") or []
    ]


def from_request(request: Any) -> Any:
    """Adds the batches that finished in the request's period."""
    start, end = utils.period_of(request)
    http = session()
    rows = [row for batch in finished_batches(http, start, end) for row in rows_of(batch)]
    return utils.answer("hail", utils.append_rows(utils.client(), rows))
