"""What lies ahead of somebody: the ledger's own dry run, of what was really planned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from nudge.app.histories import next_session_of
from nudge.app.paging import every
from nudge.app.ports import Records
from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import WAITING, NudgeState, StoredNudge
from nudge.domain.records import Participant, PledgeState, StoredPledge

NOT_COMING = frozenset({NudgeState.SKIPPED, NudgeState.CANCELLED, NudgeState.EXPIRED, NudgeState.DEAD})
"""What the person doesn't get, and won't unless somebody does something."""
MOST_ROWS = 100


@dataclass(frozen=True, slots=True)
class PledgeAhead:
    """The nudges that lie ahead of an open pledge, and those that don't come. It has no word of the pledge.

    Attributes:
        nudges: by time; those without one are last.
    """

    id: str
    due_at: datetime | None
    due_zone: str | None
    nudges: Sequence[StoredNudge]


@dataclass(frozen=True, slots=True)
class Ahead:
    """What lies ahead of a participant.

    Attributes:
        programme: None where the tenant hasn't set one up.
        now: from when on it was looked at: by the tenant's test clock, if it has one.
        pledges: the open ones, oldest first.
    """

    participant: Participant
    programme: Programme | None
    now: datetime
    next_session_at: datetime | None
    pledges: Sequence[PledgeAhead]


def ahead_of(records: Records, participant: Participant, *, now: datetime, until: datetime) -> Ahead:
    """What the ledger has for a participant until an instant."""
    tenant = participant.tenant
    pledges = records.pledges_of(tenant, participant.id)
    return Ahead(
        participant=participant,
        programme=records.programme(tenant),
        now=now,
        next_session_at=next_session_of(records, tenant, participant.id, now),
        pledges=[_pledge(records, one, until) for one in pledges if one.state is PledgeState.OPEN],
    )


def _pledge(records: Records, pledge: StoredPledge, until: datetime) -> PledgeAhead:
    stored = every(
        lambda after: records.nudges(pledge.tenant, pledge=pledge.id, after=after, limit=MOST_ROWS)
    )
    nudges = sorted(_ahead(list(stored), until), key=lambda one: (one.due_at is None, one.due_at, one.id))
    return PledgeAhead(pledge.id, pledge.due_at, pledge.due_zone, nudges)


def _ahead(stored: Sequence[StoredNudge], until: datetime) -> Iterator[StoredNudge]:
    """What waits and is due by then, and of each moment the last word, where that is a no."""
    latest = {one.moment: one for one in stored}
    for one in stored:
        if one.state in WAITING:
            if one.due_at and one.due_at < until:
                yield one
        elif one.state in NOT_COMING and latest[one.moment] is one:
            yield one
