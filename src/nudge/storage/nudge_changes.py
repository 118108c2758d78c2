"""Statements on nudges by people: moving one, cancelling what waits, answering."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select, update

from nudge.domain.errors import Conflict
from nudge.domain.letters import TapAction
from nudge.domain.nudges import WAITING, NudgeState, StoredNudge
from nudge.storage.nudge_rows import changing_values
from nudge.storage.nudge_tables import IS_WAITING, nudges
from nudge.storage.nudges import NudgeRecords
from nudge.storage.problems import not_found, revision_changed


class NudgeChanges(NudgeRecords):
    """What people change of the nudges of `Records`."""

    def is_stopped(self, tenant: str, pledge_id: str) -> bool:
        """Whether one of the pledge's nudges was answered with a stop."""
        of_pledge = (nudges.c.tenant == tenant, nudges.c.pledge == pledge_id)
        found = select(nudges.c.id).where(*of_pledge, nudges.c.answer == TapAction.STOP).limit(1)
        return self._read(found).first() is not None

    def move_nudge(self, nudge: StoredNudge) -> None:
        """Raises Conflict (`nudge-not-waiting`, or `revision-changed` also when it was taken meanwhile)."""
        it = (nudges.c.tenant == nudge.tenant, nudges.c.id == nudge.id)
        as_it_was = (nudges.c.revision == nudge.revision - 1, nudges.c.epoch == nudge.epoch - 1, IS_WAITING)
        fences = {"revision": nudge.revision, "epoch": nudge.epoch}
        statement = update(nudges).where(*it, *as_it_was).values(**changing_values(nudge), **fences)
        if not self._write(statement):
            if self.nudge(nudge.tenant, nudge.id).state in WAITING:
                raise revision_changed("nudge")
            message = "The nudge is under way or over; only one that waits can be moved or cancelled."
            raise Conflict("nudge-not-waiting", message, nudge=nudge.id)

    def cancel_nudges(
        self,
        tenant: str,
        *,
        pledge: str | None = None,
        participant: str | None = None,
        reason: str,
        at: datetime,
    ) -> int:
        """Cancel what waits of a pledge or of a person; how many.

        Raises:
            ValueError: without a pledge and a participant: that would cancel everything of the tenant.
        """
        owners = {"pledge": pledge, "participant": participant}
        of_them = [nudges.c[name] == owner for name, owner in owners.items() if owner is not None]
        if not of_them:
            raise ValueError("name a pledge or a participant")
        theirs = (nudges.c.tenant == tenant, *of_them, IS_WAITING)
        in_order = (
            select(nudges.c.id)
            .where(*theirs)
            .order_by(nudges.c.due_at, nudges.c.id)
            .with_for_update(key_share=True)
        )
        statement = update(nudges).where(*theirs)
        if self._is_shared:  # two who hold several take them in the same order
            statement = statement.where(nudges.c.id.in_(in_order))
        return self._write(
            statement.values(
                state=NudgeState.CANCELLED,
                reason=reason,
                decided_at=at,
                lease_until=None,
                epoch=nudges.c.epoch + 1,
            )
        )

    def save_answer(self, nudge: StoredNudge) -> None:
        """Keep what the person tapped and when; whatever else has changed meanwhile stays."""
        it = (nudges.c.tenant == nudge.tenant, nudges.c.id == nudge.id)
        answer = {"answer": nudge.answer, "answered_at": nudge.answered_at}
        if not self._write(update(nudges).where(*it).values(**answer)):
            raise not_found("nudge", nudge.id)
