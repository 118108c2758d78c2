"""Pages of a list: a limit, and a cursor that says where to go on and nothing else."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated

from litestar.params import QueryParameter

from nudge.domain.errors import Invalid

Limit = Annotated[int, QueryParameter(ge=1, le=100, description="How many at most.")]
Cursor = Annotated[
    str | None, QueryParameter(max_length=200, description="`next_cursor` of the page before.")
]


@dataclass(frozen=True, slots=True)
class Paging:
    """Where a page begins, and how long it is."""

    after: str
    limit: int


def provide_paging(limit: Limit = 50, cursor: Cursor = None) -> Paging:
    """The page that a request asks for.

    Raises:
        Invalid: `cursor-invalid`.
    """
    return Paging(_after(cursor) if cursor else "", limit)


def cursor_after(last: str | None) -> str | None:
    """The cursor behind an id, None at the end.

    >>> _after(cursor_after("par_1"))
    'par_1'
    """
    return None if last is None else base64.urlsafe_b64encode(last.encode()).decode().rstrip("=")


def _after(cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode()
    except (binascii.Error, UnicodeError):
        raise Invalid("cursor-invalid", "Take the cursor from “next_cursor” of the page before.") from None
