"""The JSON of notes. What a private note says is in the export of its owner and in no other of these."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from nudge.api.bodies.question_sets import Ref
from nudge.domain.notes import Visibility
from nudge.domain.records import Page, StoredNote

NoteText = Annotated[str, Meta(min_length=1, max_length=20_000, pattern=r"\S")]


class NoteRequest(Struct, forbid_unknown_fields=True):
    """A note of a participant. A shared one needs the conversation in which it was shared."""

    text: NoteText
    visibility: Visibility = Visibility.PRIVATE
    conversation: Ref | None = None


class NoteResponse(Struct):
    """What is stored about a note. `text` is null for a private one: only its owner reads it."""

    id: str
    visibility: Visibility
    conversation: str | None
    session_number: int | None
    created_at: datetime
    text: str | None


class NotePage(Struct):
    """Some notes of a participant, oldest first; `next_cursor` goes on, null at the end."""

    items: list[NoteResponse]
    next_cursor: str | None


class NoteTextBody(Struct):
    """A note in the export for its owner."""

    id: str
    visibility: Visibility
    conversation: str | None
    session_number: int | None
    created_at: datetime
    text: str


def to_note_response(note: StoredNote) -> NoteResponse:
    """The response that shows a note, without the words of a private one."""
    return NoteResponse(
        id=note.id,
        visibility=note.visibility,
        conversation=note.conversation,
        session_number=note.session_number,
        created_at=note.created_at,
        text=note.text if note.visibility is Visibility.SHARED else None,
    )


def to_note_page(page: Page[StoredNote], next_cursor: str | None) -> NotePage:
    """The response that shows a page."""
    return NotePage([to_note_response(note) for note in page.items], next_cursor)


def to_note_text_body(note: StoredNote) -> NoteTextBody:
    """A note with its words, for its owner."""
    return NoteTextBody(
        id=note.id,
        visibility=note.visibility,
        conversation=note.conversation,
        session_number=note.session_number,
        created_at=note.created_at,
        text=note.text,
    )
