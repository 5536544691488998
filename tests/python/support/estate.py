# SPDX-License-Identifier: MIT
"""An institute of any size, made up by rule, as one configuration file."""

import itertools
import json
from pathlib import Path
from typing import Any

MEMBERS_OF_A_GROUP = 5
GROUPS = (
    "data-manager",
    "analysis",
    "metadata-access",
    "metadata-write",
    "metadata-contribute",
    "web-access",
    "release-access",
    "tmp-main-read-access",
)
ACCOUNT = "iam.gserviceaccount.com"
SERVICES: dict[str, Any] = {
    "domain": "institute.example",
    "budget_currency": "AUD",
    "common_dataset": "common",
    "config_destination": "gs://config/infrastructure",
    "plugins_enabled": [],
    "gcp": {
        "customer_id": "C012ab3cd",
        "region": "australia-southeast1",
        "groups_domain": "groups.institute.example",
        "budget_notification_pubsub": None,
        "config_bucket_name": "config",
        "dataset_storage_prefix": "cpg-",
    },
    "hail": {
        "gcp": {
            "hail_batch_url": "https://batch.example",
            "hail_auth_url": "https://auth.example",
            "git_credentials_secret_name": "git-credentials",
            "git_credentials_secret_project": "hail",
            "wheel_bucket_name": "hail-wheels",
        }
    },
    "analysis_runner": {
        "gcp": {
            "project": "analysis-runner",
            "cloud_run_instance_name": "server",
            "server_machine_account": f"server@runner.{ACCOUNT}",
            "logger_machine_account": f"logger@runner.{ACCOUNT}",
            "container_registry_name": "images",
        }
    },
    "web_service": {
        "gcp": {"server_machine_account": f"web@web-serving.{ACCOUNT}"},
        "web_url_template": "https://{namespace}.example/{dataset}",
    },
    "metamist": {
        "gcp": {
            "project": "metamist",
            "service_name": "metamist-api",
            "machine_account": f"api@metamist.{ACCOUNT}",
            "legacy_machine_account": f"old-api@metamist.{ACCOUNT}",
        }
    },
    "notebooks": {"gcp": {"project": "notebooks"}},
    "cromwell": {
        "gcp": {
            "access_group_id": "groups/01abc",
            "runner_machine_account": f"cromwell@runner.{ACCOUNT}",
        }
    },
    "billing": {
        "gcp": {"project_id": "billing", "account_id": "012345-6789AB-CDEF01"},
        "coordinator_machine_account": f"billing@billing.{ACCOUNT}",
        "hail_aggregator_username": "aggregator",
    },
}


def estate(datasets: int, people: int) -> dict[str, Any]:
    """So many datasets beside the common one; each person is in a few groups of some."""
    names = [f"person{number:04}.x" for number in range(people)]
    turn = itertools.cycle(names)
    users = {
        name: {"id": name, "clouds": {"gcp": {"id": f"{name.title()}@institute.example"}}}
        for name in names
    }

    def dataset(name: str) -> dict[str, Any]:
        return {
            "dataset": name,
            "gcp": {"project": name},
            "budgets": {"gcp": {"monthly_budget": 100}},
        }

    made = [dataset("common")]
    for number in range(datasets):
        members = {
            group: [next(turn) for _ in range(min(MEMBERS_OF_A_GROUP, people))] for group in GROUPS
        }
        made.append({**dataset(f"data{number:04}"), "members": members})
    return {"config": {**SERVICES, "users": users}, "datasets": made}


def write_estate(path: Path, datasets: int, people: int) -> Path:
    path.write_text(json.dumps(estate(datasets, people)), encoding="utf-8")
    return path
