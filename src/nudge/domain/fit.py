"""How well each question fits one participant now, part by part, so that every choice can be explained."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import deepest
from nudge.domain.pledges import Outcome
from nudge.domain.questions import Audience, Question, QuestionBank, Stage

PARTS = ("purpose", "note", "pledge", "focus", "emphasis", "experience", "depth", "own_words", "jitter")


@dataclass(frozen=True, slots=True)
class FitPolicy:
    """How much each part of the fit counts. Weights are of the same unit: 1 is a perfect match.

    Chosen: by reading the sets of 24 invented participants; see docs/decisions/0004-the-choice.md.
    """

    driver: Mapping[Stage, float] = field(
        default_factory=lambda: {
            Stage.REFLECT: 0.25,
            Stage.EXPLORE: 0.25,
            Stage.PURPOSE: 0.7,
            Stage.ACT: 0.25,
        }
    )
    purpose_text: float = 0.2
    note_text: float = 0.7
    note_theme: float = 0.35
    pledge_text: float = 0.35
    focus: float = 0.45
    emphasis: float = 0.4
    experience: float = 0.1
    depth: float = 0.2
    own_words: float = 0.08
    jitter: float = 0.01


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of one question: the sum, and the parts that make it."""

    position: int
    score: float
    parts: Mapping[str, float]


class FitScorer:
    """Scores questions for one participant. What depends only on tags is looked up, not computed again."""

    def __init__(
        self,
        bank: QuestionBank,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading,
        policy: FitPolicy,
    ) -> None:
        self._bank = bank
        self._brief = brief
        self._participant = participant
        self._policy = policy
        new_manager = participant.experience.new_manager
        self._audience = {True: Audience.NEW, False: Audience.EXPERIENCED, None: None}[new_manager]
        self._affinities = {affinity.kind: affinity for affinity in reading.affinities}
        self._value_gain = _value_gains(bank, reading)
        self._themes = {mention.theme: mention.strength for mention in reading.memory.themes}
        self._focus = frozenset(reading.focus_themes)
        self._driver_cache: dict[frozenset[str], float] = {}
        self._theme_cache: dict[frozenset[str], tuple[float, float]] = {}

    def score(self, position: int) -> Fit:
        """The fit of one question of the bank."""
        question = self._bank.questions[position]
        policy = self._policy
        note_theme, focus_theme = self._theme_parts(question.themes)
        parts = {
            "purpose": policy.driver[question.stage] * self._driver_part(question.purposes)
            + policy.purpose_text * self._near("purpose", position),
            "note": policy.note_text * self._near("note", position) + policy.note_theme * note_theme,
            "pledge": self._pledge_part(question, position),
            "focus": policy.focus * max(focus_theme, self._near("focus", position)),
            "emphasis": policy.emphasis * self._near("emphasis", position),
            "experience": policy.experience * (question.audience is self._audience),
            "depth": -policy.depth * self._too_shallow(question),
            "own_words": policy.own_words * bool(question.wordings),
            "jitter": self._jitter(question.id),
        }
        return Fit(position, sum(parts.values()), parts)

    def shortlist(self, positions: Sequence[int], n: int) -> list[Fit]:
        """The `n` best of the positions, best first; equal ones in the order of their ids."""
        fits = [self.score(position) for position in positions]
        fits.sort(key=lambda fit: (-fit.score, self._bank.questions[fit.position].id))
        return fits[:n]

    def _near(self, kind: str, position: int) -> float:
        affinity = self._affinities.get(kind)
        return affinity.scores[position] if affinity is not None else 0.0

    def _driver_part(self, purposes: frozenset[str]) -> float:
        if purposes not in self._driver_cache:
            gains = [self._value_gain.get(purpose, 0.0) for purpose in purposes]
            self._driver_cache[purposes] = max(gains, default=0.0)
        return self._driver_cache[purposes]

    def _theme_parts(self, themes: frozenset[str]) -> tuple[float, float]:
        if themes not in self._theme_cache:
            strongest = max((self._themes.get(theme, 0.0) for theme in themes), default=0.0)
            self._theme_cache[themes] = (strongest, float(bool(themes & self._focus)))
        return self._theme_cache[themes]

    def _pledge_part(self, question: Question, position: int) -> float:
        pledge = self._participant.last_pledge
        if pledge is None:
            return 0.0
        unfinished = pledge.outcome not in (Outcome.KEPT, Outcome.NOT_SAID)
        return self._policy.pledge_text * (
            self._near("pledge", position) + 0.3 * (unfinished and "pledge" in question.needs)
        )

    def _too_shallow(self, question: Question) -> float:
        wanted = deepest(self._brief.format, self._brief.session_number, question.stage)
        return max(0, wanted - question.depth) / 2

    def _jitter(self, question_id: str) -> float:
        """A fixed small number per seed, participant and question: settles ties, favours no order."""
        key = f"{self._brief.seed}|{self._participant.ref}|{question_id}".encode()
        return self._policy.jitter * (zlib.crc32(key) / 2**32)


def _value_gains(bank: QuestionBank, reading: ParticipantReading) -> dict[str, float]:
    """Per `driver.value`: how far its probability is above chance, at most 1; open drivers give nothing."""
    gains: dict[str, float] = {}
    sizes = {driver.id: len(driver.values) for driver in bank.scheme.drivers}
    for driver in reading.drivers:
        if driver.value is None:
            continue
        chance = 1 / sizes[driver.driver]
        for value, probability in driver.probabilities.items():
            gains[f"{driver.driver}.{value}"] = (probability - chance) / (1 - chance)
    return gains


def affinity_of(reading: ParticipantReading, kind: str) -> Affinity | None:
    """The affinity of one kind, where the brief had such a text."""
    return next((affinity for affinity in reading.affinities if affinity.kind == kind), None)
