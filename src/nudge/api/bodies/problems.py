"""The JSON of every failure: problem details as in RFC 9457."""

from __future__ import annotations

from msgspec import Struct


class ProblemBody(Struct):
    """What went wrong. Programs branch on `code`; `facts` are limits and counts, never words."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    facts: dict[str, str | int | float | bool | None]
