"""A `Clock` that a test sets, and `Ids` and `Secrets` that can be foreseen."""

from __future__ import annotations

import hashlib
import itertools
import threading
from datetime import datetime, timedelta

from tests.makers import NOON


class FakeClock:
    """Goes on by a second each time that it is asked."""

    def __init__(self, start: datetime = NOON) -> None:
        self._now = start
        self._lock = threading.Lock()

    def now(self) -> datetime:
        with self._lock:
            self._now += timedelta(seconds=1)
            return self._now


class FakeIds:
    """`par_000001`, `par_000002`, …: one count for all kinds, so that ids sort by time."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new(self, kind: str) -> str:
        return f"{kind}_{next(self._numbers):06}"


class FakeSecrets:
    """Secrets that look random."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)

    def new(self) -> str:
        return hashlib.sha256(f"secret {next(self._numbers)}".encode()).hexdigest()

    def digest(self, secret: str) -> str:
        return hashlib.sha256(secret.encode()).hexdigest()
