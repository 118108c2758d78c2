"""Notes: written by a participant, in a conversation or by themselves, and erased on demand."""

from __future__ import annotations

from datetime import timedelta

from nudge.app.erased_words import without_words_of_notes, words_of
from nudge.app.paging import page_of
from nudge.app.ports import Clock, Ids, Reader, Records, Store
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.notes import NoteVectors, Visibility
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Page, StoredNote

_CLOCKS_APART = timedelta(days=1)
"""Question sets that are older than a note by more than this can't quote it. Chosen: far more than the clocks
of two machines differ."""


class Notes:
    """What one can do with notes. They belong to who wrote them."""

    def __init__(self, store: Store, reader: Reader, bank: QuestionBank, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._reader = reader
        self._bank = bank
        self._clock = clock
        self._ids = ids

    def write(
        self,
        tenant: str,
        participant: str,
        text: str,
        *,
        conversation: str | None = None,
        visibility: Visibility = Visibility.PRIVATE,
    ) -> StoredNote:
        """Keep a note. It is embedded now, so that preparing is fast; without models, when it is read.

        Args:
            conversation: where it was written. A shared note is shared with that conversation's pair only.

        Raises:
            NotFound: `participant-not-found`, `conversation-not-found`.
            Invalid: `participant-not-in-conversation`; `note-shared-with-nobody` for a shared note
                without a conversation.
        """
        if visibility is Visibility.SHARED and conversation is None:
            raise Invalid(
                "note-shared-with-nobody",
                "A shared note needs a conversation: it is shared with the partner in it.",
            )
        vectors = self._vectors(text)
        with self._store.begin() as records:
            records.participant(tenant, participant)
            session_number = _session_number(records, tenant, participant, conversation)
            note = StoredNote(
                id=self._ids.new("note"),
                tenant=tenant,
                participant=participant,
                text=text,
                visibility=visibility,
                created_at=self._clock.now(),
                conversation=conversation,
                session_number=session_number,
                vectors=vectors,
            )
            records.add_note(note)
        return note

    def list(self, tenant: str, participant: str, *, after: str = "", limit: int = 50) -> Page[StoredNote]:
        """A page of a participant's notes, oldest first.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return page_of(records.notes_of(tenant, participant), after=after, limit=limit)

    def erase(self, tenant: str, participant: str, note_id: str) -> None:
        """Erase a note of a participant, with what was taken from it into their question sets.

        Sets made since then keep their questions, but without the reasons and the words that came from
        notes. Preparing again gives reasons from the notes that are left.

        Raises:
            NotFound: `participant-not-found`; `note-not-found`, also for a note of somebody else.
        """
        with self._store.begin() as records:
            written_at = records.erase_note(tenant, participant, note_id)
            bank = words_of(records, tenant, self._bank)
            for stored in records.question_sets_of(tenant, participant):
                if stored.created_at > written_at - _CLOCKS_APART:
                    records.add_question_set(without_words_of_notes(stored, bank))
        self._reader.forget()

    def _vectors(self, text: str) -> NoteVectors | None:
        try:
            return self._reader.vectors(text)
        except Unavailable:
            return None


def _session_number(
    records: Records, tenant: str, participant: str, conversation_id: str | None
) -> int | None:
    if conversation_id is None:
        return None
    conversation = records.conversation(tenant, conversation_id)
    if participant not in records.pair(tenant, conversation.pair).participants:
        raise Invalid(
            "participant-not-in-conversation",
            "The participant isn't in this conversation's pair.",
            participant=participant,
            conversation=conversation_id,
        )
    return conversation.session_number
