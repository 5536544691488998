# SPDX-License-Identifier: MIT
"""The billing aggregator under the real engine: its Slack token is read when it is deployed."""

from __future__ import annotations

import json

from engine.deployment import Deployment

CHANNEL = "gcp:monitoring/notificationChannel:NotificationChannel"
CHANNEL_NAME = "billing-aggregator-slack-notification-channel"
QUESTION = json.dumps({"project": "trees-billing", "secret": "slack-bot"})
ANSWER = "slack-token"

# What marks a secret in a state.
SECRET = "4dabf18193072939515e22adb298388d"  # noqa: S105

ACCOUNT = "    account_id: 012345-6789AB-CDEF01\n"
AGGREGATOR = """\
    source_bq_table: trees-billing.export.all
  coordinator_machine_account: aggregate@trees-billing.iam.gserviceaccount.com
  hail_aggregator_username: aggregator
  aggregator:
    destination_bq_table: trees-billing.costs.all
    slack_channel: alerts
    slack_token_secret_name: slack-bot
    functions: [gcp]
    interval_hours: 4
    billing_sheet_id: 1a2b3c
    monthly_summary_table: trees-billing.costs.monthly
  gcp_cost_controls:
    machine_account: cost-control@trees-billing.iam.gserviceaccount.com
    slack_channel: alerts
    pubsub_topic: budget
    timezone: Australia/Sydney
"""


def test_the_slack_token_is_read_when_it_is_deployed_and_stays_a_secret(
    institute: Deployment,
) -> None:
    settings = "config-infrastructure.yaml"
    institute.edit(settings, "plugins_enabled: []", "plugins_enabled: [billing_aggregator]")
    institute.edit(settings, ACCOUNT, ACCOUNT + AGGREGATOR)
    institute.cloud.fail("invoke", QUESTION, "503: come back later")

    previewed = institute.preview()
    assert previewed.is_success, previewed
    assert f"create {CHANNEL}::{CHANNEL_NAME}" in previewed.steps
    (said,) = (text for text in previewed.messages if "a secret is not known" in text)
    assert "503: come back later" in said

    failed = institute.up()
    assert not failed.is_success
    assert "503: come back later" in "\n".join(failed.messages)
    assert institute.cloud.things(CHANNEL) == []

    institute.cloud.recover()
    outcome = institute.up()
    assert outcome.is_success, outcome
    assert institute.preview().steps == []
    (channel,) = institute.cloud.things(CHANNEL)
    assert channel.inputs["sensitiveLabels"] == {"authToken": ANSWER}
    (kept,) = (each for each in institute.state()["resources"] if each["type"] == CHANNEL)
    for properties in (kept["inputs"], kept["outputs"]):
        labels = properties["sensitiveLabels"]
        sealed = labels if SECRET in labels else labels["authToken"]
        assert sealed.keys() == {SECRET, "ciphertext"}
    assert f'"{ANSWER}"' not in institute.state_file().read_text()
