"""Nudges: one timed, kind message each, about a pledge, to the person who made it and to nobody else.

The ledger holds no words: what a nudge says is worded when it is sent, from the pledge as it is then.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.pledges import SaidBack
from nudge.domain.specificity import PledgeKind


class Decision(StrEnum):
    """Whether a nudge is to be sent."""

    SEND = "send"
    SKIP = "skip"


class NudgeState(StrEnum):
    """How far a nudge has come.

    `PLANNED → QUEUED → SENDING → SENT` is the way; `UNKNOWN` is what was being sent when a process died,
    `DEAD` what failed too often and can be replayed, `EXPIRED` what came too late to be kind. What was
    decided against is `SKIPPED` from the start, what was overtaken by life is `CANCELLED`.
    """

    PLANNED = "planned"
    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    SKIPPED = "skipped"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    UNKNOWN = "unknown"
    DEAD = "dead"


SNOOZED, MOVED = "snoozed", "moved"
"""Reasons of a nudge that comes once more, and of one that comes at another time: somebody wanted it so."""
PUT_THERE = frozenset({SNOOZED, MOVED})
"""What a new plan leaves where people put it."""
WAITING = frozenset({NudgeState.PLANNED, NudgeState.QUEUED})
"""What can still be cancelled or moved."""


@dataclass(frozen=True, slots=True)
class NamedTime:
    """The moment that a pledge itself names, on the wall of whoever made it.

    Attributes:
        on: the day; None for a clock time every day.
        at: the clock time; None when only the day is said.
        is_recurring: a habit's: it comes again.
        weekdays: on which it comes again; empty when only `on` is known.
        is_deadline: "by Friday at noon": the act comes before, so the cue comes in the morning.
    """

    on: date | None = None
    at: time | None = None
    is_recurring: bool = False
    weekdays: frozenset[int] = frozenset()
    is_deadline: bool = False


@dataclass(frozen=True, slots=True)
class PledgeGist:
    """What planning and wording need of a pledge, read once when it is made. Confidential as its words.

    The score isn't in it: only whether the pledge is clear enough to be nudged without asking.

    Attributes:
        ask: the question that would make it clearer; None when there is none.
        said: the pledge turned round, to be said to its author.
        named: the moments that the words name; empty when they name none that can be planned.
        zone: by which they were read; empty when none was known, so that none was named.
    """

    kind: PledgeKind = PledgeKind.ACT
    is_clear: bool = True
    ask: str | None = None
    said: SaidBack = field(default_factory=SaidBack)
    named: tuple[NamedTime, ...] = ()
    zone: str = ""


@dataclass(frozen=True, slots=True)
class PlannedNudge:
    """One decision of a plan: to be sent or not, and why.

    Attributes:
        reason: kebab-free code, such as "too_close_to_cue"; for a sent one why it comes now.
        due_at: aware, in UTC; None for what has no instant.
        local_on, local_at, zone: the wall-clock time that was meant; `due_at` is derived from it.
        lead: the lead that was used.
        probability: of being sent, where a trial drew a lot; None otherwise.
    """

    moment: Moment
    decision: Decision
    reason: str
    due_at: datetime | None = None
    local_on: date | None = None
    local_at: time | None = None
    zone: str = ""
    courier: str = ""
    expires_at: datetime | None = None
    lead: timedelta | None = None
    probability: float | None = None


LONGEST_LEASE = timedelta(minutes=30)
"""Nobody takes a nudge for longer. A lease that seems to run on for longer was taken by a clock that was
ahead, and is over. Chosen: well above the engine's, far below an hour, by which clocks are set wrong."""
LEAST_PATIENCE = timedelta(hours=1)
"""How late a nudge that was moved may be at least. Chosen: longer than a restart of everything."""


@dataclass(frozen=True, slots=True)
class StoredNudge:
    """A row of the ledger: a decision, and what has become of it.

    Attributes:
        decision, reason: of the plan; `reason` changes with the state ("done", "moved", "too_late", …).
        template: id and version of the wording, such as "cue.before-the-door-opens.v1".
        policy: version of the policy that decided.
        revision: grows when people move it.
        epoch: grows at every hand-over or move; whoever holds an old one may not act (fencing).
        lease_until: until when the process that took it has it.
        attempts: how often it was tried to send it.
        answer: what the person tapped last; `answered_at` when.
    """

    id: str
    tenant: str
    participant: str
    pledge: str
    moment: Moment
    decision: Decision
    reason: str
    state: NudgeState
    policy: str
    created_at: datetime
    due_at: datetime | None = None
    local_on: date | None = None
    local_at: time | None = None
    zone: str = ""
    courier: str = ""
    template: str = ""
    expires_at: datetime | None = None
    lead: timedelta | None = None
    probability: float | None = None
    revision: int = 1
    epoch: int = 0
    lease_until: datetime | None = None
    attempts: int = 0
    decided_at: datetime | None = None
    sent_at: datetime | None = None
    answer: TapAction | None = None
    answered_at: datetime | None = None

    def expiring_from(self, due_at: datetime) -> datetime | None:
        """When it would expire if it were due at another time: as late after that, an hour at least."""
        if self.expires_at is None or self.due_at is None:
            return self.expires_at
        return due_at + max(self.expires_at - self.due_at, LEAST_PATIENCE)


@dataclass(frozen=True, slots=True)
class ClaimedNudge:
    """What the engine is handed: enough to send a nudge once, and nothing confidential."""

    id: str
    tenant: str
    courier: str
    due_at: datetime
    epoch: int


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try to send a nudge, for the audit. `outcome` is "sent" or the code of what went wrong."""

    tenant: str
    nudge: str
    number: int
    at: datetime
    outcome: str
