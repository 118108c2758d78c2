"""Statements of the engine: it takes what is due, begins to send it and says what became of it.

Whoever sends holds the epoch under which it took the nudge; every statement asks for it. What takes rows
finds them by partial indexes, in the order of the index, and passes over rows that somebody else holds.
The statements are made once: putting one together takes longer than the database needs for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, literal_column, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from nudge.domain.nudges import LONGEST_LEASE, ClaimedNudge, NudgeState, StoredNudge
from nudge.storage.nudge_rows import changing_values, stored_nudge
from nudge.storage.nudge_tables import IS_PLANNED, IS_TAKEN, nudges, test_clocks
from nudge.storage.nudges import NudgeRecords

_FOR_AN_ENGINE = [nudges.c[name] for name in ("id", "tenant", "courier", "due_at", "epoch")]

_IN_EPOCH = (
    nudges.c.tenant == bindparam("of_tenant"),
    nudges.c.id == bindparam("of_id"),
    nudges.c.epoch == bindparam("in_epoch"),
    nudges.c.state == bindparam("was"),
)
_SETTLE = update(nudges).where(*_IN_EPOCH)
_BEGIN = (
    update(nudges)
    .where(*_IN_EPOCH)
    .values(attempts=nudges.c.attempts + 1, lease_until=bindparam("until"))
    .returning(*nudges.c)
)

_PLACE: dict[str, ColumnElement[object]] = {
    "postgresql": literal_column("nudges.ctid"),
    "sqlite": literal_column("nudges.rowid"),
}
"""Where a row is; good for one statement."""


class ClaimRecords(NudgeRecords):
    """The engine's part of the ledger: over all tenants that aren't on a test clock, unless one is named."""

    def claim_due(
        self, *, until: datetime, lease_until: datetime, limit: int, tenant: str | None = None
    ) -> Sequence[ClaimedNudge]:
        """Take planned nudges that are due before `until`, the earliest first."""
        values = {"due_before": until, "until": lease_until, "most": limit}
        statement = _take(self._db.dialect.name, of_all=tenant is None)
        rows = self._write_and_read(statement, values | _named(tenant))
        claimed = [ClaimedNudge(row.id, row.tenant, row.courier, row.due_at, row.epoch) for row in rows]
        return sorted(claimed, key=lambda nudge: (nudge.due_at, nudge.id))

    def begin_attempt(self, claimed: ClaimedNudge, *, lease_until: datetime) -> StoredNudge | None:
        """The nudge, if it is still queued in this epoch: with one attempt more and a new lease.

        It is held until the transaction ends, and so are its person and its pledge.
        """
        if self._is_shared:
            self._hold_owners(claimed.tenant, claimed.id)
        fence = _fence(claimed, NudgeState.QUEUED)
        rows = self._write_and_read(_BEGIN, {**fence, "until": lease_until})
        return stored_nudge(rows[0]) if rows else None

    def settle(self, nudge: StoredNudge, *, was: NudgeState) -> bool:
        """Save what became of a nudge that is in state `was` and in the same epoch; whether it was.

        The answer and the revision stay, which are other people's to change.
        """
        return self._write(_SETTLE, {**_fence(nudge, was), **changing_values(nudge)}) == 1

    def end_leases(self, now: datetime, *, tenant: str | None = None) -> tuple[int, Sequence[StoredNudge]]:
        """Plan again what was queued (how many); what was being sent becomes `unknown` (which)."""
        left: list[StoredNudge] = []
        for ahead in (False, True):
            statement = _give_back(self._db.dialect.name, of_all=tenant is None, ahead=ahead)
            ends = {"at_most": now + LONGEST_LEASE} if ahead else {"now": now}
            left += map(stored_nudge, self._write_and_read(statement, ends | _named(tenant)))
        unknown = [nudge for nudge in left if nudge.state is NudgeState.UNKNOWN]
        return len(left) - len(unknown), sorted(unknown, key=lambda nudge: (nudge.tenant, nudge.id))


def _fence(nudge: ClaimedNudge | StoredNudge, was: NudgeState) -> dict[str, object]:
    return {"of_tenant": nudge.tenant, "of_id": nudge.id, "in_epoch": nudge.epoch, "was": was}


def _named(tenant: str | None) -> dict[str, object]:
    return {} if tenant is None else {"named": tenant}


@cache
def _take(dialect: str, *, of_all: bool) -> ReturningUpdate[Any]:
    due = _free(dialect, of_all=of_all).where(IS_PLANNED, nudges.c.due_at < bindparam("due_before"))
    taken = due.order_by(nudges.c.due_at).limit(bindparam("most"))
    return (
        update(nudges)
        .where(_is_one_of(taken, dialect))
        .values(state=NudgeState.QUEUED, lease_until=bindparam("until"), epoch=nudges.c.epoch + 1)
        .returning(*_FOR_AN_ENGINE)
    )


@cache
def _give_back(dialect: str, *, of_all: bool, ahead: bool) -> ReturningUpdate[Any]:
    """What was taken for a time that is over; with `ahead`, by a clock that was ahead."""
    lease_until = nudges.c.lease_until
    is_over = lease_until > bindparam("at_most") if ahead else lease_until <= bindparam("now")
    ended = _free(dialect, of_all=of_all).where(IS_TAKEN, is_over)
    left = case({NudgeState.QUEUED: NudgeState.PLANNED}, value=nudges.c.state, else_=NudgeState.UNKNOWN)
    return (
        update(nudges)
        .where(_is_one_of(ended, dialect))
        .values(state=left, lease_until=None)
        .returning(*nudges.c)
    )


def _free(dialect: str, *, of_all: bool) -> Select[Any]:
    """Places of rows for an engine to take that nobody holds.

    Args:
        of_all: of all tenants without a test clock; else of the one that is named.
    """
    rows = select(_PLACE[dialect]).with_for_update(key_share=True, skip_locked=True).select_from(nudges)
    if of_all:
        return rows.where(nudges.c.tenant.not_in(select(test_clocks.c.tenant)))
    return rows.where(nudges.c.tenant == bindparam("named"))


def _is_one_of(rows: Select[Any], dialect: str) -> ColumnElement[bool]:
    """Whether a row is at one of these places: looked for once, and gone to without another search."""
    places = rows.correlate(None)
    if dialect == "postgresql":
        return _PLACE[dialect] == func.any(func.array(places.scalar_subquery()))
    return _PLACE[dialect].in_(places)
