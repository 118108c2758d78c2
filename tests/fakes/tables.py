"""Rows in plain dicts, by (tenant, id), and what is done with them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeVar

from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.letters import Letter, TapAction, TestClock, WebhookEndpoint
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import Attempt, PledgeGist, StoredNudge
from nudge.domain.overlays import StoredOverlay
from nudge.domain.question_ratings import Leanings, QuestionLearning, QuestionRating
from nudge.domain.records import (
    ApiKey,
    Conversation,
    Page,
    Pair,
    Participant,
    StoredNote,
    StoredPledge,
    StoredQuestionSet,
    Tenant,
)


class Owned(Protocol):
    """Anything with an id that belongs to a tenant."""

    @property
    def id(self) -> str: ...
    @property
    def tenant(self) -> str: ...


T = TypeVar("T", bound=Owned)
Table = dict[tuple[str, str], T]
Response = tuple[str, int, bytes, datetime]


@dataclass
class Tables:
    """Everything stored, by (tenant, id)."""

    tenants: dict[str, Tenant] = field(default_factory=dict)
    api_keys: dict[str, ApiKey] = field(default_factory=dict)
    participants: Table[Participant] = field(default_factory=dict)
    pairs: Table[Pair] = field(default_factory=dict)
    conversations: Table[Conversation] = field(default_factory=dict)
    notes: Table[StoredNote] = field(default_factory=dict)
    pledges: Table[StoredPledge] = field(default_factory=dict)
    question_sets: Table[StoredQuestionSet] = field(default_factory=dict)
    responses: dict[tuple[str, str], Response] = field(default_factory=dict)
    nudges: Table[StoredNudge] = field(default_factory=dict)
    gists: dict[tuple[str, str], PledgeGist] = field(default_factory=dict)
    deliveries: dict[tuple[str, str], str] = field(default_factory=dict)
    attempts: dict[int, Attempt] = field(default_factory=dict)
    taps: dict[tuple[str, str, TapAction], datetime] = field(default_factory=dict)
    inbox: Table[Letter] = field(default_factory=dict)
    programmes: dict[str, Programme] = field(default_factory=dict)
    test_clocks: dict[str, TestClock] = field(default_factory=dict)
    webhooks: Table[WebhookEndpoint] = field(default_factory=dict)
    overlays: dict[str, StoredOverlay] = field(default_factory=dict)
    ratings: Table[QuestionRating] = field(default_factory=dict)
    leanings: dict[tuple[str, str], Leanings] = field(default_factory=dict)
    question_learning: dict[str, QuestionLearning] = field(default_factory=dict)

    def copied(self) -> Tables:
        return Tables(**{name: copy(table) for name, table in vars(self).items()})


def put(table: Table[T], row: T) -> None:
    table[row.tenant, row.id] = row


def get(table: Table[T], noun: str, tenant: str, row_id: str) -> T:
    if (tenant, row_id) not in table:
        raise NotFound(f"{noun}-not-found", f"There is no such {noun}.", **{noun: row_id})
    return table[tenant, row_id]


def of_tenant(table: Table[T], tenant: str) -> list[T]:
    return [row for row in table.values() if row.tenant == tenant]


def forget(table: dict[Any, Any], is_it: Callable[[Any], bool]) -> None:
    for place in [place for place, row in table.items() if is_it(row)]:
        del table[place]


def by_age(row: Conversation | StoredNote | StoredPledge | StoredQuestionSet) -> tuple[datetime, str]:
    return row.created_at, row.id


def page(rows: Sequence[T], after: str, limit: int) -> Page[T]:
    refuse_limit(limit)
    rest = sorted((row for row in rows if row.id > after), key=lambda row: row.id)
    items = tuple(rest[:limit])
    return Page(items, items[-1].id if len(rest) > limit else None)


def refuse_limit(limit: int) -> None:
    if not 1 <= limit <= 100:
        raise Invalid("limit-out-of-range", "Ask for 1 to 100 rows at a time.", limit=limit)


def refuse_changed(noun: str, stored: int, given: int) -> None:
    if stored != given - 1:
        raise Conflict("revision-changed", f"The {noun} was changed meanwhile; read it and try again.")
