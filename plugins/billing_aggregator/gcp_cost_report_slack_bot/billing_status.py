"""Which projects an account pays for."""

from __future__ import annotations


def paid_projects(billing_account_id: str) -> set[str]:
    """The ids of the projects that are on the billing account, with billing on."""
    from google.cloud import billing_v1

    projects = billing_v1.CloudBillingClient().list_project_billing_info(
        name=f"billingAccounts/{billing_account_id}", timeout=60
    )
    return {project.project_id for project in projects if project.billing_enabled}
