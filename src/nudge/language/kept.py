"""What was read in a text, kept for the next time: bounded, in memory only, and forgotten on demand."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Kept(Generic[V]):
    """The readings used last. Any thread may use it.

    Args:
        most: how many are kept; the one not used for longest goes first.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._readings: OrderedDict[Hashable, V] = OrderedDict()
        self._n_forgotten = 0

    def get(self, key: Hashable, read: Callable[[], V]) -> V:
        """What is kept for this key, else what `read` returns now, which is kept from then on."""
        with self._lock:
            if key in self._readings:
                self._readings.move_to_end(key)
                return self._readings[key]
            n_forgotten = self._n_forgotten
        reading = read()
        with self._lock:
            if n_forgotten == self._n_forgotten:
                self._readings[key] = reading
                if len(self._readings) > self._most:
                    self._readings.popitem(last=False)
        return reading

    def forget(self) -> None:
        """Keep nothing of what was read so far, not even what another thread is reading now."""
        with self._lock:
            self._readings.clear()
            self._n_forgotten += 1
