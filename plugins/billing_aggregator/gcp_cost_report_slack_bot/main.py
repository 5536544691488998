"""Says in Slack what each project has cost in the month so far, and on the day before."""

from __future__ import annotations

import os
from typing import Any

import billing_status

TOKEN_SECRET = "@SLACK_TOKEN_SECRET_NAME@"  # noqa: S105  a secret's name
LINES = 40

QUERY = """
SELECT project.id AS project, currency,
  SUM(cost + IFNULL((SELECT SUM(amount) FROM UNNEST(credits)), 0)) AS month,
  SUM(IF(
    DATE(usage_start_time, @zone) = DATE_SUB(CURRENT_DATE(@zone), INTERVAL 1 DAY),
    cost + IFNULL((SELECT SUM(amount) FROM UNNEST(credits)), 0), 0)) AS day
FROM `{table}`
WHERE DATE(usage_start_time, @zone) >= DATE_TRUNC(CURRENT_DATE(@zone), MONTH)
GROUP BY project, currency
HAVING month > 0.005
ORDER BY month DESC
"""


def costs(bigquery: Any) -> list[Any]:
    """A row for each project and currency, dearest first."""
    from google.cloud.bigquery import QueryJobConfig, ScalarQueryParameter

    zone = ScalarQueryParameter("zone", "STRING", os.environ["QUERY_TIME_ZONE"])
    query = QUERY.format(table=os.environ["BIGQUERY_BILLING_TABLE"])
    return list(bigquery.query(query, job_config=QueryJobConfig(query_parameters=[zone])).result())


def report(rows: list[Any], paid: set[str]) -> str:
    """The message: a line a project, those without billing marked, and what was left out."""
    lines = ["*Costs of this month, and of yesterday*"]
    for row in rows[:LINES]:
        mark = "" if row["project"] in paid else " (billing is off)"
        lines.append(
            f"{row['project'] or 'no project'}{mark}: {row['month']:.2f} {row['currency']}, "
            f"{row['day']:.2f}"
        )
    if len(rows) > LINES:
        lines.append(f"and {len(rows) - LINES} more")
    for currency in sorted({row["currency"] for row in rows}):
        total = sum(row["month"] for row in rows if row["currency"] == currency)
        lines.append(f"*All: {total:.2f} {currency}*")
    return "\n".join(lines)


def slack_bot_cost_report(_request: Any) -> tuple[str, int]:
    """Posts the report."""
    import google.auth
    from google.cloud import bigquery, secretmanager
    from slack_sdk import WebClient

    _, project = google.auth.default()
    paid = billing_status.paid_projects(os.environ["BILLING_ACCOUNT_ID"])
    text = report(costs(bigquery.Client()), paid)
    secret = f"projects/{project}/secrets/{TOKEN_SECRET}/versions/latest"
    answer = secretmanager.SecretManagerServiceClient().access_secret_version(
        name=secret, timeout=60
    )
    token = answer.payload.data.decode().strip()
    WebClient(token=token, timeout=60).chat_postMessage(
        channel=os.environ["SLACK_CHANNEL"], text=text
    )
    return "said", 200
