# SPDX-License-Identifier: MIT
import functools
from collections.abc import Iterator
from pathlib import Path

import pytest
from cpginfra.dynamic import _google, _http, google_groups, metamist
from support.doubles import Clock, FixedCredentials
from support.fake_services import GOOGLE_TOKEN, HAIL_TOKEN, METAMIST_TOKEN, FakeServices
from support.local_server import LocalServer


@pytest.fixture
def services() -> FakeServices:
    return FakeServices()


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    time = _http.Time(
        monotonic=lambda: clock.now,
        since_epoch=lambda: clock.now,
        sleep=clock.sleep,
        chance=lambda: 1.0,
    )
    monkeypatch.setattr(_http, "TIME", time)
    return clock


@pytest.fixture(scope="session")
def local_server() -> Iterator[LocalServer]:
    with pytest.MonkeyPatch.context() as patch:
        for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
            patch.delenv(variable, raising=False)
            patch.delenv(variable.lower(), raising=False)
        with LocalServer() as server:
            yield server
            _http.connections().close()
            _http.connections.cache_clear()


@pytest.fixture(scope="session")
def clients(local_server: LocalServer) -> dict[str, _google.Service]:
    """What Google's library makes for the local server, which takes it a while."""
    google = _google.Authority(lambda: FixedCredentials(GOOGLE_TOKEN))
    settings_url = f"{local_server.url}/groups/v1/groups/"
    return {
        "cloud_identity": _google.service("cloudidentity", "v1", google, local_server.url),
        "groups_settings": _google.service("groupssettings", "v1", google, settings_url),
    }


@pytest.fixture
def server(
    local_server: LocalServer,
    clients: dict[str, _google.Service],
    services: FakeServices,
    clock: Clock,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> Iterator[LocalServer]:
    """The services, and this process set up to find them, remembering nothing."""
    local_server.start_anew(services.handle)
    for name, client in clients.items():
        monkeypatch.setattr(google_groups, name, functools.partial(lambda made: made, client))
    identity = _google.Authority(lambda: FixedCredentials(METAMIST_TOKEN))
    monkeypatch.setattr(metamist, "client", lambda: _http.Client(identity))
    monkeypatch.setenv("SM_URL", local_server.url)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("HAIL_TOKEN_GCP", HAIL_TOKEN)
    google_groups._listings.clear()
    metamist._projects.clear()
    yield local_server
    local_server.start_anew(services.handle)
