"""What a new plan changes in the ledger: what stays, what is cancelled, what need not be said again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nudge.app.ports import Records
from nudge.domain.errors import Conflict
from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment, Programme
from nudge.domain.nudge_requests import EarlierNudge
from nudge.domain.nudges import (
    PUT_THERE,
    WAITING,
    Decision,
    NudgeState,
    PlannedNudge,
    PledgeGist,
    StoredNudge,
)
from nudge.domain.records import Participant, StoredPledge

REPLANNED, CANCELLED = "replanned", "cancelled"


@dataclass(frozen=True, slots=True)
class Standing:
    """How things stand for a pledge when it is planned again.

    Attributes:
        stored: its nudges so far, in the order in which they were decided.
        history: all that its author got or is to get, over all pledges.
    """

    pledge: StoredPledge
    gist: PledgeGist
    participant: Participant
    programme: Programme
    stored: Sequence[StoredNudge]
    history: Sequence[StoredNudge]
    now: datetime

    @property
    def is_stopped(self) -> bool:
        """Whether the person wants no more nudges about it."""
        return any(one.answer is TapAction.STOP for one in self.stored)

    @property
    def settled(self) -> frozenset[Moment]:
        """Moments that a new plan leaves alone: somebody put their nudge where it is, or cancelled it."""
        fixed = {one.moment for one in self.stored if self._is_fixed(one)}
        by_hand = (n for n in self.stored if n.state is NudgeState.CANCELLED and n.reason == CANCELLED)
        return frozenset(fixed | {one.moment for one in by_hand if self._is_of_this_version(one)})

    @property
    def earlier(self) -> list[EarlierNudge]:
        """What others of the person's nudges a new plan has to mind. What is fixed counts as sent."""
        known = (replace(n, state=NudgeState.SENDING) if self._is_fixed(n) else n for n in self.history)
        others = (n for n in known if n.pledge != self.pledge.id or n.state not in WAITING)
        return [one for nudge in others if (one := EarlierNudge.of(nudge))]

    def replaceable(self) -> list[StoredNudge]:
        """What waits and gives way to a new plan."""
        return [one for one in self.stored if one.state in WAITING and not self._is_fixed(one)]

    def was_said(self, planned: PlannedNudge) -> bool:
        """Whether the last word on its moment was the same decision not to send."""
        latest = {one.moment: one for one in self.stored}.get(planned.moment)
        return (
            latest is not None
            and planned.decision is Decision.SKIP
            and (latest.state, latest.reason) == (NudgeState.SKIPPED, planned.reason)
        )

    def _is_fixed(self, nudge: StoredNudge) -> bool:
        """Whether it waits where people put it, or for its next try."""
        is_tried = nudge.attempts > 0 and (nudge.pledge != self.pledge.id or self._is_of_this_version(nudge))
        return nudge.state in WAITING and (nudge.reason in PUT_THERE or is_tried)

    def _is_of_this_version(self, nudge: StoredNudge) -> bool:
        """Whether it was decided on the pledge as it is, not as it was before a change."""
        history = self.pledge.history
        since = history[-1].changed_at if history else self.pledge.created_at
        return nudge.decided_at is not None and nudge.decided_at >= since


def is_same(nudge: StoredNudge, planned: PlannedNudge) -> bool:
    """Whether a stored nudge is what is planned."""
    meant = (planned.moment, planned.due_at, planned.courier, planned.zone, planned.local_at)
    stored = (nudge.moment, nudge.due_at, nudge.courier, nudge.zone, nudge.local_at)
    return planned.decision is Decision.SEND and stored == meant


def cancel(records: Records, nudge: StoredNudge, reason: str, now: datetime) -> None:
    """Cancel one that waits; one that is under way already goes on."""
    try:
        records.move_nudge(
            replace(
                nudge,
                state=NudgeState.CANCELLED,
                reason=reason,
                revision=nudge.revision + 1,
                epoch=nudge.epoch + 1,
                lease_until=None,
                decided_at=now,
            )
        )
    except Conflict as error:
        if error.code != "nudge-not-waiting":
            raise
