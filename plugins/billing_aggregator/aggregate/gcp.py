"""Adds Google Cloud's costs, from its billing export in BigQuery."""

from __future__ import annotations

import os
from typing import Any

import utils

# A row of the export has no key: all that it counts is hashed. Equal rows are told apart by their
# number, so that none is lost.
SELECT = """
SELECT
  CONCAT('gcp-', TO_HEX(SHA256(CONCAT(TO_JSON_STRING(source), '-', CAST(
    ROW_NUMBER() OVER (PARTITION BY TO_JSON_STRING(source)) AS STRING))))) AS id,
  COALESCE(
    (SELECT value FROM UNNEST(source.project.labels) WHERE key = 'dataset' LIMIT 1),
    source.project.id,
    'unknown') AS topic,
  STRUCT(source.service.id, source.service.description) AS service,
  STRUCT(source.sku.id, source.sku.description) AS sku,
  source.usage_start_time,
  source.usage_end_time,
  STRUCT(
    source.project.id, source.project.number, source.project.name,
    ARRAY(SELECT AS STRUCT key, value FROM UNNEST(source.project.labels)) AS labels,
    source.project.ancestry_numbers,
    ARRAY(SELECT AS STRUCT resource_name, display_name FROM UNNEST(source.project.ancestors))
      AS ancestors) AS project,
  IF(ARRAY_LENGTH(source.labels) = 0, NULL, TO_JSON_STRING(JSON_OBJECT(
    ARRAY(SELECT key FROM UNNEST(source.labels) WITH OFFSET AS place ORDER BY place),
    ARRAY(SELECT value FROM UNNEST(source.labels) WITH OFFSET AS place ORDER BY place)
  ))) AS labels,
  IF(ARRAY_LENGTH(source.system_labels) = 0, NULL, TO_JSON_STRING(JSON_OBJECT(
    ARRAY(SELECT key FROM UNNEST(source.system_labels) WITH OFFSET AS place ORDER BY place),
    ARRAY(SELECT value FROM UNNEST(source.system_labels) WITH OFFSET AS place ORDER BY place)
  ))) AS system_labels,
  STRUCT(source.location.location, source.location.country, source.location.region,
    source.location.zone) AS location,
  source.export_time,
  source.cost,
  source.currency,
  source.currency_conversion_rate,
  STRUCT(source.usage.amount, source.usage.unit, source.usage.amount_in_pricing_units,
    source.usage.pricing_unit) AS usage,
  ARRAY(SELECT AS STRUCT name, amount, full_name, id, type FROM UNNEST(source.credits)) AS credits,
  STRUCT(source.invoice.month AS month) AS invoice,
  source.cost_type,
  STRUCT(source.adjustment_info.id, source.adjustment_info.description,
    source.adjustment_info.mode, source.adjustment_info.type) AS adjustment_info
FROM `{table}` AS source
WHERE source.export_time >= @start AND source.export_time < @end
"""

COLUMNS = (
    *utils.OWN_COLUMNS,
    "project",
    "labels",
    "system_labels",
    "location",
    "usage",
    "credits",
    "adjustment_info",
)


def from_request(request: Any) -> Any:
    """Adds what was exported in the request's period."""
    start, end = utils.period_of(request)
    select = SELECT.format(table=os.environ["GCP_BILLING_SOURCE_TABLE"])
    added = utils.append_selected(utils.client(), select, COLUMNS, {"start": start, "end": end})
    return utils.answer("gcp", added)
