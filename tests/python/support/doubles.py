# SPDX-License-Identifier: MIT
"""Stand-ins for time and for credentials."""

from dataclasses import dataclass, field

import google.auth.credentials
import google.auth.transport
import pulumi.output

# What a provider is given for a value that something must be made for first.
LATER: object = pulumi.output.UNKNOWN


@dataclass
class Clock:
    """Time that passes only by waiting."""

    now: float = 1_800_000_000.0
    waits: list[float] = field(default_factory=list)

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds


class FixedCredentials(google.auth.credentials.Credentials):
    def __init__(self, *tokens: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.left = list(tokens)

    def refresh(self, request: google.auth.transport.Request) -> None:  # noqa: ARG002
        self.token = self.left.pop(0)
