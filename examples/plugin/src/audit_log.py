# SPDX-License-Identifier: MIT
"""Keeps the audit logs of every dataset in one bucket that data managers read."""

from cpginfra import BucketMembership, CpgInfrastructurePlugin, MachineAccount


class AuditLog(CpgInfrastructurePlugin):
    """Declares the bucket, the account that fills it, who reads it, and where logs come from."""

    account: MachineAccount

    def main(self) -> None:
        """Makes what the logs need, through the cloud of the common dataset."""
        infra = self.infrastructure.common_gcp_infra
        bucket = infra.create_bucket("audit-log", [infra.bucket_rule_archive(days=90)])
        self.account = infra.create_machine_account("audit-log")
        readers = self.infrastructure.group_provider.create_group(
            infra, "audit-log-readers", cache_members=False
        )
        for name, dataset in self.infrastructure.dataset_infrastructures.items():
            for cloud in dataset.clouds.values():
                readers.add_member(f"audit-log-readers-{name}", cloud.data_manager_group)
        infra.add_member_to_bucket(
            "audit-log-writer", bucket, self.account, BucketMembership.APPEND
        )
        infra.add_member_to_bucket("audit-log-reader", bucket, readers, BucketMembership.READ)

        # Whatever the clouds' methods lack is declared by its type, as the engine knows it.
        topic = self.infrastructure.declare(
            "gcp:pubsub/topic:Topic", "audit-log-topic", {"project": infra.project_id}
        )
        self.infrastructure.declare(
            "gcp:logging/projectSink:ProjectSink",
            "audit-log-sink",
            {
                "project": infra.project_id,
                "destination": self.infrastructure.plan.concat(
                    "pubsub.googleapis.com/", topic.attribute("id")
                ),
                "filter": 'logName:"cloudaudit.googleapis.com"',
            },
            depends_on=[bucket],
        )

    def on_group_finalisation(self) -> None:
        """Writes down who may read, now that it is known."""
        provider = self.infrastructure.group_provider
        readers = provider.resolve_group_members(provider.get_group("gcp", "audit-log-readers"))
        self.infrastructure.export("audit-log-readers", [reader.cloud_id for reader in readers])
