"""What came of trying to send a nudge, and how the ledger hears of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from nudge.app.ports import Records
from nudge.domain.errors import NotFound
from nudge.domain.nudges import Attempt, ClaimedNudge, NudgeState, StoredNudge

_NOT_YET = frozenset({NudgeState.UNKNOWN, NudgeState.PLANNED, NudgeState.QUEUED})


@dataclass(frozen=True, slots=True)
class Tried:
    """One try.

    Attributes:
        nudge: as it is to be kept.
        at: when it ended.
        outcome: "sent", or the code of what went wrong.
        receipt: the receiver's.
        pledge_revision: of the pledge as it was worded; None when that doesn't matter.
    """

    nudge: StoredNudge
    at: datetime
    outcome: str
    receipt: str = ""
    pledge_revision: int | None = None

    @property
    def is_sent(self) -> bool:
        """Whether it went out."""
        return self.nudge.state is NudgeState.SENT

    def write_down(self, records: Records) -> None:
        """Keep what became of the nudge, with the proof and a line in the audit.

        Written down twice, or for somebody who was erased meanwhile, it changes nothing.
        """
        try:
            is_kept = records.settle(self._kept(records), was=NudgeState.SENDING) or self._kept_late(records)
            if is_kept and self.is_sent:
                records.add_delivery(self.nudge, self.receipt)
            if is_kept:
                self.add_to_audit(records)
        except NotFound:
            return

    def add_to_audit(self, records: Records) -> None:
        """Only the line in the audit."""
        nudge = self.nudge
        records.add_attempt(Attempt(nudge.tenant, nudge.id, nudge.attempts, self.at, self.outcome))

    def _kept(self, records: Records) -> StoredNudge:
        """The nudge; not to be tried again when its pledge was changed meanwhile, and has another plan."""
        if self.nudge.state is not NudgeState.PLANNED or self.pledge_revision is None:
            return self.nudge
        pledge = records.pledge(self.nudge.tenant, self.nudge.pledge)
        if pledge.revision == self.pledge_revision:
            return self.nudge
        return replace(self.nudge, state=NudgeState.CANCELLED, reason="replanned", decided_at=self.at)

    def _kept_late(self, records: Records) -> bool:
        """What took longer than its lease counts as unknown or is planned again by now: it isn't any more."""
        if not self.is_sent:
            return False
        stored = records.nudge(self.nudge.tenant, self.nudge.id)
        if stored.state not in _NOT_YET:
            return False
        sent = self.nudge
        late = replace(
            stored, state=sent.state, template=sent.template, sent_at=sent.sent_at, lease_until=None
        )
        return records.settle(late, was=stored.state)


def dead(nudge: StoredNudge, at: datetime) -> Tried:
    """A nudge with which something is wrong that trying again won't mend; a person may replay it."""
    over = replace(nudge, state=NudgeState.DEAD, reason="internal", lease_until=None, decided_at=at)
    return Tried(over, at, "internal")


def bury(records: Records, claimed: ClaimedNudge, at: datetime) -> None:
    """A nudge that can't even be looked at is dead: it would stop others again and again."""
    nudge = records.nudge(claimed.tenant, claimed.id)
    buried = dead(replace(nudge, attempts=nudge.attempts + 1), at)
    if nudge.epoch == claimed.epoch and records.settle(buried.nudge, was=NudgeState.QUEUED):
        buried.add_to_audit(records)


def give_back(records: Records, rest: Sequence[ClaimedNudge]) -> None:
    """Plan again what this process won't send, so that nobody has to wait for its leases to end."""
    for claimed in rest:
        nudge = records.nudge(claimed.tenant, claimed.id)
        if nudge.epoch == claimed.epoch:
            records.settle(replace(nudge, state=NudgeState.PLANNED, lease_until=None), was=NudgeState.QUEUED)
