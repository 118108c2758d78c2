"""The JSON of the health routes."""

from __future__ import annotations

from msgspec import Struct


class HealthBody(Struct):
    """Alive."""

    status: str


class ReadyBody(Struct):
    """Ready to answer. `degraded` says why only fixed question sets are given, else null."""

    status: str
    degraded: str | None
