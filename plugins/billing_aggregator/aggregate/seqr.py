"""Splits what seqr costs among the datasets, by what each of them costs on the same day."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import utils

if TYPE_CHECKING:
    from datetime import datetime

# For each day a credit on seqr's topic, and for each dataset its share: together they are nothing.
# A day's total must stand before it is split, so only whole days are.
SELECT = """
WITH own AS (
  SELECT TIMESTAMP_TRUNC(usage_end_time, DAY) AS day, currency, SUM(cost) AS cost
  FROM `{table}`
  WHERE topic = 'seqr' AND service.id IS DISTINCT FROM 'seqr'
    AND usage_end_time >= TIMESTAMP_TRUNC(@start, DAY)
    AND usage_end_time < TIMESTAMP_TRUNC(@end, DAY)
  GROUP BY day, currency
), others AS (
  SELECT TIMESTAMP_TRUNC(usage_end_time, DAY) AS day, topic, currency, SUM(cost) AS cost
  FROM `{table}`
  WHERE topic != 'seqr' AND service.id IS DISTINCT FROM 'seqr'
    AND usage_end_time >= TIMESTAMP_TRUNC(@start, DAY)
    AND usage_end_time < TIMESTAMP_TRUNC(@end, DAY)
  GROUP BY day, topic, currency
  HAVING cost > 0
), shares AS (
  SELECT day, topic, currency,
    own.cost * others.cost / SUM(others.cost) OVER (PARTITION BY day, currency) AS cost
  FROM own JOIN others USING (day, currency)
), moved AS (
  SELECT day, topic, currency, cost FROM shares
  UNION ALL
  SELECT day, 'seqr', currency, -SUM(cost) FROM shares GROUP BY day, currency
)
SELECT
  CONCAT('seqr-', topic, '-', currency, '-', FORMAT_TIMESTAMP('%Y%m%d', day)) AS id,
  topic,
  STRUCT('seqr' AS id, 'seqr' AS description) AS service,
  STRUCT('seqr-share' AS id, 'Share of seqr' AS description) AS sku,
  day AS usage_start_time,
  TIMESTAMP_ADD(day, INTERVAL 86399 SECOND) AS usage_end_time,
  CURRENT_TIMESTAMP() AS export_time,
  cost,
  currency,
  1.0 AS currency_conversion_rate,
  STRUCT(FORMAT_TIMESTAMP('%Y%m', day) AS month) AS invoice,
  'regular' AS cost_type
FROM moved
"""


def split(start: datetime, end: datetime) -> int:
    """Splits the whole days of a period; how many rows that added."""
    return utils.append_selected(
        utils.client(),
        SELECT.format(table=utils.aggregate_table()),
        utils.OWN_COLUMNS,
        {"start": start, "end": end},
    )


def from_request(request: Any) -> Any:
    """Splits the days that ended in the request's period."""
    start, end = utils.period_of(request)
    return utils.answer("seqr", split(start, end))
