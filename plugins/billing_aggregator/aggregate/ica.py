"""Adds Illumina Connected Analytics' costs, from the table of its raw usage."""

from __future__ import annotations

import os
from typing import Any

import utils

# The raw table's columns are those of ica_illumina_schema.json.
SELECT = """
SELECT
  CONCAT('ica-', project, '-', product, '-', FORMAT_DATE('%Y%m%d', usage_date)) AS id,
  project AS topic,
  STRUCT('ica' AS id, 'Illumina Connected Analytics' AS description) AS service,
  STRUCT(product AS id, product AS description) AS sku,
  TIMESTAMP(usage_date) AS usage_start_time,
  TIMESTAMP_ADD(TIMESTAMP(usage_date), INTERVAL 86399 SECOND) AS usage_end_time,
  CURRENT_TIMESTAMP() AS export_time,
  SUM(cost) AS cost,
  currency,
  1.0 AS currency_conversion_rate,
  STRUCT(SUM(quantity) AS amount, ANY_VALUE(unit) AS unit,
    SUM(quantity) AS amount_in_pricing_units, ANY_VALUE(unit) AS pricing_unit) AS usage,
  STRUCT(FORMAT_DATE('%Y%m', usage_date) AS month) AS invoice,
  'regular' AS cost_type
FROM `{table}`
WHERE TIMESTAMP(usage_date) >= @start AND TIMESTAMP(usage_date) < @end
GROUP BY project, product, usage_date, currency
"""


def from_request(request: Any) -> Any:
    """Adds the usage of the request's period."""
    start, end = utils.period_of(request)
    select = SELECT.format(table=os.environ["ICA_RAW_TABLE"])
    columns = (*utils.OWN_COLUMNS, "usage")
    added = utils.append_selected(utils.client(), select, columns, {"start": start, "end": end})
    return utils.answer("ica", added)
