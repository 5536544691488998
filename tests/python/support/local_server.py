# SPDX-License-Identifier: MIT
"""A real HTTP server on this machine that answers as told, and fails as told."""

import json
import re
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from support.serving import Serving


@dataclass(frozen=True)
class Request:
    method: str
    raw_path: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


@dataclass(frozen=True)
class Reply:
    status: int = 200
    body: Any = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Fault:
    """What goes wrong with requests whose line matches `on`."""

    on: str
    how: str  # "reply", "hang", "half", "half_json", "drip" or "drop"
    reply: Reply = field(default_factory=Reply)
    is_applied: bool = False  # The service does what it is asked to before it goes wrong.
    is_lasting: bool = False


def answer_nothing(request: Request) -> Reply:
    return Reply(500, {"error": f"nobody expects {request.line}"})


class LocalServer(Serving):
    def __init__(self, handle: Callable[[Request], Reply] = answer_nothing) -> None:
        self._lock = threading.Lock()
        self._released = threading.Event()
        self.start_anew(handle)
        super().__init__(ThreadingHTTPServer(("127.0.0.1", 0), self._handler()))

    def start_anew(self, handle: Callable[[Request], Reply]) -> None:
        """Ends what still hangs, and answers by this from now on."""
        self._released.set()
        self._released = threading.Event()
        with self._lock:
            self.requests: list[Request] = []
            self.faults: list[Fault] = []
            self._handle = handle

    def lines(self, pattern: str = "") -> list[str]:
        return [request.line for request in self.requests if re.search(pattern, request.line)]

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._released.set()
        super().__exit__(kind, error, trace)

    def _fault_for(self, request: Request) -> Fault | None:
        for fault in self.faults:
            if re.search(fault.on, request.line):
                if not fault.is_lasting:
                    self.faults.remove(fault)
                return fault
        return None

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002
                pass

            def _serve(self) -> None:
                request = self._request()
                with server._lock:
                    server.requests.append(request)
                    fault = server._fault_for(request)
                    if fault is None or fault.is_applied:
                        reply = server._handle(request)
                if fault is None:
                    self._reply(reply)
                elif fault.how == "reply":
                    self._reply(fault.reply)
                else:
                    self._fail(fault.how)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = _serve  # noqa: N815

            def _request(self) -> Request:
                parts = urlsplit(self.path)
                content = self.rfile.read(int(self.headers.get("content-length", 0)))
                return Request(
                    self.command,
                    parts.path,
                    unquote(parts.path),
                    {key: values[0] for key, values in parse_qs(parts.query).items()},
                    {key.lower(): value for key, value in self.headers.items()},
                    self._body(content),
                )

            def _body(self, content: bytes) -> Any:
                if not content:
                    return None
                is_json = self.headers.get_content_type() == "application/json"
                return json.loads(content) if is_json else content.decode()

            def _reply(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(reply.content)))
                self.end_headers()
                self.wfile.write(reply.content)

            def _fail(self, how: str) -> None:
                self.close_connection = True
                released = server._released
                if how == "hang":
                    released.wait(10)
                    return
                if how == "drop":
                    return
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Connection", "close")
                if how == "half":
                    self.send_header("Content-Length", "1000")
                self.end_headers()
                self.wfile.write(b'{"done": tr')
                while how == "drip" and not released.wait(0.02):
                    try:
                        self.wfile.write(b" ")
                    except OSError:
                        return

        return Handler
