"""Makes the brief of a stored conversation: what is known about everybody in it, and who may hear what.

Memory goes over partners, words don't: what somebody shared with an earlier partner is treated as private
towards the present one, and a pledge made to somebody else is never said in front of this pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from nudge.app.emphases import heard_in
from nudge.app.histories import History, history_of
from nudge.app.pairs import refuse_incomplete
from nudge.app.ports import Records
from nudge.domain.conversations import Brief, Emphasis, Experience, ParticipantBrief
from nudge.domain.errors import Conflict
from nudge.domain.notes import Note, Visibility
from nudge.domain.pledges import EarlierPledge, LastPledge
from nudge.domain.records import (
    Conversation,
    ConversationState,
    Pair,
    Participant,
    StoredNote,
    StoredPledge,
)
from nudge.domain.recurrence import MOST_EARLIER

N_NOTES = 64
"""How many of somebody's notes are read, the newest. Chosen: three for each of the twenty conversations of a
year; opening one takes 0.16 ms, and older ones hardly weigh anything."""


def brief_of(
    records: Records,
    conversation: Conversation,
    *,
    now: datetime,
    seed: int = 0,
    emphasis: Sequence[Emphasis] = (),
) -> Brief:
    """The brief of a conversation that hasn't taken place.

    Args:
        emphasis: what is asked for beside the programme's emphases of the day.

    Raises:
        Conflict: `conversation-closed` when it has; `pair-incomplete` when somebody in it was erased.
    """
    if conversation.state is ConversationState.CLOSED:
        raise Conflict(
            "conversation-closed",
            "The conversation has taken place; plan the next one.",
            conversation=conversation.id,
        )
    pair = records.pair(conversation.tenant, conversation.pair)
    refuse_incomplete(pair)
    history = history_of(records, conversation.tenant, pair.participants)
    return Brief(
        participants=tuple(
            _participant(records, conversation, pair, history, who) for who in pair.participants
        ),
        format=pair.format,
        session_number=conversation.session_number,
        seed=seed,
        emphasis=heard_in(records, conversation, pair, emphasis, now),
    )


def _participant(
    records: Records, conversation: Conversation, pair: Pair, history: History, participant_id: str
) -> ParticipantBrief:
    tenant = conversation.tenant
    participant = records.participant(tenant, participant_id)
    own = history.of(participant_id)
    said = _pledges_said(records, conversation, participant_id)
    return ParticipantBrief(
        ref=participant.ref,
        locale=participant.locale,
        purpose=participant.purpose,
        experience=_experience(participant, own),
        focus=participant.focus,
        notes=_notes(records.notes_of(tenant, participant_id, newest=N_NOTES), pair, own),
        last_pledge=_last(said[-1]) if said else None,
        asked_before=tuple(records.asked_of(tenant, participant_id, but_in=conversation.id)),
        earlier_pledges=tuple(
            EarlierPledge(one.text, one.outcome) for one in reversed(said[-MOST_EARLIER - 1 : -1])
        ),
    )


def _last(pledge: StoredPledge) -> LastPledge:
    """Of one made between conversations the pair has heard nothing."""
    return LastPledge(
        pledge.text, pledge.outcome, pledge.reflection, pair_knows=pledge.conversation is not None
    )


def _experience(participant: Participant, own: History) -> Experience:
    """What was said about the participant, and the conversations that took place here since."""
    said = participant.experience
    return replace(said, sessions_done=said.sessions_done + own.n_closed())


def _notes(notes: Sequence[StoredNote], pair: Pair, own: History) -> tuple[Note, ...]:
    numbers = own.session_numbers(pair.id)
    return tuple(
        Note(
            source=f"note:{note.id}",
            text=note.text,
            session_number=numbers.get(note.conversation or ""),
            visibility=_towards(note, pair, own),
            vectors=note.vectors,
        )
        for note in notes
    )


def _towards(note: StoredNote, pair: Pair, own: History) -> Visibility:
    """Shared only with the pair in whose conversation it was shared."""
    return note.visibility if own.pair_of(note.conversation) == pair.id else Visibility.PRIVATE


def last_pledge(records: Records, conversation: Conversation, participant_id: str) -> StoredPledge | None:
    """The pledge that the check-in is about: the participant's last one in earlier conversations of this
    pair, or one made between conversations since then.

    In the first conversation of a pair it is the last one made to anybody else or between conversations,
    which only its author is shown.
    """
    said = _pledges_said(records, conversation, participant_id)
    return said[-1] if said else None


def _pledges_said(
    records: Records, conversation: Conversation, participant_id: str
) -> Sequence[StoredPledge]:
    """The pledges that may be spoken of in a conversation, oldest first: the last pledge and, from before it,
    those of earlier conversations of this pair, and those made between conversations since the first of them.

    In the first conversation of a pair all that were made elsewhere, for their author alone.
    """
    pledges = records.pledges_of(conversation.tenant, participant_id)
    held = records.conversations_of(conversation.tenant, participant_id)
    numbers = {one.id: one.session_number for one in held if one.pair == conversation.pair}
    present = conversation.session_number
    if present == 1:
        return [one for one in pledges if one.conversation not in numbers]
    told = {one.id for one in pledges if numbers.get(one.conversation or "", present) < present}
    may = [one for one in pledges if one.id in told or one.conversation is None]
    may.sort(key=lambda one: (one.created_at, one.id in told))
    first = next((number for number, one in enumerate(may) if one.id in told), len(may))
    return may[first:]
