"""Turns at the processor: so many threads work at once, in the order in which they came."""

from __future__ import annotations

import os
import threading
from collections import deque
from types import TracebackType


class Turns:
    """Lets `n_at_once` threads in; the others wait outside, and whoever came first goes first.

    With more threads than cores at work each is interrupted over and over, and all are late together.

    Args:
        n_at_once: None is as many as there are cores for this process.

    >>> with Turns(1):
    ...     "mine"
    'mine'
    """

    def __init__(self, n_at_once: int | None = None) -> None:
        self._lock = threading.Lock()
        self._n_free = n_at_once or n_cores()
        self._waiting: deque[threading.Lock] = deque()

    def __enter__(self) -> None:
        with self._lock:
            if self._n_free:
                self._n_free -= 1
                return
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        called.acquire()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._n_free += 1


def n_cores() -> int:
    """Cores that this process may use, one at least."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1
