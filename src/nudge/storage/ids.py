"""Identifiers that sort by time."""

from __future__ import annotations

import secrets
import time


class TimeIds:
    """The `Ids` of the application: kind, milliseconds since 1970, and 64 random bits, all in one word."""

    def new(self, kind: str) -> str:
        """A new identifier such as "par_0193a4c6e2f17c0e5b1d9f3a8e6c"."""
        return f"{kind}_{time.time_ns() // 1_000_000:012x}{secrets.token_hex(8)}"
