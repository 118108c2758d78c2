"""Conversations: planned, prepared, and closed with a pledge of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime

from nudge.app.briefs import brief_of
from nudge.app.check_ins import CheckIn, keep_check_ins, refuse_strangers
from nudge.app.curations import Curations
from nudge.app.histories import conversations_in
from nudge.app.nudge_plans import NudgePlans
from nudge.app.pairs import refuse_incomplete
from nudge.app.pledge_terms import PledgeTerms, changed_to, check_due, with_date_of
from nudge.app.pledges import new_pledge, pledge_for, saved
from nudge.app.ports import Clock, Ids, Records, Store
from nudge.app.question_sets import QuestionSets
from nudge.app.stored_sets import prepared_from, stored_sets
from nudge.domain.conversations import Brief, Emphasis, PreparedConversation
from nudge.domain.errors import Conflict, NotFound
from nudge.domain.nudges import PledgeGist
from nudge.domain.records import Conversation, ConversationState, Page, Pair, StoredPledge


class Conversations:
    """What one can do with conversations."""

    def __init__(
        self,
        store: Store,
        question_sets: QuestionSets,
        curations: Curations,
        clock: Clock,
        ids: Ids,
        plans: NudgePlans,
    ) -> None:
        self._store = store
        self._question_sets = question_sets
        self._curations = curations
        self._clock = clock
        self._ids = ids
        self._plans = plans

    def plan(
        self,
        tenant: str,
        pair: str,
        *,
        session_number: int | None = None,
        planned_at: datetime | None = None,
    ) -> Conversation:
        """A new conversation of a pair; without a session number, the next one.

        Raises:
            NotFound: `pair-not-found`.
            Conflict: `conversation-exists` when the pair has one with this session number;
                `pair-incomplete` when somebody in it was erased.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            members = records.pair(tenant, pair)
            refuse_incomplete(members)
            conversation = Conversation(
                id=self._ids.new("con"),
                tenant=tenant,
                pair=pair,
                session_number=session_number or _next_number(records, tenant, pair),
                created_at=now,
                planned_at=planned_at,
            )
            records.add_conversation(conversation)
            if planned_at is not None:
                self._replan(records, members, now)
        return conversation

    def move(
        self, tenant: str, conversation_id: str, planned_at: datetime | None, *, expected_revision: int
    ) -> Conversation:
        """Plan a conversation for another time, or leave it open; everybody's nudges move with it.

        Raises:
            NotFound: `conversation-not-found`.
            Conflict: `revision-changed`, `conversation-closed`; `conversation-busy` when something changed
                meanwhile.
        """
        now = self._clock.now()
        with self._store.begin() as records:
            conversation, pair = _open(records, tenant, conversation_id)
            if conversation.revision != expected_revision:
                raise Conflict(
                    "revision-changed",
                    "The conversation was changed meanwhile; read it again and repeat your change.",
                    revision=conversation.revision,
                )
            if planned_at == conversation.planned_at:
                return conversation
            moved = _save(records, replace(conversation, planned_at=planned_at), conversation.state)
            self._replan(records, pair, now)
            return moved

    def _replan(self, records: Records, pair: Pair, now: datetime) -> None:
        for participant in sorted(pair.participants):  # one order: no deadlock
            self._plans.replan_all(records, pair.tenant, participant, now)

    def get(self, tenant: str, conversation_id: str) -> Conversation:
        """One conversation.

        Raises:
            NotFound: `conversation-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.conversation(tenant, conversation_id)

    def list(
        self, tenant: str, *, pair: str | None = None, after: str = "", limit: int = 50
    ) -> Page[Conversation]:
        """A page of the tenant's conversations, or of those of one pair.

        Raises:
            NotFound: `pair-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            if pair is not None:
                records.pair(tenant, pair)
            return records.conversations(tenant, pair=pair, after=after, limit=limit)

    def brief(
        self, tenant: str, conversation_id: str, *, seed: int = 0, emphasis: Sequence[Emphasis] = ()
    ) -> Brief:
        """What is stored about everybody in a conversation, as it would be prepared with now.

        Raises:
            NotFound: `conversation-not-found`.
            Conflict: `conversation-closed`, `pair-incomplete`.
        """
        now = self._clock.now()
        with self._store.begin(read_only=True) as records:
            conversation = records.conversation(tenant, conversation_id)
            return brief_of(records, conversation, now=now, seed=seed, emphasis=emphasis)

    def prepare(
        self, tenant: str, conversation_id: str, *, seed: int = 0, emphasis: Sequence[Emphasis] = ()
    ) -> PreparedConversation:
        """Choose and keep everybody's question set. Again, it gives the same, unless something changed.

        The models run between two transactions. What they read is read again with the sets in place, when
        nobody can change it any more: no set is kept that quotes what was erased meanwhile, or that asks
        what another conversation has taken meanwhile.

        Raises:
            NotFound: `conversation-not-found`.
            Conflict: `conversation-closed`; `pair-incomplete` when somebody in it was erased;
                `conversation-busy` when something changed meanwhile.
        """
        now = self._clock.now()
        with self._store.begin(read_only=True) as records:
            conversation, pair = _open(records, tenant, conversation_id)
            brief = brief_of(records, conversation, now=now, seed=seed, emphasis=emphasis)
        prepared = self._question_sets.prepare(brief, self._curations.of(tenant))
        ids = {one.ref: who for one, who in zip(brief.participants, pair.participants, strict=True)}
        made = stored_sets(prepared, conversation, ids, self._ids, self._clock)
        with self._store.begin() as records:
            with _changed_meanwhile(conversation):
                for question_set in sorted(made, key=lambda one: one.participant):  # one order: no deadlock
                    records.add_question_set(question_set)
            conversation, _ = _open(records, tenant, conversation_id)
            if brief_of(records, conversation, now=now, seed=seed, emphasis=emphasis) != brief:
                raise _busy(conversation)
            if conversation.state is ConversationState.PLANNED:
                _save(records, conversation, ConversationState.PREPARED)
        return prepared

    def question_sets(self, tenant: str, conversation_id: str) -> PreparedConversation:
        """The sets as they were prepared last.

        Raises:
            NotFound: `conversation-not-found`, `question-sets-not-found` before it was prepared.
        """
        with self._store.begin(read_only=True) as records:
            conversation = records.conversation(tenant, conversation_id)
            order = records.pair(tenant, conversation.pair).participants
            found = records.question_sets(tenant, conversation_id)
        if not found:
            raise NotFound(
                "question-sets-not-found",
                "The conversation has no question sets; prepare it first.",
                conversation=conversation_id,
            )
        return prepared_from(sorted(found, key=lambda one: order.index(one.participant)))

    def close(
        self,
        tenant: str,
        conversation_id: str,
        *,
        pledges: Mapping[str, PledgeTerms] | None = None,
        check_ins: Mapping[str, CheckIn] | None = None,
    ) -> Conversation:
        """The conversation took place: what became of the last pledges, and what is pledged now.

        Args:
            pledges: the one pledge of each who made one, by participant id. Whoever made theirs for this
                conversation before changes it; a date that is left out stays.
            check_ins: what became of the last pledge, by participant id.

        Raises:
            NotFound: `conversation-not-found`.
            Conflict: `conversation-closed`; `conversation-busy` when something changed meanwhile; as
                `changed_to` for a pledge that was made before.
            Invalid: `participant-not-in-conversation`; `no-last-pledge` for a check-in without a pledge; as
                `check_due`.
        """
        now = self._clock.now()
        gists = self._gists(tenant, conversation_id, pledges or {}, now)
        with self._store.begin() as records:
            conversation, pair = _open(records, tenant, conversation_id)
            refuse_strangers(pair, conversation, "pledges", pledges or ())
            refuse_strangers(pair, conversation, "check_ins", check_ins or ())
            keep_check_ins(records, conversation, check_ins or {}, now=now)
            numbered = [(who, n, terms) for n, (who, terms) in enumerate((pledges or {}).items())]
            for participant, number, terms in sorted(numbered, key=lambda one: one[0]):  # no deadlock
                at = f"$.pledges[{number}]"
                pledge = self._keep_pledge(records, conversation, participant, terms, now, at=at)
                self._plans.replan(records, pledge, gists[participant], now)
            closed = _save(records, conversation, ConversationState.CLOSED)
            self._replan(records, pair, now)
            return closed

    def _gists(
        self, tenant: str, conversation_id: str, pledges: Mapping[str, PledgeTerms], now: datetime
    ) -> Mapping[str, PledgeGist]:
        """What is read in new pledges, before anybody waits for the transaction."""
        if not pledges:
            return {}
        with self._store.begin(read_only=True) as records:
            conversation, pair = _open(records, tenant, conversation_id)
            refuse_strangers(pair, conversation, "pledges", pledges)
        return {
            who: self._plans.gist(tenant, who, terms.text, now, zone=terms.due_zone)
            for who, terms in pledges.items()
        }

    def _keep_pledge(
        self,
        records: Records,
        conversation: Conversation,
        participant: str,
        terms: PledgeTerms,
        now: datetime,
        *,
        at: str,
    ) -> StoredPledge:
        tenant = conversation.tenant
        present = pledge_for(records, tenant, participant, conversation.id)
        if present is None:
            check_due(terms, now, at=at)
            made = new_pledge(
                terms, self._ids.new("ple"), tenant, participant, conversation=conversation.id, now=now
            )
            with _changed_meanwhile(conversation):
                records.add_pledge(made)
            return made
        stored = records.pledge(tenant, present.id)
        return saved(records, stored, changed_to(stored, with_date_of(stored, terms), now=now, at=at))


def _next_number(records: Records, tenant: str, pair: str) -> int:
    return max((one.session_number for one in conversations_in(records, tenant, pair)), default=0) + 1


def _open(records: Records, tenant: str, conversation_id: str) -> tuple[Conversation, Pair]:
    conversation = records.conversation(tenant, conversation_id)
    if conversation.state is ConversationState.CLOSED:
        raise Conflict(
            "conversation-closed",
            "The conversation has taken place; plan the next one.",
            conversation=conversation_id,
        )
    return conversation, records.pair(tenant, conversation.pair)


def _save(records: Records, conversation: Conversation, state: ConversationState) -> Conversation:
    changed = replace(conversation, state=state, revision=conversation.revision + 1)
    with _changed_meanwhile(conversation):
        records.save_conversation(changed)
    return changed


@contextmanager
def _changed_meanwhile(conversation: Conversation) -> Iterator[None]:
    """Nobody asked for a revision here: it is two requests at once, and one may try again."""
    try:
        yield
    except (Conflict, NotFound) as error:
        raise _busy(conversation) from error


def _busy(conversation: Conversation) -> Conflict:
    return Conflict(
        "conversation-busy",
        "The conversation, or what is known about who is in it, is being changed by another request; "
        "try again.",
        conversation=conversation.id,
    )
