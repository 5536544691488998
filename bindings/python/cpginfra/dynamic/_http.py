# SPDX-License-Identifier: MIT
"""HTTP to the services behind the dynamic resources.

Each request has a time limit and is sent once; `repeated` and `ensured` try again, within bounds,
what failed in passing. No message holds what authorises a request.
"""

from __future__ import annotations

import functools
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, TypeVar

if TYPE_CHECKING:
    import httpx

# Seconds that an answer may take, from the request's first byte to the answer's last.
TIMEOUT = 60.0

# How often, and after how many seconds at most, a failed request is tried again. The waits double
# from the first to the longest, each shortened by chance so that parallel requests part.
RETRIES = 5
FIRST_WAIT = 1.0
LONGEST_WAIT = 30.0

# The longest wait that a service can ask for.
LONGEST_RETRY_AFTER = 120.0

_PASSING_STATUSES = frozenset({408, 409, 425, 429})
_LONGEST_DETAIL = 500

Json: TypeAlias = Any

Seen = TypeVar("Seen")
Made = TypeVar("Made")


@dataclass(frozen=True)
class Time:
    """What the waits are made of, so that a test can bring its own."""

    monotonic: Callable[[], float] = time.monotonic
    since_epoch: Callable[[], float] = time.time
    sleep: Callable[[float], None] = time.sleep
    chance: Callable[[], float] = random.random


TIME = Time()


class ResourceError(Exception):
    """Something could not be done to a resource, which the message names."""


class ServiceError(Exception):
    """A service gave no answer or refused."""

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        passing: bool = False,
        retry_after: float = 0.0,
    ) -> None:
        """Takes whether a later try may fare better, and the wait that the service asks for."""
        super().__init__(message)
        self.status = status
        self.passing = passing
        self.retry_after = retry_after


class Authority(Protocol):
    """What authorises requests to one service."""

    def headers(self, method: str, url: str) -> Mapping[str, str]:
        """Returns the headers that authorise a request."""

    def renew(self) -> bool:
        """Fetches new credentials after a refusal; false where there can be none."""


class Nobody:
    """The authority of a service that asks for none."""

    def headers(self, method: str, url: str) -> Mapping[str, str]:  # noqa: ARG002
        """Returns no headers."""
        return {}

    def renew(self) -> bool:
        """Has nothing to renew."""
        return False


@dataclass(frozen=True)
class Answer:
    """A whole answer of a service that did what was asked."""

    status: int
    reason: str
    headers: Mapping[str, str]
    content: bytes

    def json(self) -> Json:
        """Returns the answer's value; that of an answer cut short cannot be read."""
        try:
            return json.loads(self.content)
        except ValueError:
            message = "the answer is no JSON, perhaps only a part of it arrived"
            raise ServiceError(message, status=self.status, passing=True) from None


@functools.cache
def connections() -> httpx.Client:
    """Returns the connections that all requests of this process share."""
    import httpx

    return httpx.Client(headers={"user-agent": "cpginfra"}, follow_redirects=False)


@dataclass(frozen=True)
class Client:
    """Sends requests on someone's authority."""

    authority: Authority

    def send(
        self,
        method: str,
        url: str,
        *,
        query: Mapping[str, str] | None = None,
        body: object = None,
    ) -> Answer:
        """Sends one request, with a JSON body where there is one."""
        import httpx

        content, headers = None, {"accept": "application/json"}
        if query:
            url = str(httpx.URL(url, params=query))
        if body is not None:
            content, headers["content-type"] = json.dumps(body).encode(), "application/json"
        return self.send_content(method, url, headers, content)

    def send_content(
        self, method: str, url: str, headers: Mapping[str, str], content: bytes | None
    ) -> Answer:
        """Sends one request as it is given; again only where it came without valid credentials."""
        authority = self.authority.headers(method, url)
        answer = _exchange(method, url, {**headers, **authority}, content)
        if answer.status == HTTPStatus.UNAUTHORIZED and self.authority.renew():
            authority = self.authority.headers(method, url)
            answer = _exchange(method, url, {**headers, **authority}, content)
        if not HTTPStatus.OK <= answer.status < HTTPStatus.MULTIPLE_CHOICES:
            raise _refusal(answer, authority)
        return answer


def repeated(send: Callable[[], Made]) -> Made:
    """Does what is the same done once or several times, until it succeeds."""
    for wait in _waits():
        try:
            return send()
        except ServiceError as error:
            if not error.passing:
                raise
            _sleep(wait, error)
    return _last_time(send)


def ensured(
    seen: Seen,
    look: Callable[[], Seen],
    there: Callable[[Seen], Made | None],
    make: Callable[[Seen], Made],
) -> Made:
    """Makes what is not `there` in what was seen, once.

    A request to make something is not repeated blindly, since one that failed may have been
    carried out: each further one is preceded by a look, and what is there by then is adopted.
    """
    for wait in _waits():
        made = there(seen)
        if made is not None:
            return made
        try:
            return make(seen)
        except ServiceError as error:
            if error.passing:
                _sleep(wait, error)
            seen = look()
            if not error.passing and there(seen) is None:
                raise
    made = there(seen)
    if made is not None:
        return made
    try:
        return _last_time(lambda: make(seen))
    except ServiceError:
        made = there(look())
        if made is None:
            raise
        return made


@contextmanager
def doing(deed: str) -> Iterator[None]:
    """Says in the error of what is done inside what could not be done."""
    try:
        yield
    except ServiceError as error:
        message = f"cannot {deed}: {error}"
        # Without its cause, whose text was written by others.
        raise ResourceError(message) from None


def _waits() -> Iterator[float]:
    wait = FIRST_WAIT
    for _ in range(RETRIES):
        yield wait * (0.5 + TIME.chance() / 2)
        wait = min(2 * wait, LONGEST_WAIT)


def _sleep(wait: float, error: ServiceError) -> None:
    TIME.sleep(max(wait, min(error.retry_after, LONGEST_RETRY_AFTER)))


def _last_time(send: Callable[[], Made]) -> Made:
    try:
        return send()
    except ServiceError as error:
        if not error.passing:
            raise
        message = f"{error} (tried {RETRIES + 1} times)"
        raise ServiceError(message, status=error.status) from None


def _exchange(method: str, url: str, headers: Mapping[str, str], content: bytes | None) -> Answer:
    import httpx

    limit = time.monotonic() + TIMEOUT
    parts = []
    try:
        with connections().stream(
            method, url, headers=dict(headers), content=content, timeout=TIMEOUT
        ) as response:
            for part in response.iter_bytes():
                parts.append(part)
                if time.monotonic() > limit:
                    raise _late(method, url)
            return Answer(
                response.status_code, response.reason_phrase, response.headers, b"".join(parts)
            )
    except httpx.TimeoutException:
        raise _late(method, url) from None
    except (httpx.NetworkError, httpx.RemoteProtocolError, httpx.ProxyError) as error:
        message = f"{method} {url} had no answer: {error}"
        raise ServiceError(message, passing=True) from None
    except httpx.DecodingError:
        message = f"{method} {url} had an answer that cannot be decoded"
        raise ServiceError(message, passing=True) from None
    except (httpx.TransportError, httpx.InvalidURL) as error:
        # Its text may quote a header.
        message = f"{method} {url} cannot be sent ({type(error).__name__})"
        raise ServiceError(message) from None


def _late(method: str, url: str) -> ServiceError:
    message = f"{method} {url} had no whole answer in {TIMEOUT:g} seconds"
    return ServiceError(message, passing=True)


def _refusal(answer: Answer, authority: Mapping[str, str]) -> ServiceError:
    message = f"{answer.status} {answer.reason}".rstrip()
    detail = _detail(answer.content.decode(errors="replace"))
    for name, value in authority.items():
        if name.lower().endswith("authorization"):
            detail = detail.replace(value.rpartition(" ")[2], "[secret]")
    if detail:
        message += f": {detail[:_LONGEST_DETAIL]}"
    return ServiceError(
        message,
        status=answer.status,
        passing=answer.status in _PASSING_STATUSES or answer.status >= 500,
        retry_after=_retry_after(answer.headers.get("retry-after", "")),
    )


def _detail(text: str) -> str:
    """The message in the error that Google's APIs, FastAPI or Hail answer with, or all of it."""
    try:
        content = json.loads(text)
    except ValueError:
        content = None
    for path in (("error", "message"), ("detail",), ("message",), ("error",)):
        value = content
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        if isinstance(value, str):
            text = value
            break
    return " ".join(text.split())


def _retry_after(value: str) -> float:
    """The seconds that a Retry-After header asks to wait, by a number or a date."""
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - TIME.since_epoch())
    except ValueError:
        return 0.0
