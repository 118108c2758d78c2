"""The JSON of pairs."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from nudge.api.bodies.question_sets import Ref
from nudge.domain.questions import Format
from nudge.domain.records import Page, Pair


class PairRequest(Struct, forbid_unknown_fields=True):
    """Who meets for a quarter: ids of two participants, or of three to six for a roundtable."""

    participants: Annotated[list[Ref], Meta(min_length=2, max_length=6)]
    format: Format = Format.PAIR
    quarter: Annotated[str, Meta(max_length=20)] = ""


class PairResponse(Struct):
    """A pair as stored."""

    id: str
    participants: list[str]
    format: Format
    quarter: str
    created_at: datetime


class PairPage(Struct):
    """Some pairs; `next_cursor` goes on, null at the end."""

    items: list[PairResponse]
    next_cursor: str | None


def to_pair_response(pair: Pair) -> PairResponse:
    """The response that shows a pair."""
    return PairResponse(pair.id, list(pair.participants), pair.format, pair.quarter, pair.created_at)


def to_pair_page(page: Page[Pair], next_cursor: str | None) -> PairPage:
    """The response that shows a page."""
    return PairPage([to_pair_response(pair) for pair in page.items], next_cursor)
