"""Notes: written by a participant, in a conversation or by themselves, and erased on demand."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.app.ports import Clock, Ids, Reader, Records, Store
from nudge.domain.errors import Invalid, NotFound, Unavailable
from nudge.domain.notes import NoteVectors, Visibility
from nudge.domain.records import StoredNote


class Notes:
    """What one can do with notes. They belong to who wrote them."""

    def __init__(self, store: Store, reader: Reader, clock: Clock, ids: Ids) -> None:
        self._store = store
        self._reader = reader
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

    def list(self, tenant: str, participant: str) -> Sequence[StoredNote]:
        """All notes of a participant, oldest first.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin() as records:
            return records.notes_of(tenant, participant)

    def erase(self, tenant: str, participant: str, note_id: str) -> None:
        """Erase a note of a participant.

        Raises:
            NotFound: `participant-not-found`; `note-not-found`, also for a note of somebody else.
        """
        with self._store.begin() as records:
            if note_id not in {note.id for note in records.notes_of(tenant, participant)}:
                raise NotFound("note-not-found", "The participant has no such note.", note=note_id)
            records.erase_note(tenant, note_id)

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
