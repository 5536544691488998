# SPDX-License-Identifier: MIT
"""Services that keep what they are told, and a list of all that was done to them."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from support.local_server import Reply, Request

GOOGLE_TOKEN = "google-canary-token"  # noqa: S105
HAIL_TOKEN = "hail-canary-token"  # noqa: S105
METAMIST_TOKEN = "metamist-canary-token"  # noqa: S105


@dataclass
class BillingProject:
    status: str = "open"
    users: list[str] = field(default_factory=list)


@dataclass
class FakeServices:
    """Google's groups, Hail Batch and metamist, each strict about what it is asked."""

    page_size: int = 2
    groups: dict[str, dict[str, str]] = field(default_factory=dict)  # Name by email, by group.
    settings: dict[str, dict[str, str]] = field(default_factory=dict)
    users: dict[str, str | None] = field(default_factory=dict)  # Their cloud identities.
    looks_until_identity: int = 0
    billing_projects: dict[str, BillingProject] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    members: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    google_tokens: set[str] = field(default_factory=lambda: {GOOGLE_TOKEN})
    effects: list[str] = field(default_factory=list)
    _made: int = 0

    def handle(self, request: Request) -> Reply:
        routes: list[tuple[str, set[str], Callable[..., Reply]]] = [
            (r"GET /v1/groups", self.google_tokens, self._list_groups),
            (r"GET /v1/(groups/[^/]+)/memberships", self.google_tokens, self._list_members),
            (r"POST /v1/(groups/[^/]+)/memberships", self.google_tokens, self._add_member),
            (r"DELETE /v1/(groups/[^/]+)/(.+)", self.google_tokens, self._remove_member),
            (r"GET /groups/v1/groups/(.+)", self.google_tokens, self._get_settings),
            (r"PUT /groups/v1/groups/(.+)", self.google_tokens, self._put_settings),
            (r"GET /api/v1alpha/users/([^/]+)", {HAIL_TOKEN}, self._get_user),
            (r"POST /api/v1alpha/users/([^/]+)/create", {HAIL_TOKEN}, self._create_user),
            (r"GET /api/v1alpha/billing_projects/([^/]+)", {HAIL_TOKEN}, self._get_billing),
            (
                r"POST /api/v1alpha/billing_projects/([^/]+)/(create|reopen|close)",
                {HAIL_TOKEN},
                self._change_billing,
            ),
            (
                r"POST /api/v1alpha/billing_projects/([^/]+)/users/([^/]+)/(add|remove)",
                {HAIL_TOKEN},
                self._change_billing_user,
            ),
            (r"GET /api/v1/project/all", {METAMIST_TOKEN}, self._list_projects),
            (r"PUT /api/v1/project/", {METAMIST_TOKEN}, self._create_project),
            (r"PATCH /api/v1/project/([^/]+)/members", {METAMIST_TOKEN}, self._set_members),
        ]
        for pattern, tokens, answer in routes:
            found = re.fullmatch(pattern, request.line)
            if found:
                if request.headers.get("authorization") not in {f"Bearer {t}" for t in tokens}:
                    return Reply(401, {"error": {"message": "who are you?"}})
                return answer(request, *found.groups())
        return Reply(400, {"error": f"no such request: {request.line}"})

    # --- Google --------------------------------------------------------------------------------

    def _list_groups(self, request: Request) -> Reply:
        if request.query["parent"] != "customers/C012ab3cd":
            return Reply(403, {"error": {"message": "not your customer"}})
        first = int(request.query.get("pageToken", "0"))
        last = first + min(self.page_size, int(request.query["pageSize"]))
        page: dict[str, Any] = {
            "groups": [
                {"name": name, "groupKey": {"id": f"{name.partition('/')[2]}@groups.example"}}
                for name in list(self.groups)[first:last]
            ]
        }
        if last < len(self.groups):
            page["nextPageToken"] = str(last)
        return Reply(body=page)

    def _list_members(self, request: Request, group: str) -> Reply:
        if group not in self.groups:
            return Reply(404, {"error": {"message": "no such group"}})
        first = int(request.query.get("pageToken", "0"))
        last = first + min(self.page_size, int(request.query["pageSize"]))
        members = sorted(self.groups[group].items())
        page: dict[str, Any] = {
            "memberships": [
                {"name": name, "preferredMemberKey": {"id": email}, "roles": [{"name": "MEMBER"}]}
                for email, name in members[first:last]
            ]
        }
        if not page["memberships"]:
            page = {}
        if last < len(members):
            page["nextPageToken"] = str(last)
        return Reply(body=page)

    def _add_member(self, request: Request, group: str) -> Reply:
        assert request.body["roles"] == [{"name": "MEMBER"}]
        email = request.body["preferredMemberKey"]["id"]
        members = self.groups[group]
        if email.lower() in {known.lower() for known in members}:
            return Reply(409, {"error": {"message": "it is there already"}})
        self._made += 1
        members[email] = f"{group}/memberships/made{self._made}"
        self.effects.append(f"{email} into {group}")
        return Reply(body={"done": True, "response": {"name": members[email]}})

    def _remove_member(self, _request: Request, group: str, rest: str) -> Reply:
        name = f"{group}/{rest}"
        for email, known in self.groups.get(group, {}).items():
            if known == name:
                del self.groups[group][email]
                self.effects.append(f"{email} out of {group}")
                return Reply(body={"done": True, "response": {}})
        return Reply(404, {"error": {"message": "no such membership"}})

    def _get_settings(self, request: Request, group: str) -> Reply:
        assert request.query["alt"] == "json"
        if group not in self.settings:
            return Reply(404, {"error": {"message": "no such group"}})
        return Reply(body={"kind": "groupsSettings#groups", **self.settings[group]})

    def _put_settings(self, request: Request, group: str) -> Reply:
        if group not in self.settings:
            return Reply(404, {"error": {"message": "no such group"}})
        known = self.settings[group]
        news = {key: value for key, value in request.body.items() if key in known}
        if known != {**known, **news}:
            self.effects.append(f"settings of {group}")
        known.update(news)
        return self._get_settings(request, group)

    # --- Hail Batch ----------------------------------------------------------------------------

    def _get_user(self, _request: Request, username: str) -> Reply:
        if username not in self.users:
            return Reply(404, b"404: no such user")
        if self.looks_until_identity:
            self.looks_until_identity -= 1
            return Reply(body={"username": username, "hail_identity": None})
        identity = self.users[username] or f"{username}@hail.iam.gserviceaccount.com"
        return Reply(body={"username": username, "hail_identity": identity})

    def _create_user(self, request: Request, username: str) -> Reply:
        assert request.body == {
            "user": username,
            "login_id": None,
            "is_developer": False,
            "is_service_account": True,
        }
        if username in self.users:
            return Reply(400, b"400: the user exists")
        self.users[username] = None
        self.effects.append(f"user {username}")
        return Reply()

    def _get_billing(self, _request: Request, name: str) -> Reply:
        project = self.billing_projects.get(name)
        if project is None:
            return Reply(403, b"403: Unknown Hail Batch billing project " + name.encode())
        body = {"billing_project": name, "status": project.status, "users": project.users}
        return Reply(body=body)

    def _change_billing(self, _request: Request, name: str, deed: str) -> Reply:
        project = self.billing_projects.get(name)
        needed = {"create": None, "reopen": "closed", "close": "open"}[deed]
        if (project and project.status) != needed:
            return Reply(403, f"403: cannot {deed} {name}".encode())
        if project is None:
            self.billing_projects[name] = BillingProject()
        else:
            project.status = "closed" if deed == "close" else "open"
        self.effects.append(f"{deed} {name}")
        return Reply(body=name)

    def _change_billing_user(self, _request: Request, name: str, user: str, deed: str) -> Reply:
        project = self.billing_projects.get(name)
        if project is None or project.status == "closed":
            return Reply(403, b"403: Unknown Hail Batch billing project " + name.encode())
        if (user in project.users) == (deed == "add"):
            return Reply(400, f"400: cannot {deed} {user}".encode())
        if deed == "add":
            project.users.append(user)
        else:
            project.users.remove(user)
        self.effects.append(f"{deed} {user}: {name}")
        return Reply(body={"user": user, "billing_project": name})

    # --- metamist ------------------------------------------------------------------------------

    def _list_projects(self, _request: Request) -> Reply:
        listed = [
            {"id": id_, "name": name, "dataset": name, "meta": {}, "roles": []}
            for name, id_ in self.projects.items()
        ]
        return Reply(body=listed)

    def _create_project(self, request: Request) -> Reply:
        name = request.query["name"]
        assert dict(request.query) == {
            "name": name,
            "dataset": name,
            "create_test_project": "false",
        }
        if name in self.projects:
            return Reply(500, {"detail": "duplicate key"})
        self.projects[name] = 100 + len(self.projects)
        self.effects.append(f"project {name}")
        return Reply(body=self.projects[name])

    def _set_members(self, request: Request, project: str) -> Reply:
        if project not in self.projects:
            return Reply(404, {"detail": f"no project {project}"})
        if self.members.get(project) != request.body:
            self.effects.append(f"members of {project}")
        self.members[project] = request.body
        return Reply(body=None)
