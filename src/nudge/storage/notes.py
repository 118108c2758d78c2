"""Statements on notes and their vectors, both sealed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, select, update

from nudge.domain.notes import NoteVectors, Visibility
from nudge.domain.records import StoredNote
from nudge.storage.problems import exists, not_found
from nudge.storage.responses import ResponseRecords
from nudge.storage.tables import conversations, notes, participants


class NoteRecords(ResponseRecords):
    """The notes of `Records`."""

    def add_note(self, note: StoredNote) -> None:
        """Raises Conflict (`note-exists`) when there is one with this id."""
        self._need(participants, "participant", note.tenant, note.participant)
        if note.conversation is not None:
            self._need(conversations, "conversation", note.tenant, note.conversation)
        values = {
            "tenant": note.tenant,
            "id": note.id,
            "participant": note.participant,
            "conversation": note.conversation,
            "session_number": note.session_number,
            "created_at": note.created_at,
            **self._content(note),
        }
        self._add(notes, values, exists("note"))

    def notes_of(
        self, tenant: str, participant_id: str, *, newest: int | None = None
    ) -> Sequence[StoredNote]:
        """All notes the participant owns, or only so many of the newest; the oldest of them first."""
        statement = (
            select(notes)
            .where(notes.c.tenant == tenant, notes.c.participant == participant_id)
            .order_by(notes.c.created_at.desc(), notes.c.id.desc())
            .limit(newest)
        )
        rows = self._read(statement).all()
        if not rows:
            self._need(participants, "participant", tenant, participant_id)
        return [self._note(row) for row in reversed(rows)]

    def save_note(self, note: StoredNote) -> None:
        """Change its content, and forget the remembered responses of the tenant, as `erase_note` does."""
        self._need(participants, "participant", note.tenant, note.participant, to_change=True)
        it = (notes.c.tenant == note.tenant, notes.c.participant == note.participant, notes.c.id == note.id)
        if not self._write(update(notes).where(*it).values(self._content(note))):
            raise not_found("note", note.id)
        self._forget_responses(note.tenant)

    def save_note_vectors(self, tenant: str, note_id: str, vectors: NoteVectors) -> None:
        """Keep these vectors with the note, instead of those of another encoder."""
        statement = (
            update(notes)
            .where(notes.c.tenant == tenant, notes.c.id == note_id)
            .values(encoder=vectors.encoder, vectors=self._vault.seal(vectors.data))
        )
        if not self._write(statement):
            raise not_found("note", note_id)

    def erase_note(self, tenant: str, participant_id: str, note_id: str) -> datetime:
        """Delete the note, and the remembered responses of the tenant, since one of them may quote it.

        The participant is held first: whoever is adding a question set of theirs is waited for.
        """
        self._need(participants, "participant", tenant, participant_id, to_change=True)
        it = (notes.c.tenant == tenant, notes.c.participant == participant_id, notes.c.id == note_id)
        written_at: datetime | None = self._read(select(notes.c.created_at).where(*it)).scalar()
        if written_at is None:
            raise not_found("note", note_id)
        self._write(delete(notes).where(*it))
        self._forget_responses(tenant)
        return written_at

    def _content(self, note: StoredNote) -> dict[str, Any]:
        """What can be changed in a note."""
        return {
            "visibility": note.visibility,
            "text": self._seal(note.text),
            "encoder": note.vectors.encoder if note.vectors else None,
            "vectors": self._vault.seal(note.vectors.data) if note.vectors else None,
        }

    def _note(self, row: Row[Any]) -> StoredNote:
        vectors = None
        if row.vectors is not None:
            vectors = NoteVectors(row.encoder, self._vault.open(row.vectors))
        return StoredNote(
            id=row.id,
            tenant=row.tenant,
            participant=row.participant,
            text=self._unseal(row.text),
            visibility=Visibility(row.visibility),
            created_at=row.created_at,
            conversation=row.conversation,
            session_number=row.session_number,
            vectors=vectors,
        )
