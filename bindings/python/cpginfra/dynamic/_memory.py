# SPDX-License-Identifier: MIT
"""What services said a moment ago.

One listing answers for each of its many entries, so that reading n members of a group does not
list the group n times. What this process itself changes is changed in the memory too.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from cpginfra.dynamic import _http

# Seconds for which a listing stands.
KEPT = 60.0

Value = TypeVar("Value")


@dataclass
class _Entry(Generic[Value]):
    lock: threading.Lock = field(default_factory=threading.Lock)
    value: Value | None = None
    fetched_at: float = 0.0


class Memory(Generic[Value]):
    """Listings by key. Of several threads that ask for one listing, one fetches it for all."""

    def __init__(self) -> None:
        """Remembers nothing yet."""
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry[Value]] = {}

    def recall(self, key: str, fetch: Callable[[], Value]) -> Value:
        """Returns what is remembered, or else what is fetched."""
        entry = self._entry(key)
        with entry.lock:
            if entry.value is None or _http.TIME.monotonic() - entry.fetched_at > KEPT:
                self._fill(entry, fetch)
            return _known(entry.value)

    def renew(self, key: str, fetch: Callable[[], Value]) -> Value:
        """Returns what is fetched now."""
        entry = self._entry(key)
        with entry.lock:
            self._fill(entry, fetch)
            return _known(entry.value)

    def change(self, key: str, change: Callable[[Value], object]) -> None:
        """Changes what is remembered, where something is, as the service was just changed."""
        entry = self._entry(key)
        with entry.lock:  # Waits for a fetch under way, which may have missed the change.
            if entry.value is not None:
                change(entry.value)

    def clear(self) -> None:
        """Forgets everything."""
        with self._lock:
            self._entries.clear()

    def _entry(self, key: str) -> _Entry[Value]:
        with self._lock:
            return self._entries.setdefault(key, _Entry())

    @staticmethod
    def _fill(entry: _Entry[Value], fetch: Callable[[], Value]) -> None:
        entry.value = None
        entry.fetched_at = _http.TIME.monotonic()
        entry.value = fetch()


def _known(value: Value | None) -> Value:
    if value is None:
        message = "a listing is never None"
        raise TypeError(message)
    return value
