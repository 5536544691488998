"""A cloud function that says in Slack what each project has cost."""
