"""What one participant may see of a conversation: their own side, and what the other reads aloud or shares.

Of the partner nothing leaves here but the wording of their questions, which is made to be read aloud by whom
they talk to, and the notes that they chose to share in this conversation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from nudge.app.briefs import N_NOTES, last_pledge
from nudge.app.conversation_notes import QuestionNote, question_notes
from nudge.app.histories import first_session_after
from nudge.app.pledges import pledge_for
from nudge.app.ports import Clock, Records, Store
from nudge.app.stored_sets import question_set_from
from nudge.domain.conversations import AskedQuestion, QuestionSet, WordedQuestion
from nudge.domain.errors import Invalid
from nudge.domain.notes import Visibility
from nudge.domain.questions import Format
from nudge.domain.records import Conversation, ConversationState, StoredPledge, StoredQuestionSet


@dataclass(frozen=True, slots=True)
class Round:
    """One of the four questions, as both answer it.

    Attributes:
        own: what this participant is asked.
        partners: what this participant reads to the partner; None when there is no such question.
        note: what this participant wrote at their own.
    """

    number: int
    own: AskedQuestion
    partners: WordedQuestion | None
    note: QuestionNote | None


@dataclass(frozen=True, slots=True)
class ConversationView:
    """A conversation as one of the two sees it.

    Attributes:
        partner_ref: the calling application's name for the partner.
        check_in: the opener in own words; None before the conversation was prepared.
        last_pledge: what the check-in is about.
        rounds: four; empty before the conversation was prepared.
        pledge: what this participant has pledged in this conversation.
        time_zone: IANA name; None when nobody knows it.
        next_at: when the next conversation is planned.
        sessions_done: conversations that this participant has had before.
        shared: notes that the partner shared in this conversation.
    """

    conversation: Conversation
    partner_ref: str
    check_in: WordedQuestion | None
    last_pledge: StoredPledge | None
    rounds: tuple[Round, ...]
    pledge: StoredPledge | None
    time_zone: str | None
    next_at: datetime | None
    sessions_done: int
    shared: tuple[str, ...]

    @property
    def is_closed(self) -> bool:
        """Whether the conversation has taken place."""
        return self.conversation.state is ConversationState.CLOSED


class ConversationViews:
    """Looks at conversations for their participants."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def view(self, tenant: str, conversation_id: str, participant: str) -> ConversationView:
        """The conversation as the participant sees it. Changes nothing.

        Raises:
            NotFound: when the conversation or somebody in it was erased.
            Invalid: `participant-not-in-conversation`; `conversation-not-of-two` for a roundtable.
        """
        now = self._clock.now()
        with self._store.begin(read_only=True) as records:
            conversation = records.conversation(tenant, conversation_id)
            partner = _partner(records, conversation, participant)
            person = records.participant(tenant, participant)
            programme = records.programme(tenant)
            held = records.conversations_of(tenant, participant)
            sets = {one.participant: question_set_from(one) for one in _sets(records, conversation)}
            own = sets.get(participant)
            n_closed = sum(one.state is ConversationState.CLOSED for one in held if one.id != conversation.id)
            return ConversationView(
                conversation=conversation,
                partner_ref=records.participant(tenant, partner).ref,
                check_in=own.check_in if own else None,
                last_pledge=last_pledge(records, conversation, participant),
                rounds=_rounds(
                    own,
                    sets.get(partner),
                    question_notes(records, conversation, participant),
                    person.locale,
                ),
                pledge=pledge_for(records, tenant, participant, conversation.id),
                time_zone=person.nudging.time_zone or (programme.time_zone if programme else None),
                next_at=_next_at(held, conversation, now),
                sessions_done=person.experience.sessions_done + n_closed,
                shared=_shared(records, conversation, partner),
            )


def _partner(records: Records, conversation: Conversation, participant: str) -> str:
    pair = records.pair(conversation.tenant, conversation.pair)
    if participant not in pair.participants:
        raise Invalid("participant-not-in-conversation", "The participant isn't in this conversation.")
    others = [one for one in pair.participants if one != participant]
    if pair.format is not Format.PAIR or len(others) != 1:
        raise Invalid("conversation-not-of-two", "The page is for conversations of two.")
    return others[0]


def _sets(records: Records, conversation: Conversation) -> Sequence[StoredQuestionSet]:
    return records.question_sets(conversation.tenant, conversation.id)


def _rounds(
    own: QuestionSet | None,
    partners: QuestionSet | None,
    notes: Sequence[QuestionNote | None],
    locale: str,
) -> tuple[Round, ...]:
    if own is None:
        return ()
    read = [asked.worded.read_by(locale) for asked in partners.questions] if partners else []
    return tuple(
        Round(n, asked, read[n - 1] if n <= len(read) else None, notes[n - 1])
        for n, asked in enumerate(own.questions[: len(notes)], 1)
    )


def _next_at(held: Sequence[Conversation], present: Conversation, now: datetime) -> datetime | None:
    """When the one after this is planned; this one may be planned for in a minute, and isn't its own next."""
    others = [one for one in held if one.id != present.id]
    return first_session_after(others, max(now, present.planned_at or now), closed=False)


def _shared(records: Records, conversation: Conversation, partner: str) -> tuple[str, ...]:
    """The notes that the partner shared here, oldest first."""
    return tuple(
        note.text
        for note in records.notes_of(conversation.tenant, partner, newest=N_NOTES)
        if note.conversation == conversation.id and note.visibility is Visibility.SHARED
    )
