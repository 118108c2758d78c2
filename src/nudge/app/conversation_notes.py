"""Notes at the questions of a conversation: one for each, kept while it is being written."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from nudge.app.briefs import N_NOTES
from nudge.app.erased_words import without_words_of_notes, words_of
from nudge.app.ports import Clock, Records, Store
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.notes import Visibility
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Conversation, StoredNote

N_QUESTIONS = 4
LONGEST_NOTE = 20_000
"""Characters, as for notes that come otherwise."""
TRIES = 3
"""How often to begin anew while the same note is being kept by another request."""
_CLOCKS_APART = timedelta(days=1)
"""See `nudge.app.notes`."""


@dataclass(frozen=True, slots=True)
class QuestionNote:
    """What somebody wrote at a question."""

    text: str
    visibility: Visibility = Visibility.PRIVATE


class ConversationNotes:
    """Keeps what is written at questions."""

    def __init__(self, store: Store, bank: QuestionBank, clock: Clock) -> None:
        self._store = store
        self._bank = bank
        self._clock = clock

    def keep(
        self, tenant: str, conversation_id: str, participant: str, number: int, note: QuestionNote
    ) -> None:
        """Keep this at a question instead of what was there; a blank text leaves nothing.

        It is embedded when it is read, so that typing waits for no model.

        Args:
            number: of the question, from 1.

        Raises:
            NotFound: `conversation-not-found`.
            Invalid: `participant-not-in-conversation`, `note-too-long`, `question-unknown`.
        """
        if len(note.text) > LONGEST_NOTE:
            raise Invalid("note-too-long", f"A note has up to {LONGEST_NOTE} characters.", limit=LONGEST_NOTE)
        if not 1 <= number <= N_QUESTIONS:
            raise Invalid("question-unknown", "There is no such question.", number=number)
        for _ in range(TRIES - 1):
            try:
                return self._keep(tenant, conversation_id, participant, number, note)
            except (Conflict, NotFound) as error:
                if error.code not in ("note-exists", "note-not-found"):
                    raise
        return self._keep(tenant, conversation_id, participant, number, note)

    def _keep(
        self, tenant: str, conversation_id: str, participant: str, number: int, note: QuestionNote
    ) -> None:
        now = self._clock.now()
        with self._store.begin() as records:
            conversation = _of(records, tenant, conversation_id, participant)
            note_id = note_id_at(conversation, participant, number)
            stored = next((n for n in records.notes_of(tenant, participant) if n.id == note_id), None)
            if stored and (stored.text, stored.visibility) == (note.text, note.visibility):
                return
            if stored:
                self._change(records, stored, note)
            elif note.text.strip():
                records.add_note(_stored(note_id, conversation, participant, note, now))

    def _change(self, records: Records, stored: StoredNote, note: QuestionNote) -> None:
        """With what it said in question sets; the set of this very conversation was there before it."""
        if note.text.strip():
            vectors = stored.vectors if note.text == stored.text else None
            records.save_note(replace(stored, text=note.text, visibility=note.visibility, vectors=vectors))
        else:
            records.erase_note(stored.tenant, stored.participant, stored.id)
        bank = words_of(records, stored.tenant, self._bank)
        for one in records.question_sets_of(stored.tenant, stored.participant):
            margin = timedelta(0) if one.conversation == stored.conversation else _CLOCKS_APART
            if one.created_at > stored.created_at - margin:
                records.add_question_set(without_words_of_notes(one, bank))


def _of(records: Records, tenant: str, conversation_id: str, participant: str) -> Conversation:
    conversation = records.conversation(tenant, conversation_id)
    if participant not in records.pair(tenant, conversation.pair).participants:
        raise Invalid("participant-not-in-conversation", "The participant isn't in this conversation.")
    return conversation


def _stored(
    note_id: str, conversation: Conversation, participant: str, note: QuestionNote, written_at: datetime
) -> StoredNote:
    return StoredNote(
        id=note_id,
        tenant=conversation.tenant,
        participant=participant,
        text=note.text,
        visibility=note.visibility,
        created_at=written_at,
        conversation=conversation.id,
        session_number=conversation.session_number,
    )


def question_notes(
    records: Records, conversation: Conversation, participant: str
) -> Sequence[QuestionNote | None]:
    """What a participant wrote at each question of a conversation, in order; None where there is nothing."""
    notes = records.notes_of(conversation.tenant, participant, newest=N_NOTES)
    written = {note.id: note for note in notes}
    found = [written.get(note_id_at(conversation, participant, n)) for n in range(1, N_QUESTIONS + 1)]
    return [QuestionNote(note.text, note.visibility) if note else None for note in found]


def note_id_at(conversation: Conversation, participant: str, number: int) -> str:
    """The id of the note at a question: always the same, and among other ids sorted by time."""
    place = f"{conversation.id}|{participant}|{number}"
    began = conversation.id.partition("_")[2][:12]
    return f"note_{began}{number}{hashlib.sha256(place.encode()).hexdigest()[:15]}"
