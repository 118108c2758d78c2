"""How well each question fits one participant now, part by part, so that every choice can be explained."""

from __future__ import annotations

import heapq
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import deepest
from nudge.domain.notes import Visibility
from nudge.domain.pledges import Outcome
from nudge.domain.questions import Audience, Question, QuestionBank, Slot, Stage
from nudge.domain.recurrence import is_for_a_return

PARTS = (
    "purpose",
    "note",
    "theme",
    "pledge",
    "focus",
    "emphasis",
    "experience",
    "depth",
    "own_words",
    "leaning",
    "jitter",
)
N_NEAREST = 5
"""Questions of a theme that say how near it is to somebody's words; where there are fewer, the rest counts 0.
Chosen: 3 and 8 find as many of the themes that were meant for the 30 people of development."""
FAINT = 0.2
"""A theme below this isn't clearly on somebody's mind. Chosen: the probability from which one may inform the
choice, see `nudge.language.themes.reader`."""
_HEARD_IN_PLEDGE, _HEARD_IN_PURPOSE = 0.3, 0.2
"""How much a pledge and the purpose say about themes, beside notes and focus. Chosen: as `N_NEAREST`."""
_BLOCK = 128
"""Questions scored between two looks at whether better ones can still come."""


@dataclass(frozen=True, slots=True)
class FitPolicy:
    """How much each part of the fit counts. Weights are of the same unit: 1 is a perfect match.

    Attributes:
        driver: by stage, for a question that names a driver value of the person.
        note_theme: for a question with a theme that is on their mind, as read from the notes or as all that
            they said is near to the questions of that theme.
        off_theme: taken from the strength of a theme that nothing they said is about: a question with such
            a theme presumes what may not be there.
        focus, focus_near: for a theme that they named, and for nearness to what they named.

    Chosen: on the 30 people of development in models/question_sets, by themes meant and by telling people
    apart from their sets; around these weights the figures hardly change. What they are for people who were
    held out is in the CARD there.
    """

    driver: Mapping[Stage, float] = field(
        default_factory=lambda: {
            Stage.REFLECT: 0.08,
            Stage.EXPLORE: 0.08,
            Stage.PURPOSE: 0.55,
            Stage.ACT: 0.08,
        }
    )
    purpose_text: float = 0.3
    note_text: float = 0.6
    note_theme: float = 0.9
    off_theme: float = 0.4
    pledge_text: float = 0.2
    comes_back: float = 0.6
    focus: float = 0.5
    focus_near: float = 0.5
    emphasis: float = 0.4
    experience: float = 0.05
    depth: float = 0.3
    own_words: float = 0.08
    jitter: float = 0.01


@dataclass(frozen=True, slots=True)
class Fit:
    """The fit of one question: the sum, and the parts that make it."""

    position: int
    score: float
    parts: Mapping[str, float]


class FitScorer:
    """Scores questions for one participant. What depends only on tags is looked up, not computed again.

    Args:
        leanings: by position, what the organisation's curation adds to the fit of a question.
    """

    def __init__(
        self,
        bank: QuestionBank,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading,
        policy: FitPolicy,
        leanings: Mapping[int, float] = MappingProxyType({}),
    ) -> None:
        self._bank = bank
        self._leanings = leanings
        self._policy = policy
        self._audience = {True: Audience.NEW, False: Audience.EXPERIENCED, None: None}[
            participant.experience.new_manager
        ]
        nothing = [0.0] * len(bank.questions)
        near = dict.fromkeys(("purpose", "note", "pledge", "focus", "emphasis"), nothing) | {
            affinity.kind: affinity.scores for affinity in reading.affinities
        }
        self._near_purpose, self._near_note, self._near_pledge = near["purpose"], near["note"], near["pledge"]
        self._near_focus, self._near_emphasis = near["focus"], near["emphasis"]
        self._near_all = [
            policy.purpose_text * purpose
            + policy.note_text * note
            + policy.pledge_text * pledge
            + policy.emphasis * emphasis
            for purpose, note, pledge, emphasis in zip(
                self._near_purpose, self._near_note, self._near_pledge, self._near_emphasis, strict=True
            )
        ]
        self._returning = _returning(bank, reading, policy)
        for extras in (self._returning, leanings):
            for position, extra in extras.items():
                self._near_all[position] += extra
        self._near_at_most = [
            near + policy.focus_near * focus
            for near, focus in zip(self._near_all, self._near_focus, strict=True)
        ]
        self._own_words = _own_words(reading)
        self._is_unfinished = reading.comes_back or _is_unfinished(participant)
        self._value_gain = _value_gains(bank, reading)
        self._themes = dict(reading.memory.leanings)
        self._themes |= {mention.theme: mention.strength for mention in reading.memory.themes}
        self._near_themes = _near_themes(
            bank, self._near_note, self._near_pledge, self._near_focus, self._near_purpose
        )
        self._focus = frozenset(reading.focus_themes)
        self._too_shallow = {
            (stage, depth): max(0, deepest(brief.format, brief.session_number, stage) - depth) / 2
            for stage in Stage
            for depth in (1, 2, 3)
        }
        self._tie_key = zlib.crc32(f"{brief.seed}|{participant.ref}|".encode())
        self._kinds, self._examples = bank.alike
        self._tag_worths: list[float | None] = [None] * len(self._examples)
        self._driver_cache: dict[frozenset[str], float] = {}
        self._theme_cache: dict[frozenset[str], tuple[float, float, float]] = {}

    def score(self, position: int) -> Fit:
        """The fit of one question of the bank."""
        parts = dict(zip(PARTS, self._parts(position), strict=True))
        return Fit(position, sum(parts.values()), parts)

    def _parts(self, position: int) -> tuple[float, ...]:
        """The parts in the order of `PARTS`."""
        question = self._bank.questions[position]
        policy = self._policy
        note_theme, theme, focus_theme = self._theme_parts(question.themes)
        return (
            policy.driver[question.stage] * self._driver_part(question.purposes)
            + policy.purpose_text * self._near_purpose[position],
            policy.note_text * self._near_note[position] + policy.note_theme * note_theme,
            policy.note_theme * theme,
            self._pledge_part(question, position),
            policy.focus * focus_theme + policy.focus_near * self._near_focus[position],
            policy.emphasis * self._near_emphasis[position],
            policy.experience * (question.audience is self._audience),
            -policy.depth * self._too_shallow[question.stage, question.depth],
            policy.own_words * (not self._own_words.isdisjoint(question.wordings)),
            self._leanings.get(position, 0.0),
            self._jitter(position),
        )

    def shortlist(self, positions: Sequence[int], n: int) -> list[Fit]:
        """The `n` best of the positions, best first; equal ones in the order of their ids.

        What is near to the person's words is looked at first; the search ends where the best tags among the
        questions could not make up for what is missing to the n-th best.
        """
        questions, near = self._bank.questions, self._near_at_most
        most_from_tags = max(self._tags(kind) for kind in {self._kinds[p] for p in positions})
        most_from_tags += self._policy.jitter
        nearest_first = sorted(positions, key=near.__getitem__, reverse=True)
        best: list[tuple[float, str, int]] = []
        for start in range(0, len(nearest_first), _BLOCK):
            if len(best) == n and near[nearest_first[start]] + most_from_tags < -best[-1][0]:
                break
            block = nearest_first[start : start + _BLOCK]
            best = heapq.nsmallest(n, [*best, *((-self._worth(p), questions[p].id, p) for p in block)])
        return [self.score(position) for _, _, position in best]

    def _worth(self, position: int) -> float:
        """The score without its parts, for when there are thousands."""
        return self._near_at_most[position] + self._tags(self._kinds[position]) + self._jitter(position)

    def _tags(self, kind: int) -> float:
        """What all questions of a kind have in common in the score."""
        known = self._tag_worths[kind]
        if known is None:
            known = self._tag_worths[kind] = self._tag_worth(self._examples[kind])
        return known

    def _tag_worth(self, question: Question) -> float:
        policy = self._policy
        note_theme, theme, focus_theme = self._theme_parts(question.themes)
        return (
            policy.driver[question.stage] * self._driver_part(question.purposes)
            + policy.note_theme * (note_theme + theme)
            + policy.focus * focus_theme
            + self._unfinished_part(question)
            + policy.experience * (question.audience is self._audience)
            - policy.depth * self._too_shallow[question.stage, question.depth]
            + policy.own_words * (not self._own_words.isdisjoint(question.wordings))
        )

    def _driver_part(self, purposes: frozenset[str]) -> float:
        if purposes not in self._driver_cache:
            gains = [self._value_gain.get(purpose, 0.0) for purpose in purposes]
            self._driver_cache[purposes] = max(gains, default=0.0)
        return self._driver_cache[purposes]

    def _theme_parts(self, themes: frozenset[str]) -> tuple[float, float, float]:
        """How far the notes are about the themes, what nearness adds to that, and whether one was named."""
        if themes not in self._theme_cache:
            read = max((self._themes.get(theme, 0.0) for theme in themes), default=0.0)
            named = not themes.isdisjoint(self._focus)
            self._theme_cache[themes] = (read, self._strength(themes, named=named) - read, float(named))
        return self._theme_cache[themes]

    def _strength(self, themes: frozenset[str], *, named: bool) -> float:
        """How much the strongest of the themes is on their mind; below 0 when nothing speaks for any."""
        strengths = [self._themes.get(theme, 0.0) + self._near_themes.get(theme, 0.0) for theme in themes]
        strongest = min(1.0, max(strengths, default=0.0))
        is_off = bool(themes) and not named and bool(self._themes or self._near_themes)
        return strongest - self._policy.off_theme * is_off * max(0.0, 1 - strongest / FAINT)

    def _pledge_part(self, question: Question, position: int) -> float:
        near = self._policy.pledge_text * self._near_pledge[position]
        return near + self._unfinished_part(question) + self._returning.get(position, 0.0)

    def _unfinished_part(self, question: Question) -> float:
        return 0.3 * self._policy.pledge_text * (self._is_unfinished and "pledge" in question.needs)

    def _jitter(self, position: int) -> float:
        """A fixed small number per seed, participant and question: settles ties, favours no order."""
        return self._policy.jitter * (zlib.crc32(self._bank.ids[position], self._tie_key) / 2**32)


def _is_unfinished(participant: ParticipantBrief) -> bool:
    """Whether something of the last pledge is still open, as far as was said."""
    pledge = participant.last_pledge
    return pledge is not None and pledge.outcome not in (Outcome.KEPT, Outcome.NOT_SAID)


def _returning(bank: QuestionBank, reading: ParticipantReading, policy: FitPolicy) -> dict[int, float]:
    """By position what it adds to a question about what stands in the way that the pledge came back."""
    if not reading.comes_back:
        return {}
    return {p: policy.comes_back for p, question in enumerate(bank.questions) if is_for_a_return(question.id)}


def _near_themes(
    bank: QuestionBank,
    note: Sequence[float],
    pledge: Sequence[float],
    focus: Sequence[float],
    purpose: Sequence[float],
) -> dict[str, float]:
    """By theme how much nearer its nearest questions are to somebody's words than those of the middle theme.

    Somebody who tells what happened seldom names the theme; the situations that questions are made for do.
    """
    by_theme: dict[str, list[float]] = {}
    for question, *near in zip(bank.questions, note, pledge, focus, purpose, strict=True):
        heard = near[0] + _HEARD_IN_PLEDGE * near[1] + near[2] + _HEARD_IN_PURPOSE * near[3]
        for theme in question.themes:
            by_theme.setdefault(theme, []).append(heard)
    means = {theme: sum(heapq.nlargest(N_NEAREST, near)) / N_NEAREST for theme, near in by_theme.items()}
    usual = sorted(means.values())[len(means) // 2] if means else 0.0
    return {theme: mean - usual for theme, mean in means.items() if mean > usual}


def _own_words(reading: ParticipantReading) -> frozenset[Slot]:
    """The slots that could be filled with words of this participant."""
    shared = [p for p in reading.memory.passages if p.visibility is Visibility.SHARED]
    there = {
        Slot.PLEDGE: reading.said_back is not None and reading.said_back.phrase is not None,
        Slot.QUOTE: any(passage.quote for passage in shared),
        Slot.PERSON: any(passage.people for passage in shared),
    }
    return frozenset(slot for slot, is_there in there.items() if is_there)


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
