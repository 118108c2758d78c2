"""Notes as memory: what a person wrote, the passages in it, and what stands out over sessions."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Visibility(StrEnum):
    """Who may see a note: only its owner, or the pair."""

    PRIVATE = "private"
    SHARED = "shared"


class VisibleTo(StrEnum):
    """Who may see a piece of evidence or a wording."""

    SELF = "self"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class NoteVectors:
    """Passages of a note, embedded once: opaque bytes that only `language/` can read.

    `encoder` names the model; vectors of another model are ignored and computed again.
    """

    encoder: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Note:
    """What a participant wrote in or after a conversation.

    `source` is how evidence refers to it, such as "note:1" (position in the request, from 1).
    """

    source: str
    text: str
    session_number: int | None = None
    visibility: Visibility = Visibility.PRIVATE
    vectors: NoteVectors | None = None


@dataclass(frozen=True, slots=True)
class Passage:
    """One or two sentences of a note that can be looked at by themselves.

    Attributes:
        text: the passage, verbatim.
        quote: a short verbatim clause of it that reads well inside quotation marks and says what the
            writer meant (negation included), or None when there is none.
        weight: recency and salience together, in [0, 1].
        themes: theme ids with their strength in [0, 1], strongest first.
        people: names or roles mentioned, such as "Priya" or "my director".
        is_open: something left unfinished: a decision waiting, an intention, an avoided thing.
    """

    text: str
    source: str
    visibility: Visibility
    weight: float
    session_number: int | None = None
    quote: str | None = None
    themes: tuple[tuple[str, float], ...] = ()
    people: tuple[str, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A theme in somebody's notes: how strongly, over how many sessions, and its clearest passage."""

    theme: str
    strength: float
    n_sessions: int
    passage: int


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person in somebody's notes. `name` reads right in a question: "Priya", "your director"."""

    name: str
    n_mentions: int
    n_sessions: int
    is_shared: bool
    passage: int


@dataclass(frozen=True, slots=True)
class Recurrence:
    """The same thing in the notes of two or more sessions: positions of its passages, oldest first."""

    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """What stands out in a person's notes. Positions refer to `passages`.

    `themes` may be said. `leanings` are theme ids that the notes may be about, with a strength in [0, 1], and
    often wrong: they only inform the choice.
    """

    passages: tuple[Passage, ...] = ()
    themes: tuple[ThemeMention, ...] = ()
    leanings: tuple[tuple[str, float], ...] = ()
    people: tuple[PersonMention, ...] = ()
    recurrences: tuple[Recurrence, ...] = ()
