"""Cloud functions that gather costs in one BigQuery table."""
