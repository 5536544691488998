# SPDX-License-Identifier: MIT
"""Where tokens of Google come from, with a token service of our own."""

import base64
import json
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pytest
from cpginfra.dynamic import _google, _http, google_groups, metamist
from cpginfra.dynamic.google_groups import GoogleGroupMembershipProvider
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import credentials, identity_pool, impersonated_credentials
from google.oauth2 import credentials as user_credentials
from support.doubles import FixedCredentials
from support.fake_services import FakeServices
from support.local_server import Fault, LocalServer, Reply, Request

ACCOUNT = "deployer@project.iam.gserviceaccount.com"
SCOPE = "https://www.googleapis.com/auth/cloud-identity.groups"


def jwt(claims: Mapping[str, object]) -> str:
    parts = ({"alg": "RS256"}, claims, "unchecked")
    return ".".join(
        base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts
    )


def claims(token: str) -> dict[str, Any]:
    payload = token.split(".")[1]
    content = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    assert isinstance(content, dict)
    return content


class TokenService:
    """Gives numbered tokens, and remembers what it was asked with."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    def handle(self, request: Request) -> Reply:
        assert request.line == "POST /token"
        self.asked.append({key: values[0] for key, values in parse_qs(request.body).items()})
        number = len(self.asked)
        body = {
            "access_token": f"access-{number}",
            "expires_in": 3600,
            "id_token": jwt({"exp": time.time() + 3600, "number": number}),
        }
        return Reply(body=body)


@pytest.fixture
def tokens(local_server: LocalServer) -> TokenService:
    service = TokenService()
    local_server.start_anew(service.handle)
    return service


@pytest.fixture(scope="module")
def key() -> str:
    made = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return made.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    ).decode()


@pytest.fixture
def account_file(
    key: str, local_server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A service account's key, as the application default credentials."""
    path = tmp_path / "account.json"
    content = {
        "type": "service_account",
        "project_id": "project",
        "private_key_id": "1",
        "private_key": key,
        "client_email": ACCOUNT,
        "client_id": "1",
        "token_uri": f"{local_server.url}/token",
    }
    path.write_text(json.dumps(content))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(path))
    return path


def bearer(authority: _http.Authority) -> str:
    return authority.headers("GET", "https://example.org")["authorization"]


@pytest.mark.usefixtures("account_file")
def test_a_token_is_fetched_when_needed_and_kept_while_it_is_valid(tokens: TokenService) -> None:
    authority = _google.access(SCOPE)
    assert tokens.asked == []
    assert [bearer(authority), bearer(authority)] == ["Bearer access-1"] * 2
    assert authority.renew()
    assert bearer(authority) == "Bearer access-2"
    assert len(tokens.asked) == 2
    asked = claims(tokens.asked[0]["assertion"])
    assert (asked["iss"], asked["scope"]) == (ACCOUNT, SCOPE)


@pytest.mark.usefixtures("account_file")
def test_a_service_account_shows_its_identity(tokens: TokenService) -> None:
    authority = _google.identity("https://metamist.example.org")
    token = bearer(authority).removeprefix("Bearer ")
    assert claims(token)["number"] == 1
    assert bearer(authority).endswith(token)
    asked = claims(tokens.asked[0]["assertion"])
    assert (asked["iss"], asked["target_audience"]) == (ACCOUNT, "https://metamist.example.org")


def test_a_person_shows_their_identity(
    tokens: TokenService, local_server: LocalServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = user_credentials.Credentials(
        None,
        refresh_token="refreshing",  # noqa: S106
        token_uri=f"{local_server.url}/token",
        client_id="client",
        client_secret="kept",  # noqa: S106
    )
    monkeypatch.setattr(_google, "_default", lambda _scopes: person)
    authority = _google.identity("https://metamist.example.org")
    token = bearer(authority).removeprefix("Bearer ")
    assert claims(token)["number"] == 1
    assert bearer(authority).endswith(token)
    assert [asked["refresh_token"] for asked in tokens.asked] == ["refreshing"]


@pytest.mark.parametrize(
    ("impersonates", "variable", "principal"),
    [(True, None, ACCOUNT), (True, "other@x", "other@x"), (False, "other@x", "other@x")],
)
def test_a_federated_identity_asks_for_that_of_an_account(
    impersonates: bool, variable: str | None, principal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GOOGLE_IMPERSONATE_IDENTITY", raising=False)
    if variable:
        monkeypatch.setenv("GOOGLE_IMPERSONATE_IDENTITY", variable)
    monkeypatch.setattr(_google, "_default", lambda _scopes: federated(impersonates))
    found = _google._identity("https://metamist.example.org")
    assert isinstance(found, impersonated_credentials.IDTokenCredentials)
    target = found._target_credentials
    assert target._target_principal == principal
    assert target._source_credentials.service_account_email is None


def federated(impersonates: bool) -> credentials.Credentials:
    info = {
        "type": "external_account",
        "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p",
        "subject_token_type": "urn:ietf:params:oauth:token-type:jwt",
        "token_url": "https://sts.googleapis.com/v1/token",
        "credential_source": {"file": "/nowhere"},
    }
    if impersonates:
        info["service_account_impersonation_url"] = (
            "https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/"
            f"{ACCOUNT}:generateAccessToken"
        )
    made = identity_pool.Credentials.from_info(info)
    assert isinstance(made, credentials.Credentials)
    return made


def test_a_federated_identity_without_an_account_is_an_error(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("GOOGLE_IMPERSONATE_IDENTITY", raising=False)
    monkeypatch.setattr(_google, "_default", lambda _scopes: federated(impersonates=False))
    with pytest.raises(_http.ServiceError, match="set GOOGLE_IMPERSONATE_IDENTITY"):
        bearer(_google.identity("https://metamist.example.org"))


def test_credentials_without_an_identity_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_google, "_default", lambda _scopes: FixedCredentials("token"))
    with pytest.raises(_http.ServiceError, match="of the kind FixedCredentials give no identity"):
        bearer(_google.identity("https://metamist.example.org"))


def test_a_refused_account_is_an_error_without_its_key(
    account_file: Path, local_server: LocalServer, tokens: TokenService
) -> None:
    refusal = {"error": "invalid_grant", "error_description": "account not found"}
    local_server.faults = [Fault("", "reply", Reply(400, refusal), is_lasting=True)]
    with pytest.raises(_http.ServiceError, match=r"no token .*account not found") as e:
        bearer(_google.access(SCOPE))
    assert not e.value.passing
    assert json.loads(account_file.read_text())["private_key"][40:80] not in str(e.value)
    assert tokens.asked == []


@pytest.mark.usefixtures("account_file", "clock")
def test_a_token_service_that_hangs_up_is_asked_again(
    local_server: LocalServer, tokens: TokenService
) -> None:
    local_server.faults = [Fault("POST /token", "drop")]
    authority = _google.access(SCOPE)
    assert _http.repeated(lambda: bearer(authority)) == "Bearer access-1"
    assert local_server.lines("POST /token") == ["POST /token"] * 2
    assert len(tokens.asked) == 1


def test_missing_credentials_are_an_error_that_names_the_resource(
    server: LocalServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "none.json"))
    client = _google.service("cloudidentity", "v1", _google.access(SCOPE), server.url)
    monkeypatch.setattr(google_groups, "cloud_identity", lambda: client)
    props = {"group_key": "groups/g1", "member_key": "ann@example.org"}
    with pytest.raises(_http.ResourceError, match=r"ann@example\.org .*no token .*none\.json"):
        GoogleGroupMembershipProvider().create(props)
    assert server.requests == []


def test_a_token_that_has_been_revoked_is_replaced(
    server: LocalServer, services: FakeServices, monkeypatch: pytest.MonkeyPatch
) -> None:
    services.google_tokens = {"new"}
    services.groups["groups/g1"] = {}
    authority = _google.Authority(lambda: FixedCredentials("old", "new"))
    client = _google.service("cloudidentity", "v1", authority, server.url)
    monkeypatch.setattr(google_groups, "cloud_identity", lambda: client)
    props = {"group_key": "groups/g1", "member_key": "ann@example.org"}
    GoogleGroupMembershipProvider().create(props)
    assert services.effects == ["ann@example.org into groups/g1"]
    assert [request.headers["authorization"] for request in server.requests] == [
        "Bearer old",
        "Bearer new",
        "Bearer new",
    ]


def test_the_scopes_and_the_audience_that_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def find(scopes: list[str]) -> credentials.Credentials:
        asked.extend(scopes)
        return FixedCredentials("token")

    monkeypatch.setattr(_google, "_default", find)
    monkeypatch.setattr(
        _google, "service", lambda name, version, authority: (name, version, bearer(authority))
    )
    assert google_groups.cloud_identity.__wrapped__() == ("cloudidentity", "v1", "Bearer token")
    assert google_groups.groups_settings.__wrapped__() == ("groupssettings", "v1", "Bearer token")
    assert asked == [SCOPE, "https://www.googleapis.com/auth/apps.groups.settings"]

    monkeypatch.setattr(_google, "_identity", lambda audience: FixedCredentials(f"for {audience}"))
    monkeypatch.setenv("SM_URL", "https://metamist.example.org")
    monkeypatch.delenv("SM_ENVIRONMENT", raising=False)
    authority = metamist.client.__wrapped__().authority
    assert bearer(authority) == "Bearer for https://metamist.example.org"
    monkeypatch.setenv("SM_ENVIRONMENT", "local")
    assert isinstance(metamist.client.__wrapped__().authority, _http.Nobody)
