# SPDX-License-Identifier: MIT
import time
from collections.abc import Callable
from email.utils import formatdate

import pytest
from cpginfra.dynamic import _http
from cpginfra.dynamic._memory import Memory
from support.doubles import Clock
from support.local_server import Fault, LocalServer, Reply, Request


class Bearer:
    """An authority that has as many tokens as it is given."""

    def __init__(self, *tokens: str) -> None:
        self.tokens = list(tokens)

    def headers(self, method: str, url: str) -> dict[str, str]:  # noqa: ARG002
        return {"authorization": f"Bearer {self.tokens[0]}", "x-goog-user-project": "payer"}

    def renew(self) -> bool:
        self.tokens.pop(0)
        return bool(self.tokens)


@pytest.fixture
def get(local_server: LocalServer, clock: Clock) -> Callable[[], _http.Json]:  # noqa: ARG001
    local_server.start_anew(lambda _: Reply(body="yes"))
    client = _http.Client(_http.Nobody())
    return lambda: client.send("GET", f"{local_server.url}/thing").json()


def again(local_server: LocalServer, status: int, retry_after: str) -> None:
    reply = Reply(status, b"", {"Retry-After": retry_after})
    local_server.faults = [Fault("", "reply", reply)]


@pytest.mark.parametrize("status", [408, 409, 425, 429, 500, 502, 503, 504])
def test_what_passes_is_sent_again(
    status: int, get: Callable[[], _http.Json], local_server: LocalServer
) -> None:
    again(local_server, status, "")
    assert _http.repeated(get) == "yes"
    assert len(local_server.requests) == 2


@pytest.mark.parametrize("status", [302, 400, 401, 403, 404, 410, 422])
def test_what_does_not_pass_is_not_sent_again(
    status: int, get: Callable[[], _http.Json], local_server: LocalServer, clock: Clock
) -> None:
    again(local_server, status, "5")
    with pytest.raises(_http.ServiceError, match=rf"^{status} ") as caught:
        _http.repeated(get)
    assert caught.value.status == status
    assert len(local_server.requests) == 1
    assert clock.waits == []


@pytest.mark.parametrize(
    ("retry_after", "wait"),
    [
        ("", 1),
        ("0", 1),
        ("9", 9),
        ("120", 120),
        ("86400", 120),
        ("-5", 1),
        ("soon", 1),
        ("9" * 400, 120),
        (formatdate(1_800_000_030, usegmt=True), 30),
        (formatdate(1_700_000_000, usegmt=True), 1),
        (formatdate(1_900_000_000, usegmt=True), 120),
    ],
)
def test_a_service_is_waited_for_as_long_as_it_asks_within_reason(
    retry_after: str,
    wait: float,
    get: Callable[[], _http.Json],
    local_server: LocalServer,
    clock: Clock,
) -> None:
    again(local_server, 429, retry_after)
    assert _http.repeated(get) == "yes"
    assert clock.waits == [wait]


def test_waits_double_up_to_a_bound_and_part_by_chance(
    clock: Clock,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(_http, "RETRIES", 8)
    assert list(_http._waits()) == [1, 2, 4, 8, 16, 30, 30, 30]
    monkeypatch.setattr(_http, "TIME", _http.Time(chance=lambda: 0.0))
    assert list(_http._waits()) == [0.5, 1, 2, 4, 8, 15, 15, 15]


def test_the_time_that_is_used_is_real() -> None:
    real = _http.Time()
    before = time.monotonic(), time.time()
    real.sleep(0.001)
    assert real.monotonic() > before[0]
    assert real.since_epoch() > before[1]
    assert len({real.chance() for _ in range(9)}) > 1
    assert all(0 <= real.chance() < 1 for _ in range(9))


def test_nobody_listening_is_a_passing_error(clock: Clock) -> None:
    client = _http.Client(_http.Nobody())
    with LocalServer() as server:
        url = server.url
    with pytest.raises(_http.ServiceError, match=r"GET .* had no answer: .*\(tried 6 times\)"):
        _http.repeated(lambda: client.send("GET", url))
    assert len(clock.waits) == 5


@pytest.mark.parametrize("url", ["nonsense", "ftp://127.0.0.1/", "http://a\nb/"])
def test_a_malformed_url_is_a_lasting_error(url: str, clock: Clock) -> None:
    client = _http.Client(_http.Nobody())
    with pytest.raises(_http.ServiceError, match=r"cannot be sent \("):
        _http.repeated(lambda: client.send("GET", url))
    assert clock.waits == []


def test_refused_credentials_are_renewed_once_and_the_request_sent_again(
    local_server: LocalServer, clock: Clock
) -> None:
    local_server.start_anew(
        lambda request: Reply(401 if "old" in request.headers["authorization"] else 200)
    )
    client = _http.Client(Bearer("old", "new"))
    assert client.send("POST", local_server.url, body={"a": 1}).status == 200
    assert [request.body for request in local_server.requests] == [{"a": 1}, {"a": 1}]
    with pytest.raises(_http.ServiceError, match=r"^401"):
        _http.Client(Bearer("old", "older", "new")).send("GET", local_server.url)
    with pytest.raises(_http.ServiceError, match=r"^401"):
        _http.Client(Bearer("old")).send("GET", local_server.url)
    assert len(local_server.requests) == 5
    assert clock.waits == []


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b'{"error": {"code": 400, "message": "from Google"}}', "from Google"),
        (b'{"detail": "from FastAPI"}', "from FastAPI"),
        (b'{"detail": [{"loc": ["x"]}]}', '{"detail": [{"loc": ["x"]}]}'),
        (b"403:\n  from   Hail\n", "403: from Hail"),
        (b'["list"]', '["list"]'),
        (b"\xff", "\ufffd"),
        (b"x" * 10_000, "x" * 500),
        (b"the token is canary", "the token is [secret]"),
        (b'{"message": "Bearer canary of payer"}', "Bearer [secret] of payer"),
    ],
)
def test_a_refusal_says_what_the_service_says_but_no_token(
    body: bytes, text: str, local_server: LocalServer
) -> None:
    local_server.start_anew(lambda _: Reply(400, body))
    with pytest.raises(_http.ServiceError) as caught:
        _http.Client(Bearer("canary")).send("GET", local_server.url)
    assert str(caught.value) == f"400 Bad Request: {text}"


def test_an_empty_refusal_is_its_status(local_server: LocalServer) -> None:
    local_server.start_anew(lambda _: Reply(404, b""))
    with pytest.raises(_http.ServiceError) as caught:
        _http.Client(_http.Nobody()).send("GET", local_server.url)
    assert str(caught.value) == "404 Not Found"


def test_an_answer_that_cannot_be_decoded_is_a_passing_error(
    get: Callable[[], _http.Json], local_server: LocalServer, clock: Clock
) -> None:
    reply = Reply(200, b"no gzip", {"Content-Encoding": "gzip"})
    local_server.faults = [Fault("", "reply", reply)]
    assert _http.repeated(get) == "yes"
    assert clock.waits == [1]


def test_what_is_sent_is_what_is_meant(local_server: LocalServer) -> None:
    seen: list[Request] = []

    def handle(request: Request) -> Reply:
        seen.append(request)
        return Reply()

    local_server.start_anew(handle)
    client = _http.Client(_http.Nobody())
    client.send("PUT", f"{local_server.url}/a", query={"b": "c d&e=f"})
    client.send("PATCH", f"{local_server.url}/a", body=[])
    assert [(request.line, request.query, request.body) for request in seen] == [
        ("PUT /a", {"b": "c d&e=f"}, None),
        ("PATCH /a", {}, []),
    ]
    assert "content-type" not in seen[0].headers
    assert seen[1].headers["content-type"] == "application/json"
    assert seen[1].headers["accept"] == "application/json"
    assert seen[1].headers["user-agent"] == "cpginfra"


def test_errors_of_other_kinds_are_not_taken_for_those_of_services() -> None:
    with pytest.raises(ZeroDivisionError), _http.doing("divide"):
        _ = 1 // 0
    error = _http.ServiceError("it is odd")
    with pytest.raises(_http.ResourceError, match=r"^cannot divide: it is odd$"):
        _raise(error)


@_http.doing("divide")
def _raise(error: Exception) -> None:
    raise error


def test_a_fetch_that_fails_leaves_nothing_remembered(clock: Clock) -> None:  # noqa: ARG001
    memory = Memory[list[int]]()

    def fail() -> list[int]:
        message = "no"
        raise _http.ServiceError(message)

    assert memory.recall("a", lambda: [1]) == [1]
    with pytest.raises(_http.ServiceError):
        memory.renew("a", fail)
    assert memory.recall("a", lambda: [2]) == [2]
    memory.change("a", lambda value: value.append(3))
    memory.change("b", lambda value: value.append(4))
    assert memory.recall("a", lambda: [0]) == [2, 3]
    assert memory.recall("b", lambda: [0]) == [0]
