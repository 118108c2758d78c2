"""Scores pledges: how clear each is, the one question that would make it clearer, and when it falls due.

For the author alone. Reads only: nothing is stored, and no word of a pledge reaches a log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import compress

from nudge.app.ports import Clock, PledgeReader, Renderer
from nudge.domain.missing_pieces import PledgeSlots, choose, missing_facet
from nudge.domain.questions import QuestionBank
from nudge.domain.specificity import BLANK, Facet, PledgeReading, Specificity
from nudge.domain.timing import Due, Situation, due_of

NO_TIME_ZONE = "no-time-zone"
"""The flag of a request that doesn't say where its author's clocks are: then no date is told."""


@dataclass(frozen=True, slots=True)
class PledgeToScore:
    """A pledge, and where it was said.

    Attributes:
        text: any text, an empty one too.
        now: aware; None for the clock's now.
        time_zone: IANA name of the author's zone; None when nobody knows.
        next_session_at: aware; None when nobody knows.
    """

    text: str
    now: datetime | None = None
    time_zone: str | None = None
    next_session_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class MissingPiece:
    """The one question that would make a pledge clearer; `id` and `version` are of its wording."""

    facet: Facet
    question: str
    id: str
    version: int


@dataclass(frozen=True, slots=True)
class ScoredPledge:
    """What its author may see of a pledge.

    Attributes:
        missing: None when there is nothing to ask.
        due: None when nothing is said, or when there is no time zone to say it in.
        flags: codes of what is worth saying.
        bank, models: what is needed to get the same again.
        degraded: why it was read without the models; None when they did it.
    """

    specificity: Specificity
    missing: MissingPiece | None
    due: Due | None
    flags: tuple[str, ...]
    bank: str
    models: Mapping[str, str]
    degraded: str | None


class PledgeScores:
    """What `POST /v1/pledges/score` and `nudge score-pledge` do."""

    def __init__(self, bank: QuestionBank, reader: PledgeReader, renderer: Renderer, clock: Clock) -> None:
        self._bank = bank
        self._reader = reader
        self._renderer = renderer
        self._clock = clock

    def warm_up(self) -> None:
        """Load what it needs; later calls are fast."""
        self._reader.warm_up()

    def score(self, pledges: Sequence[PledgeToScore]) -> list[ScoredPledge]:
        """Each pledge scored, in order, each as if it were alone.

        Raises:
            Invalid: `time-zone-unknown`, with the nearest spelling.
        """
        readings = self._readings([pledge.text for pledge in pledges])
        missing = self._missing(pledges, readings)
        models = self._reader.models
        return [self._scored(*each, models) for each in zip(pledges, readings, missing, strict=True)]

    def _readings(self, texts: Sequence[str]) -> list[PledgeReading]:
        """The readings in order; a blank text needs no reader."""
        said = iter(self._reader.assess([text for text in texts if text.strip()]))
        return [next(said) if text.strip() else PledgeReading(BLANK) for text in texts]

    def _scored(
        self,
        pledge: PledgeToScore,
        reading: PledgeReading,
        missing: MissingPiece | None,
        models: Mapping[str, str],
    ) -> ScoredPledge:
        specificity = reading.specificity
        return ScoredPledge(
            specificity=specificity,
            missing=missing,
            due=self._due(pledge, reading),
            flags=specificity.flags if pledge.time_zone else (*specificity.flags, NO_TIME_ZONE),
            bank=self._bank.fingerprint,
            models=models,
            degraded=reading.degraded,
        )

    def _missing(
        self, pledges: Sequence[PledgeToScore], readings: Sequence[PledgeReading]
    ) -> list[MissingPiece | None]:
        """The missing pieces in order; only where there is one are the words read for its question."""
        is_asked = [missing_facet(reading.specificity) is not None for reading in readings]
        slots = iter(self._reader.slots([pledge.text for pledge in compress(pledges, is_asked)]))
        return [
            self._question(pledge.text, reading.specificity, next(slots)) if asked else None
            for pledge, reading, asked in zip(pledges, readings, is_asked, strict=True)
        ]

    def _question(self, text: str, specificity: Specificity, slots: PledgeSlots) -> MissingPiece | None:
        wording = choose(self._bank.missing_pieces, specificity, slots, text)
        if wording is None:
            return None
        question = self._renderer.render(wording.text, slots.filled())
        return MissingPiece(wording.facet, question, wording.id, wording.version)

    def _due(self, pledge: PledgeToScore, reading: PledgeReading) -> Due | None:
        if pledge.time_zone is None:
            return None
        now = pledge.now or self._clock.now()
        return due_of(reading.times, Situation(now, pledge.time_zone, pledge.next_session_at))
