"""Takes billing off a project that has spent its budget, and says so in Slack."""

from __future__ import annotations

import base64
import binascii
import json
import logging
import os
from typing import Any

TOKEN_SECRET = "@SLACK_TOKEN_SECRET_NAME@"  # noqa: S105  a secret's name


def budget_of(request: Any) -> dict[str, Any]:
    """The notification that Pub/Sub pushes: a budget, what it has cost, and its project's id."""
    envelope = request.get_json(silent=True)
    try:
        notification = json.loads(base64.b64decode(envelope["message"]["data"], validate=True))
        return {
            "project": str(notification["budgetDisplayName"]),
            "cost": float(notification["costAmount"]),
            "budget": float(notification["budgetAmount"]),
            "currency": str(notification.get("currencyCode", "")),
        }
    except (binascii.Error, KeyError, TypeError, ValueError) as error:
        message = f"not a budget's notification: {error!r}"
        raise ValueError(message) from error


def take_billing_off(project: str) -> bool:
    """Takes the project off its billing account; whether it was on one."""
    from google.cloud import billing_v1

    client = billing_v1.CloudBillingClient()
    name = f"projects/{project}"
    if not client.get_project_billing_info(name=name, timeout=60).billing_enabled:
        return False
    client.update_project_billing_info(
        name=name, project_billing_info={"billing_account_name": ""}, timeout=60
    )
    return True


def say_in_slack(text: str) -> None:
    """Posts a message, with the token from the secret manager."""
    from google.cloud import secretmanager
    from slack_sdk import WebClient

    secret = f"projects/{os.environ['GCP_PROJECT']}/secrets/{TOKEN_SECRET}/versions/latest"
    answer = secretmanager.SecretManagerServiceClient().access_secret_version(
        name=secret, timeout=60
    )
    token = answer.payload.data.decode().strip()
    WebClient(token=token, timeout=60).chat_postMessage(
        channel=os.environ["SLACK_CHANNEL"], text=text
    )


def gcp_cost_control(request: Any) -> tuple[str, int]:
    """Handles one notification. Budgets are called as the projects that they are of."""
    try:
        spent = budget_of(request)
    except ValueError as error:
        logging.error("%s", error)
        return str(error), 400
    if spent["cost"] <= spent["budget"]:
        return "within its budget", 200
    if not take_billing_off(spent["project"]):
        return "billing is off already", 200
    say_in_slack(
        f"*{spent['project']}* has cost {spent['cost']:.2f} {spent['currency']} of its budget of "
        f"{spent['budget']:.2f}: billing is off."
    )
    return "billing is off", 200
