# SPDX-License-Identifier: MIT
"""The internet as far as a process under test can see it: some hosts, all on this machine.

A proxy through which every HTTPS connection goes. It ends the encryption with certificates of its
own authority and passes the rest on to a local server. Whatever else is asked for is refused, and
noted. Example:

    with LocalServer(services.handle) as server, Network(server, ["api.example"], tmp_path) as net:
        subprocess.run(command, env={**os.environ, **net.environment})
"""

from __future__ import annotations

import contextlib
import socket
import socketserver
import ssl
import threading
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import trustme
from support.local_server import LocalServer
from support.serving import Serving

_CHUNK = 65536


class Network(Serving):
    def __init__(self, server: LocalServer, hosts: Sequence[str], directory: Path) -> None:
        """Keeps the authority's certificate, which processes must trust, in the directory."""
        authority = trustme.CA()
        self._bundle = directory / "authority.pem"
        authority.cert_pem.write_to_path(str(self._bundle))
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert(*hosts).configure_cert(self._context)
        self._hosts = frozenset(hosts)
        self._server_url = urlsplit(server.url)
        self.refused: list[str] = []
        super().__init__(_Proxy(("127.0.0.1", 0), self._handler()))

    @property
    def environment(self) -> dict[str, str]:
        """What makes the clients of a process use this network, whichever library they are of."""
        direct = "127.0.0.1,localhost"
        bundle = str(self._bundle)
        return {
            "HTTPS_PROXY": self.url,
            "https_proxy": self.url,
            "NO_PROXY": direct,
            "no_proxy": direct,
            "SSL_CERT_FILE": bundle,
            "REQUESTS_CA_BUNDLE": bundle,
            "HTTPLIB2_CA_CERTS": bundle,
        }

    def _handler(self) -> type[socketserver.StreamRequestHandler]:
        network = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                line = self.rfile.readline(_CHUNK).decode("latin-1").strip()
                while self.rfile.readline(_CHUNK).strip():
                    pass
                method, _, rest = line.partition(" ")
                host = rest.partition(":")[0]
                if method != "CONNECT" or host not in network._hosts:
                    network.refused.append(line)
                    self.wfile.write(b"HTTP/1.1 502 There Is No Such Host\r\n\r\n")
                    return
                self.wfile.write(b"HTTP/1.1 200 Connected\r\n\r\n")
                with contextlib.suppress(OSError):  # Either side may hang up.
                    network._pass_on(self.connection)

        return Handler

    def _pass_on(self, connection: socket.socket) -> None:
        place = (self._server_url.hostname, self._server_url.port)
        with (
            self._context.wrap_socket(connection, server_side=True) as client,
            socket.create_connection(place) as server,
        ):
            answers = threading.Thread(target=_copy, args=(server, client), daemon=True)
            answers.start()
            _copy(client, server)
            answers.join()


class _Proxy(socketserver.ThreadingTCPServer):
    daemon_threads = True
    request_queue_size = 128


def _copy(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while chunk := source.recv(_CHUNK):
            target.sendall(chunk)
    with contextlib.suppress(OSError):
        target.shutdown(socket.SHUT_WR)
