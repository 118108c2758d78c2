"""Follow-ups and tips: what can be offered to a coach, and what is heard in an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nudge.domain.specificity import Span


class Move(StrEnum):
    """The kind of a follow-up. Mirrors and silence are offered as readily as questions."""

    CLARIFY = "clarify"
    DEEPEN = "deepen"
    STORY = "story"
    FEELING = "feeling"
    OTHER_VIEW = "other_view"
    OBSTACLE = "obstacle"
    STRENGTH = "strength"
    VALUES = "values"
    NEXT_STEP = "next_step"
    MIRROR = "mirror"
    WAIT = "wait"


QUIET = frozenset({Move.MIRROR, Move.WAIT})
"""Moves that ask nothing."""


class Cue(StrEnum):
    """What in an answer tells which move helps; a closed list, used by the bank and by the reader."""

    ABSOLUTE = "absolute"
    HEDGE = "hedge"
    TURNING_WORD = "turning_word"
    FEELING_NAMED = "feeling_named"
    FEELING_NEGATED = "feeling_negated"
    PERSON_CENTRAL = "person_central"
    DECISION_OPEN = "decision_open"
    REPEATED = "repeated"
    HOLLOW = "hollow"
    SHORT = "short"
    SUCCESS_PASSED_OVER = "success_passed_over"
    BLAME = "blame"
    SELF_BLAME = "self_blame"
    ASKS_ADVICE = "asks_advice"
    GENERAL = "general"
    CONCRETE_STORY = "concrete_story"
    OBSTACLE_NAMED = "obstacle_named"
    VALUE_NAMED = "value_named"
    PLAN_NAMED = "plan_named"
    CONTRADICTION = "contradiction"
    SILENCE_AFTER_WEIGHT = "silence_after_weight"
    JOKE_DEFLECTION = "joke_deflection"
    JARGON = "jargon"
    LONG_WINDING = "long_winding"
    OTHER_ABSENT = "other_absent"
    OWN_PART_ABSENT = "own_part_absent"


class State(StrEnum):
    """What sort of thing has been said so far."""

    COMPLETE = "complete"
    THINKING = "thinking"
    UNFINISHED = "unfinished"
    TOO_LITTLE = "too_little"
    OFF_TOPIC = "off_topic"
    CLOSED = "closed"


class FollowUpSlot(StrEnum):
    """What a wording may take from the answer: words as they are, a feeling's word, somebody mentioned."""

    PHRASE = "phrase"
    FEELING = "feeling"
    PERSON = "person"


class CoachAudience(StrEnum):
    """For whom a follow-up is easy enough."""

    NEW = "new"
    ANY = "any"
    EXPERIENCED = "experienced"


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One curated follow-up.

    Attributes:
        id: stable, `move.slug`; never reused.
        text: good by itself, without any slot.
        cues: what must be heard for it, one at least.
        fits, not_after: answers after which it helps, and after which it must not come; never shown.
        wordings: by slot, a Jinja2 template for when that slot is there.
    """

    id: str
    version: int
    move: Move
    text: str
    coach: CoachAudience
    cues: tuple[Cue, ...]
    fits: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    wordings: Mapping[FollowUpSlot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tip:
    """One sentence about listening now, for coaches with `first` to `last` conversations; None has no end.

    Of `situations` the first one is what it is about.
    """

    id: str
    version: int
    text: str
    first: int
    last: int | None
    situations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueFound:
    """How clearly a cue is heard, in [0, 1], and the words of it where there are any."""

    strength: float
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked already: which follow-up it was, where it is one, its move, and how near each is to it.

    Attributes:
        nearness: cosine to the text of each follow-up of the bank, by position.
    """

    follow_up: str | None
    move: Move | None
    nearness: Sequence[float]


@dataclass(frozen=True, slots=True)
class AnswerReading:
    """What is heard in an answer.

    Attributes:
        cues: the ones that are heard at all.
        n_words: of the whole answer.
        openness: how much the answer leaves to ask about, in [0, 1]: what is heavy or finished leaves little.
        is_personal: whether the speaker is in it at all, as I, me, my or we.
        phrase: words of the speaker to give back, as they are; "" where none read right.
        phrases: the words of single cues, for wordings that say what they are.
        person: somebody mentioned, in second person: "Priya", "your director".
        feeling: the speaker's own word for their own feeling.
        fits, not_after: by follow-up of the bank, the cosine to the nearest of its own examples.
        situations: of the tips, those that fit.
        degraded: why it was read by rules alone; None when the models did it.
    """

    state: State
    cues: Mapping[Cue, CueFound]
    n_words: int
    fits: Sequence[float] = ()
    not_after: Sequence[float] = ()
    asked: tuple[Asked, ...] = ()
    openness: float = 0.5
    is_personal: bool = True
    phrase: str = ""
    phrases: Mapping[Cue, str] = field(default_factory=dict)
    person: str = ""
    feeling: str = ""
    situations: frozenset[str] = frozenset()
    degraded: str | None = None

    def strength(self, cue: Cue) -> float:
        """How clearly it is heard; 0 when it isn't."""
        found = self.cues.get(cue)
        return found.strength if found else 0.0
