"""The JSON of the health routes."""

from __future__ import annotations

from msgspec import Struct


class HealthBody(Struct):
    """Alive, or ready to answer."""

    status: str
