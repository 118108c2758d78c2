"""Notes as memory: which passages to look at, and what stands out in them over the sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from nudge.domain.errors import Invalid
from nudge.domain.notes import Memory, Note, Passage, Visibility
from nudge.language.encoder import Vectors
from nudge.language.kept import Kept
from nudge.language.notes.authors import Author, author_of
from nudge.language.notes.passages import split_passages
from nudge.language.notes.people import Mention, mentions_in
from nudge.language.notes.quotes import quote_of
from nudge.language.notes.recollection import (
    leanings_over,
    people_over,
    recurrences_over,
    themes_over,
    who_counts,
)
from nudge.language.notes.salience import recency_of, salience_of
from nudge.language.notes.threads import is_open
from nudge.language.parser import Parser
from nudge.language.themes.reader import Found, ThemeReader
from nudge.language.vectors import unpack

MOST_PASSAGES = 24
"""Passages of one person that are embedded and parsed. Chosen: three sessions' notes of usual length."""
MOST_NOTES = 32
"""Notes that are split at all, and of one session at most `MOST_OF_SESSION`. Chosen: 500 notes under 15"
" ms."""
MOST_OF_SESSION = 12
FEWEST_WORDS_FOR_THEMES = 6
"""Shorter passages have no theme. Chosen: by reading; "We ended a bit late." came out as failure."""
KEPT_READINGS = 4096
"""Passages of which the reading is kept in memory. Chosen: about 170 people, 2 MB."""


@dataclass(frozen=True, slots=True, eq=False)
class NotePassage:
    """A passage that was chosen to be looked at.

    Attributes:
        weight: salience times recency, in [0, 1].
        before: the end of what stands in front of it in the note; `after`: the beginning of what follows.
        vector: stored with the note by the same encoder, or None when it has to be embedded.
    """

    text: str
    source: str
    visibility: Visibility
    session_number: int | None
    weight: float
    author: Author = field(default_factory=Author)
    before: str = ""
    after: str = ""
    vector: Vectors | None = None


@dataclass(frozen=True, slots=True)
class _Reading:
    leanings: Found
    people: tuple[Mention, ...]
    quote: str | None
    is_open: bool


class NoteMemory:
    """Reads notes in two steps, so that the caller can embed all new texts of a request together.

    Any thread may use it. What was read in a passage is kept for as long as the process lives.
    """

    def __init__(self, parser: Parser, *, encoder_name: str = "") -> None:
        self._parser = parser
        self._encoder_name = encoder_name
        self._kept: Kept[_Reading] = Kept(KEPT_READINGS)

    def forget(self) -> None:
        """Keep nothing of what was read so far; needed too when themes are read by another reader."""
        self._kept.forget()

    def passages(self, notes: Sequence[Note], session_number: int = 1) -> list[NotePassage]:
        """The passages to look at, at most 24, strongest first. Nothing is parsed or embedded.

        Args:
            notes: in any order.
            session_number: of the conversation that is being prepared.
        """
        found = [
            passage
            for note in _latest(notes, session_number)
            for passage in self._split(note, session_number)
        ]
        found.sort(key=lambda p: (-p.weight, -(p.session_number or 0), p.text, p.source))
        return found[:MOST_PASSAGES]

    def recall(
        self,
        passages: Sequence[NotePassage],
        passage_vectors: Vectors,
        themes: ThemeReader,
        *,
        own_names: Collection[str] = (),
    ) -> Memory:
        """What stands out.

        Args:
            passages: from `passages`.
            passage_vectors: float32 array of shape (n_passages, dimensions), rows of unit length, in order.
            themes: reads what a passage is about.
            own_names: names of the writer, which aren't people in the notes.
        """
        readings = [
            self._read(passage, vector, themes)
            for passage, vector in zip(passages, passage_vectors, strict=True)
        ]
        accepted = who_counts(passages, [reading.people for reading in readings], own_names)
        made = tuple(
            Passage(
                text=passage.text,
                source=passage.source,
                visibility=passage.visibility,
                weight=passage.weight,
                session_number=passage.session_number,
                quote=reading.quote,
                themes=_clear(passage, reading, themes),
                people=tuple(dict.fromkeys(names)),
                is_open=reading.is_open,
            )
            for passage, reading, names in zip(passages, readings, accepted, strict=True)
        )
        return Memory(
            passages=made,
            themes=themes_over(made),
            leanings=leanings_over(
                [reading.leanings for reading in readings], [passage.weight for passage in passages]
            ),
            people=people_over(made, accepted),
            recurrences=recurrences_over(made, passage_vectors),
        )

    def _split(self, note: Note, session_number: int) -> Iterable[NotePassage]:
        stored = self._stored(note)
        author, recency = author_of(note.text), recency_of(note.session_number, session_number)
        for span in split_passages(note.text):
            yield NotePassage(
                text=span.text,
                source=note.source,
                visibility=note.visibility,
                session_number=note.session_number,
                weight=round(salience_of(span.text) * recency, 6),
                author=author,
                before=note.text[max(0, span.start - 160) : span.start],
                after=note.text[span.end : span.end + 40],
                vector=stored.get(span.text),
            )

    def _stored(self, note: Note) -> dict[str, Vectors]:
        if note.vectors is None or note.vectors.encoder != self._encoder_name:
            return {}
        try:
            vectors, texts = unpack(note.vectors)
        except Invalid:
            return {}
        return dict(zip(texts, np.asarray(vectors), strict=False))

    def _read(self, passage: NotePassage, vector: Vectors, themes: ThemeReader) -> _Reading:
        by_partner, before, after = passage.author.is_partner, passage.before, passage.after

        def read() -> _Reading:
            doc = self._parser.parse(passage.text)
            return _Reading(
                leanings=themes.lean([before + passage.text], vector[None])[0],
                people=mentions_in(doc),
                quote=None if by_partner else quote_of(doc, before=before, after=after),
                is_open=is_open(doc, by_partner=by_partner),
            )

        return self._kept.get((passage.text, by_partner, before, after), read)


def _clear(passage: NotePassage, reading: _Reading, themes: ThemeReader) -> Found:
    """The themes that may be said of a passage; none of one that is too short to be sure."""
    return themes.clear(reading.leanings) if len(passage.text.split()) >= FEWEST_WORDS_FOR_THEMES else ()


def _latest(notes: Sequence[Note], session_number: int) -> list[Note]:
    """The notes worth splitting: of each session the longest, the latest sessions first."""
    ranked = sorted(
        (note for note in notes if note.text.strip()),
        key=lambda note: (
            -recency_of(note.session_number, session_number),
            -len(note.text),
            note.text,
            note.source,
        ),
    )
    taken: list[Note] = []
    n_of: dict[int | None, int] = {}
    for note in ranked:
        n_of[note.session_number] = n_of.get(note.session_number, 0) + 1
        if n_of[note.session_number] <= MOST_OF_SESSION:
            taken.append(note)
        if len(taken) == MOST_NOTES:
            break
    return taken
