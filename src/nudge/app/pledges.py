"""Pledges: made, changed with their history, and what became of them.

How specific one is isn't kept: only its author sees that, at the moment of asking.
"""

from __future__ import annotations

from datetime import datetime

from nudge.app.check_ins import CheckIn, checked_in
from nudge.app.nudge_plans import NudgePlans
from nudge.app.paging import page_of
from nudge.app.pledge_terms import PledgeTerms, changed_to, check_due
from nudge.app.ports import Clock, Ids, Reader, Records, Store
from nudge.domain.errors import Conflict, Invalid, Unavailable
from nudge.domain.pledges import Outcome
from nudge.domain.records import Page, PledgeState, StoredPledge
from nudge.domain.recurrence import MOST_EARLIER


class Pledges:
    """What one can do with pledges. They belong to who made them."""

    def __init__(self, store: Store, reader: Reader, clock: Clock, ids: Ids, plans: NudgePlans) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._plans = plans

    def make(
        self, tenant: str, participant: str, terms: PledgeTerms, *, conversation: str | None = None
    ) -> StoredPledge:
        """Keep what somebody promises, in a conversation or between two, and plan its nudges with it.

        Raises:
            NotFound: `participant-not-found`, `conversation-not-found`.
            Conflict: `pledge-exists` when the participant has one for this conversation.
            Invalid: `participant-not-in-conversation`; as `check_due`.
        """
        now = self._clock.now()
        check_due(terms, now)
        pledge = new_pledge(
            terms, self._ids.new("ple"), tenant, participant, conversation=conversation, now=now
        )
        gist = self._plans.gist(tenant, participant, terms.text, now, zone=terms.due_zone)
        with self._store.begin() as records:
            records.participant(tenant, participant)
            if conversation is not None:
                _refuse_stranger(records, pledge, conversation)
                _refuse_second(pledge_for(records, tenant, participant, conversation))
            records.add_pledge(pledge)
            self._plans.replan(records, pledge, gist, now)
        return pledge

    def get(self, tenant: str, pledge_id: str) -> StoredPledge:
        """One pledge.

        Raises:
            NotFound: `pledge-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.pledge(tenant, pledge_id)

    def list(
        self,
        tenant: str,
        participant: str,
        *,
        state: PledgeState | None = None,
        after: str = "",
        limit: int = 50,
    ) -> Page[StoredPledge]:
        """A page of a participant's pledges, oldest first; with `state` only those in it.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            pledges = records.pledges_of(tenant, participant)
        return page_of([one for one in pledges if state in (None, one.state)], after=after, limit=limit)

    def change(
        self, tenant: str, pledge_id: str, terms: PledgeTerms, *, expected_revision: int, reason: str = ""
    ) -> StoredPledge:
        """Promise something else, or by another date. What it said before is kept with the reason.

        Args:
            expected_revision: the revision that was read before.

        Returns:
            The pledge with its new revision; as it was when nothing is different.

        Raises:
            NotFound: `pledge-not-found`.
            Conflict: `revision-changed`; `pledge-closed`, `pledge-changed-too-often`.
            Invalid: as `check_due`.
        """
        now = self._clock.now()
        before = self.get(tenant, pledge_id)
        gist = self._plans.read(before, terms.text, now) if terms.text != before.text else None
        with self._store.begin() as records:
            stored = records.pledge(tenant, pledge_id)
            if stored.revision != expected_revision:
                raise Conflict(
                    "revision-changed",
                    "The pledge was changed meanwhile; read it again and repeat your change.",
                    revision=stored.revision,
                )
            changed = saved(records, stored, changed_to(stored, terms, now=now, reason=reason))
            if changed != stored:
                self._plans.replan(records, changed, gist, now)
            return changed

    def comes_back_from(
        self, tenant: str, participant: str, text: str, *, before: str | None = None
    ) -> tuple[str, ...]:
        """Ids of the participant's earlier pledges that said the same and weren't kept, newest first.

        None without the language models. These run after the transaction in which the pledges are read: ask
        before something is written in the same request.

        Args:
            before: a pledge; what was made after it, and it itself, isn't earlier.
        """
        with self._store.begin(read_only=True) as records:
            pledges = list(records.pledges_of(tenant, participant))
        place = next((n for n, one in enumerate(pledges) if one.id == before), len(pledges))
        unkept = [one for one in reversed(pledges[:place]) if one.outcome is not Outcome.KEPT][:MOST_EARLIER]
        try:
            same = self._reader.same_pledges(text, [one.text for one in unkept])
        except Unavailable:
            return ()
        return tuple(one.id for one, is_same in zip(unkept, same, strict=True) if is_same)

    def check_in(self, tenant: str, pledge_id: str, check_in: CheckIn) -> StoredPledge:
        """What became of it. Said again, it takes the place of what was said; the same changes nothing.

        From the moment this is stored on no nudge about it is sent.

        Raises:
            NotFound: `pledge-not-found`.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            stored = records.pledge(tenant, pledge_id)
            changed = saved(records, stored, checked_in(stored, check_in, now=now))
            if changed.state is not stored.state:
                self._plans.replan(records, changed, None, now)
            return changed


def new_pledge(
    terms: PledgeTerms,
    pledge_id: str,
    tenant: str,
    participant: str,
    *,
    conversation: str | None,
    now: datetime,
) -> StoredPledge:
    """A pledge that is made now."""
    return StoredPledge(
        id=pledge_id,
        tenant=tenant,
        participant=participant,
        text=terms.text,
        created_at=now,
        conversation=conversation,
        due_at=terms.due_at,
        due_zone=terms.due_zone,
        due_confirmed=terms.due_confirmed,
    )


def pledge_for(records: Records, tenant: str, participant: str, conversation: str) -> StoredPledge | None:
    """The pledge that a participant has made for a conversation."""
    pledges = records.pledges_of(tenant, participant)
    return next((one for one in pledges if one.conversation == conversation), None)


def saved(records: Records, stored: StoredPledge, changed: StoredPledge) -> StoredPledge:
    """The pledge as changed, kept if it is different from what is stored."""
    if changed != stored:
        records.save_pledge(changed)
    return changed


def _refuse_stranger(records: Records, pledge: StoredPledge, conversation_id: str) -> None:
    conversation = records.conversation(pledge.tenant, conversation_id)
    if pledge.participant not in records.pair(pledge.tenant, conversation.pair).participants:
        raise Invalid(
            "participant-not-in-conversation",
            "The participant isn't in this conversation's pair; GET /v1/pairs/{id} says who is.",
            conversation=conversation_id,
            at="$.participant",
        )


def _refuse_second(present: StoredPledge | None) -> None:
    if present is not None:
        raise Conflict(
            "pledge-exists",
            "The participant has a pledge for this conversation; change that one, or leave the conversation "
            "out to make one between two conversations.",
            pledge=present.id,
        )
