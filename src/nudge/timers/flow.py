"""How much the engine may take at once: enough to be busy, little enough to send within the leases."""

from __future__ import annotations

import threading

MOST_A_SWEEP = 1000
MOST_UNDER_WAY = 5000
"""Chosen: at the slowest rate measured, 250 a second, they are sent in 20 s, far within a lease."""
TRICKLE = 200
"""What a sweep takes at least, so that a courier that hangs doesn't hold up the others."""
FORGOTTEN = 0.1
"""Share of what is under way that a tick forgets: what other processes sent isn't heard of here."""


class Flow:
    """Counts what this process has handed over and what it has sent. Threads share it."""

    def __init__(self) -> None:
        self._under_way = 0.0
        self._lock = threading.Lock()

    def handed(self, n: int) -> None:
        """So many more are under way."""
        with self._lock:
            self._under_way += n

    def sent(self, n: int) -> None:
        """So many are done, whoever handed them over."""
        with self._lock:
            self._under_way = max(0.0, self._under_way - n)

    def tick(self) -> None:
        """Some time has passed."""
        with self._lock:
            self._under_way *= 1 - FORGOTTEN

    @property
    def room(self) -> int:
        """How many a sweep may take, 0 while there is enough to do."""
        with self._lock:
            left = MOST_UNDER_WAY - self._under_way
        return min(MOST_A_SWEEP, int(left)) if left >= TRICKLE else 0
