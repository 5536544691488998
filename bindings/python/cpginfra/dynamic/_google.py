# SPDX-License-Identifier: MIT
"""Google's credentials and the clients of its services.

Credentials are the application default ones, looked for when a request first needs them and kept
in this process alone. Google's client library makes the requests and reads the answers; what
carries them is `_http`, as for all other services.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import google.auth
import httplib2
from google.auth import (
    compute_engine,
    credentials,
    exceptions,
    external_account,
    impersonated_credentials,
)
from google.auth.transport.requests import Request
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account
from googleapiclient import discovery

from cpginfra.dynamic import _http

_CLOUD_PLATFORM = "https://www.googleapis.com/auth/cloud-platform"

Find = Callable[[], credentials.Credentials]

# What Google's library makes from the description of a service, which mypy does not read.
Service: TypeAlias = Any
Call: TypeAlias = Any


class Authority:
    """Puts a valid token of Google credentials on each request; threads can share one."""

    def __init__(self, find: Find) -> None:
        """Takes where the credentials are found once they are needed."""
        self._find = find
        self._lock = threading.Lock()
        self._credentials: credentials.Credentials | None = None

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        """Returns the token, and the project that pays where the credentials name one."""
        headers: dict[str, str] = {}
        with self._lock:
            try:
                if self._credentials is None:
                    self._credentials = self._find()
                self._credentials.before_request(Request(), method, url, headers)
            except exceptions.GoogleAuthError as error:
                raise _no_token(error) from None
        return headers

    def renew(self) -> bool:
        """Fetches another token, since a service refused the last one."""
        with self._lock:
            try:
                if self._credentials is None:
                    return False
                self._credentials.refresh(Request())
            except exceptions.GoogleAuthError as error:
                raise _no_token(error) from None
        return True


def access(*scopes: str) -> Authority:
    """Returns the authority of the application default credentials within some scopes."""
    return Authority(lambda: _default(scopes))


def identity(audience: str) -> Authority:
    """Returns the authority that shows one service who the application default credentials are."""
    return Authority(lambda: _identity(audience))


def service(name: str, version: str, authority: _http.Authority, endpoint: str = "") -> Service:
    """Returns the client of one of Google's services; threads can share it.

    Args:
        name: the service's name in Google's directory of APIs.
        version: the version of its API.
        authority: what authorises the requests.
        endpoint: the URL of the service, where it is not Google's own.
    """
    return discovery.build(
        name,
        version,
        http=_Carrier(_http.Client(authority)),
        client_options={"api_endpoint": endpoint} if endpoint else None,
        static_discovery=True,
    )


def answer(request: Call) -> dict[str, Any]:
    """Sends a request that a client made, once, and returns what it is answered with."""
    try:
        content = request.execute()
    except ValueError:
        message = "the answer is no JSON, perhaps only a part of it arrived"
        raise _http.ServiceError(message, passing=True) from None
    if not isinstance(content, dict):
        message = "the answer is no JSON object, perhaps only a part of it arrived"
        raise _http.ServiceError(message, passing=True)
    return content


class _Carrier:
    """What Google's client library sends its requests by, in the form of httplib2's `Http`."""

    def __init__(self, client: _http.Client) -> None:
        self._client = client

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: str | bytes | None = None,
        headers: Mapping[str, str] | None = None,
        **_unused: object,
    ) -> tuple[httplib2.Response, bytes]:
        """Sends one request."""
        kept = {
            name: value
            for name, value in (headers or {}).items()
            if name.lower() in {"accept", "content-type", "x-goog-api-client", "user-agent"}
        }
        content = body.encode() if isinstance(body, str) else body
        answer = self._client.send_content(method, uri, kept, content)
        return httplib2.Response({"status": str(answer.status)}), answer.content


class _UserIdentity(credentials.Credentials):
    """A person's credentials, whose refreshing yields an identity token by the way."""

    def __init__(self, user: user_credentials.Credentials) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._user = user

    def refresh(self, request: google.auth.transport.Request) -> None:
        """Fetches a token."""
        self._user.refresh(request)
        self.token = self._user.id_token
        self.expiry = self._user.expiry
        if not self.token:
            message = "the user's credentials give no identity token"
            raise exceptions.RefreshError(message)


def _default(scopes: Sequence[str]) -> credentials.Credentials:
    found, _ = google.auth.default(scopes=scopes)
    return found


def _identity(audience: str) -> credentials.Credentials:
    """The identity, for an audience, of whatever kind the application default credentials are."""
    found = _default(["openid", "https://www.googleapis.com/auth/userinfo.email"])
    match found:
        case service_account.Credentials():
            return service_account.IDTokenCredentials(
                found.signer, found.service_account_email, found._token_uri, audience
            )
        case user_credentials.Credentials():
            return _UserIdentity(found)
        case compute_engine.Credentials():
            return compute_engine.IDTokenCredentials(
                Request(), audience, use_metadata_identity_endpoint=True
            )
        case external_account.Credentials():
            return _impersonated(_federated(found), _principal(found), audience)
        case impersonated_credentials.Credentials():
            return impersonated_credentials.IDTokenCredentials(found, audience, include_email=True)
    message = f"credentials of the kind {type(found).__name__} give no identity token"
    raise exceptions.DefaultCredentialsError(message)


def _federated(found: external_account.Credentials) -> credentials.Credentials:
    """The same without impersonation: it suffices to ask for an account's identity."""
    info = {**found.info}
    if info.pop("service_account_impersonation_url", None) is None:
        return found
    source: external_account.Credentials = type(found).from_info(info)
    scoped: credentials.Credentials = source.with_scopes([_CLOUD_PLATFORM])
    return scoped


def _principal(found: external_account.Credentials) -> str:
    principal = os.environ.get("GOOGLE_IMPERSONATE_IDENTITY") or found.service_account_email
    if not principal:
        message = (
            "federated credentials give no identity token: set GOOGLE_IMPERSONATE_IDENTITY to the "
            "service account that they may impersonate"
        )
        raise exceptions.DefaultCredentialsError(message)
    return str(principal)


def _impersonated(
    source: credentials.Credentials, principal: str, audience: str
) -> credentials.Credentials:
    target = impersonated_credentials.Credentials(source, principal, [_CLOUD_PLATFORM])
    return impersonated_credentials.IDTokenCredentials(target, audience, include_email=True)


def _no_token(error: exceptions.GoogleAuthError) -> _http.ServiceError:
    # Only the text: the error's further arguments hold the whole answer.
    message = f"no token from Google: {error.args[0] if error.args else type(error).__name__}"
    # Google's library tries again by itself where it was refused, but not where nobody answered.
    passing = error.retryable or isinstance(error, exceptions.TransportError)
    return _http.ServiceError(message, passing=passing)
