"""Ways of choosing four questions for everybody in a conversation: ours, and three simpler ones.

All choose from the same eligible questions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from nudge.app.candidates import candidates_for
from nudge.app.ports import Reader
from nudge.app.question_sets import QuestionSets
from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import Eligible
from nudge.domain.notes import NoteVectors
from nudge.domain.questions import QuestionBank, Stage
from nudge.language.matching import TextEncoder, Vectors

OURS, RANDOM, COSINE, MMR = "nudge", "random", "plain cosine", "MMR"
FETCHED, RELEVANCE = 20, 0.5
"""Source: `fetch_k` and `lambda_mult` by default in LangChain's MaxMarginalRelevanceExampleSelector."""

Four = tuple[int, ...]
"""Positions in the bank, one per stage."""
Way = Callable[[Brief], tuple[Four, ...]]
"""Chooses four questions for each participant."""


class RememberingReader:
    """A `Reader` that reads the same brief once: what was asked before and the seed change no reading."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._readings: dict[str, tuple[ParticipantReading, ...]] = {}

    @property
    def models(self) -> Mapping[str, str]:
        """As the reader itself."""
        return self._reader.models

    def warm_up(self, bank: QuestionBank) -> None:
        """As the reader itself."""
        self._reader.warm_up(bank)

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """One reading per participant, in order."""
        people = tuple(replace(one, asked_before=()) for one in brief.participants)
        asked = replace(brief, participants=people, seed=0)
        key = f"{bank.fingerprint} {asked!r}"
        if key not in self._readings:
            self._readings[key] = self._reader.read(asked, bank)
        return self._readings[key]

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """As the reader itself."""
        return self._reader.similarities(bank, rows, columns)

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """As the reader itself."""
        return self._reader.closest(bank, rows, columns)

    def same_pledges(self, text: str, others: Sequence[str]) -> Sequence[bool]:
        """As the reader itself."""
        return self._reader.same_pledges(text, others)

    def vectors(self, text: str) -> NoteVectors:
        """As the reader itself."""
        return self._reader.vectors(text)

    def forget(self) -> None:
        """Read everything anew from now on."""
        self._readings.clear()
        self._reader.forget()


def by_tool(sets: QuestionSets) -> Way:
    """What is shipped."""

    def choose(brief: Brief) -> tuple[Four, ...]:
        positions = sets.bank.positions
        return tuple(
            tuple(positions[asked.worded.id] for asked in one.questions) for one in sets.prepare(brief).sets
        )

    return choose


class SimplerWays:
    """Choosers that look at one person at a time.

    Args:
        same: cosine from which a question says the same as one asked before; such aren't eligible.
    """

    def __init__(self, bank: QuestionBank, reader: Reader, encoder: TextEncoder, *, same: float) -> None:
        self._bank = bank
        self._reader = reader
        self._encoder = encoder
        self._same = same
        self._texts: Vectors = encoder.encode([question.text for question in bank.questions])
        self._queries: dict[str, Vectors] = {}

    def eligible(self, brief: Brief) -> list[Eligible]:
        """What may be asked of each participant, the same for every way."""
        readings = self._reader.read(brief, self._bank)
        return [
            candidates_for(self._reader, self._bank, brief, one, reading, same=self._same)
            for one, reading in zip(brief.participants, readings, strict=True)
        ]

    def at_random(self, seed: int) -> Way:
        """Any eligible question of each stage; which one depends on the ref, and not on the person."""

        def choose(brief: Brief) -> tuple[Four, ...]:
            found = []
            for one, own in zip(brief.participants, self.eligible(brief), strict=True):
                draw = self._lots(f"{seed}|{one.ref}|{brief.session_number}")
                found.append(tuple(min(own.by_stage[stage], key=draw) for stage in Stage))
            return tuple(found)

        return choose

    def by_cosine(self, brief: Brief) -> tuple[Four, ...]:
        """Of each stage the question whose text is nearest to all that the person wrote, as one query."""
        return tuple(
            tuple(self._nearest(self._query(one), own.by_stage[stage], 1)[0] for stage in Stage)
            for one, own in zip(brief.participants, self.eligible(brief), strict=True)
        )

    def by_mmr(self, brief: Brief) -> tuple[Four, ...]:
        """Stage by stage the best of the nearest, less how near it is to what is chosen already.

        Source: maximal marginal relevance (Carbonell and Goldstein 1998), with the numbers of LangChain's
        MaxMarginalRelevanceExampleSelector.
        """
        return tuple(
            self._marginal(self._query(one), own)
            for one, own in zip(brief.participants, self.eligible(brief), strict=True)
        )

    def _lots(self, key: str) -> Callable[[int], bytes]:
        start = hashlib.blake2b(key.encode(), digest_size=8)

        def draw(position: int) -> bytes:
            lot = start.copy()
            lot.update(self._bank.ids[position])
            return lot.digest()

        return draw

    def _marginal(self, query: Vectors, own: Eligible) -> Four:
        chosen: list[int] = []
        for stage in Stage:
            nearest = self._nearest(query, own.by_stage[stage], FETCHED)
            relevance = self._texts[nearest] @ query
            again = (self._texts[nearest] @ self._texts[chosen].T).max(axis=1) if chosen else 0.0
            worth = RELEVANCE * relevance - (1 - RELEVANCE) * again
            chosen.append(nearest[int(np.argmax(worth))])
        return tuple(chosen)

    def _nearest(self, query: Vectors, positions: Sequence[int], n: int) -> list[int]:
        rows = np.asarray(positions)
        order = np.argsort(-(self._texts[rows] @ query), kind="stable")[:n]
        return [int(each) for each in rows[order]]

    def _query(self, participant: ParticipantBrief) -> Vectors:
        pledge = participant.last_pledge
        texts = [participant.purpose.text, *participant.focus, *(note.text for note in participant.notes)]
        text = "\n".join([*texts, pledge.text, pledge.reflection] if pledge else texts).strip()
        if text not in self._queries:
            self._queries[text] = self._encoder.encode([text])[0]
        return self._queries[text]
