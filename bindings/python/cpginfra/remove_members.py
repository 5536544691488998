# SPDX-License-Identifier: MIT
"""Takes members out of Google groups: those that a stack has lost, and would add a second time.

    python -m cpginfra.remove_members C012ab3cd 'all-datasets-.*@institute[.]example'
    python -m cpginfra.remove_members C012ab3cd 'all-datasets-.*@institute[.]example' --remove

The first says who would be taken out of which group of the customer; the second does it. The
regular expression must fit a member's whole email, in lower case. Credentials are Google's
application default ones.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Sequence

from cpginfra.dynamic import google_groups
from cpginfra.dynamic._http import ResourceError, doing


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m cpginfra.remove_members",
        description="Take members out of Google groups. Without --remove, only say whom.",
    )
    parser.add_argument("customer", help="the customer's id, as C012ab3cd")
    parser.add_argument("member", type=_pattern, help="a regular expression for whole emails")
    parser.add_argument(
        "--group", type=_pattern, default=re.compile(".*"), help="the same for the groups' emails"
    )
    parser.add_argument("--remove", action="store_true", help="do it")
    options = parser.parse_args(arguments)
    count = 0
    try:
        for group, email, membership in _found(options.customer, options.group, options.member):
            if options.remove:
                with doing(f"remove {membership.member_key} from {email}"):
                    google_groups.remove_member(group, membership.name)
            print(f"{email}: {membership.member_key}", flush=True)
            count += 1
    except ResourceError as error:
        print(f"cpginfra: {error}", file=sys.stderr)
        return 1
    print(f"{count} {'removed' if options.remove else 'would be removed; add --remove to do it'}")
    return 0


def _found(
    customer: str, group: re.Pattern[str], member: re.Pattern[str]
) -> Iterator[tuple[str, str, google_groups.Membership]]:
    """Each membership that fits, with its group's name and email."""
    with doing(f"list the groups of the customer {customer}"):
        groups = google_groups.list_groups(customer)
    for email, name in sorted(groups.items()):
        if not group.fullmatch(email):
            continue
        with doing(f"list the members of the group {email}"):
            members = google_groups.list_members(name)
        for key, membership in sorted(members.items()):
            if member.fullmatch(key):
                yield name, email, membership


def _pattern(text: str) -> re.Pattern[str]:
    try:
        return re.compile(text)
    except re.error as error:
        message = f"{text!r} is no regular expression: {error}"
        raise argparse.ArgumentTypeError(message) from None


if __name__ == "__main__":
    sys.exit(main())
