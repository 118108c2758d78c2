"""A `Reader` without any model: words in common stand for nearness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading, Trace
from nudge.domain.errors import Unavailable
from nudge.domain.notes import Memory, Note, NoteVectors, Passage, Visibility, VisibleTo
from nudge.domain.pledges import SaidBack
from nudge.domain.purposes import DriverReading, ReadingSource
from nudge.domain.questions import QuestionBank

WORD = re.compile(r"[a-z]{4,}")


class FakeReader:
    """Set `is_missing` to see how others cope without models. `read_notes` counts what had no vectors."""

    def __init__(self) -> None:
        self.is_missing = False
        self.n_embedded = 0
        self.n_forgotten = 0
        self._words: dict[str, frozenset[str]] = {}

    @property
    def models(self) -> Mapping[str, str]:
        return {"encoder": "words-in-common 1"}

    def warm_up(self, bank: QuestionBank) -> None:
        if self.is_missing:
            raise Unavailable("models-missing", "The models aren't there; run scripts/setup.")

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        self.warm_up(bank)
        return tuple(self._reading(participant, brief, bank) for participant in brief.participants)

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        texts = [question.text for question in bank.questions]
        return [[1.0 if r == c else 0.7 * self._near(texts[r], texts[c]) for c in columns] for r in rows]

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        return [max(row, default=-1.0) for row in self.similarities(bank, rows, columns)]

    def same_pledges(self, text: str, others: Sequence[str]) -> list[bool]:
        if self.is_missing:
            raise Unavailable("models-missing", "The models aren't there; run scripts/setup.")
        return [self._near(text, other) > 0.5 for other in others]

    def vectors(self, text: str) -> NoteVectors:
        if self.is_missing:
            raise Unavailable("models-missing", "The models aren't there; run scripts/setup.")
        self.n_embedded += 1
        return NoteVectors("words-in-common 1", text[:4].encode())

    def forget(self) -> None:
        self.n_forgotten += 1
        self._words.clear()

    def _reading(self, participant: ParticipantBrief, brief: Brief, bank: QuestionBank) -> ParticipantReading:
        return ParticipantReading(
            drivers=tuple(_drivers(participant, bank)),
            memory=Memory(tuple(_passage(note) for note in participant.notes)),
            affinities=tuple(self._affinities(participant, brief, bank)),
            said_back=_said_back(participant),
        )

    def _affinities(
        self, participant: ParticipantBrief, brief: Brief, bank: QuestionBank
    ) -> Iterator[Affinity]:
        kinds = {
            "note": [Trace(n.text, n.source, _seen_by(n), n.text[:90]) for n in participant.notes if n.text],
            "purpose": [Trace(participant.purpose.text, "purpose", VisibleTo.SELF)],
            "emphasis": [Trace(e.text, e.source, VisibleTo.PAIR, e.text) for e in brief.emphasis],
        }
        for kind, traces in kinds.items():
            if any(trace.text for trace in traces):
                rows = [[self._near(trace.text, q.text) for trace in traces] for q in bank.questions]
                best = [row.index(max(row)) for row in rows]
                nearest = max(map(max, rows)) or 1.0  # the nearest question is as near as can be
                yield Affinity(kind, [max(row) / nearest for row in rows], best, tuple(traces))

    def _near(self, one: str, other: str) -> float:
        mine, yours = self._in(one), self._in(other)
        return len(mine & yours) / max(1, min(len(mine), len(yours)))

    def _in(self, text: str) -> frozenset[str]:
        if text not in self._words:
            self._words[text] = frozenset(WORD.findall(text.lower()))
        return self._words[text]


def _drivers(participant: ParticipantBrief, bank: QuestionBank) -> Iterator[DriverReading]:
    for driver in bank.scheme.drivers:
        given = participant.purpose.drivers.get(driver.id)
        chance = 1 / len(driver.values)
        probabilities = {v.id: float(v.id == given) if given else chance for v in driver.values}
        yield DriverReading(driver.id, given, 1.0 if given else chance, ReadingSource.GIVEN, probabilities)


def _passage(note: Note) -> Passage:
    return Passage(note.text, note.source, note.visibility, 0.5, note.session_number, note.text[:90] or None)


def _seen_by(note: Note) -> VisibleTo:
    return VisibleTo.PAIR if note.visibility is Visibility.SHARED else VisibleTo.SELF


def _said_back(participant: ParticipantBrief) -> SaidBack | None:
    if participant.last_pledge is None:
        return None
    return SaidBack(phrase=participant.last_pledge.text.lower().removeprefix("i'll "))
