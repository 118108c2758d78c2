"""What an example is, and when all of them happen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
MOMENT = "2026-11-18T15:00:00Z"


@dataclass(frozen=True, slots=True)
class Example:
    """What goes in and what comes out of one operation."""

    request: Json | None = None
    response: Json | None = None
