"""The clock on the wall."""

from __future__ import annotations

from datetime import UTC, datetime


class SystemClock:
    """The `Clock` of this machine."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        return datetime.now(UTC)
