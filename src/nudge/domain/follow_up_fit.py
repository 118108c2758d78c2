"""How well one follow-up fits an answer, and when it must not come at all. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from nudge.domain.follow_ups import QUIET, AnswerReading, CoachAudience, Cue, FollowUp, FollowUpSlot, Move

MEAN_WEIGHT, LEAST_WEIGHT, MOST_WEIGHT = 0.46, 0.25, 0.68
"""Of the cues that it is for, in log-odds: their mean, the weakest, the strongest.

Chosen: logistic regression of the bank's `fits` against `not_after` and against `fits` of follow-ups for
other cues, with cues heard by models that saw none of the same follow-up: area .85 and .95 on follow-ups
left out."""
NEARNESS_WEIGHT = 0.5
"""Per unit of cosine by which its `fits` are nearer than its `not_after`. Chosen: small, as it is what the
answer is about rather than what it needs; alone it tells fits from not_after hardly better than chance
(.61)."""
OPENNESS_WEIGHT = 0.3
"""Of the log-odds that an answer leaves something to ask; not for moves that ask nothing."""
SLOT_BONUS = 0.35
"""For a wording with the speaker's own words. Chosen: mirrored words are what separates rated good
helping."""
PERSONAL_BONUS = 0.7
"""For a mirror of words in which the speaker speaks of themselves. Chosen: by reading, as above."""
NAMELESS = -0.8
"""For a wording about somebody who could be named, when nobody knows by which name."""
IMPERSONAL = -0.6
"""For an answer that the speaker isn't in. Chosen: agendas and weather fall below the threshold, and of the
bank's answers after which something fits one in ten is so."""
EASY_BONUS = 0.3
"""For what is written for new coaches, in their first conversations, and for what isn't, later."""
START = -0.8
"""Chosen: with the weights above."""
LEANINGS = {
    Move.MIRROR: 0.4,
    Move.WAIT: 0.1,
    Move.FEELING: 0.5,
    Move.STORY: 0.15,
    Move.DEEPEN: 0.15,
    Move.CLARIFY: 0.1,
    Move.STRENGTH: -0.5,
}
"""Of moves, whatever was said. Chosen: for mirrors with the weights above (.4), as they are offered as
readily as questions; the others by reading what came for 60 answers: asking for strengths reads wrong after
most."""
FEW = 6
"""Words up to which an answer needn't say whose it is: keywords don't."""
NEW_UNTIL = 3
"""Conversations until which a coach is new."""

HEAVY = 0.62
"""Strength of `silence_after_weight` from which nothing that moves on may come."""
SURE = 0.5
"""Strength that cues need which a wording takes for granted."""
PERHAPS = 0.25
"""Strength that each of them needs, when a wording is for several."""
GENTLE = frozenset({Cue.GENERAL, Cue.CONCRETE_STORY, Cue.REPEATED, Cue.ABSOLUTE, Cue.VALUE_NAMED, Cue.HEDGE})
"""Cues of mirrors and silence that do no harm after something heavy."""
NEAR_REPEAT = 0.62
"""Cosine between texts of follow-ups from which the second one sounds like the first. Chosen: by reading the
pairs of the bank, 100 of 43,071 are above it; rather one too many, as the bank has others."""
MUST_NOT = 0.5
"""Cosine to an answer after which it must not come that excludes it, when that is the nearer one."""

MOVES_ON = frozenset({Move.NEXT_STEP, Move.OBSTACLE, Move.STRENGTH, Move.VALUES})
"""Never right after something heavy."""
TAKEN_FOR_GRANTED = frozenset(
    {
        Cue.FEELING_NAMED,
        Cue.FEELING_NEGATED,
        Cue.PERSON_CENTRAL,
        Cue.DECISION_OPEN,
        Cue.REPEATED,
        Cue.JOKE_DEFLECTION,
        Cue.CONTRADICTION,
        Cue.SUCCESS_PASSED_OVER,
        Cue.ASKS_ADVICE,
        Cue.SELF_BLAME,
        Cue.PLAN_NAMED,
        Cue.OBSTACLE_NAMED,
        Cue.LONG_WINDING,
        Cue.TURNING_WORD,
    }
)
"""Cues that wordings speak of: one that isn't heard makes the wording wrong, whatever else is."""
SPOKEN_OF = TAKEN_FOR_GRANTED | {Cue.VALUE_NAMED, Cue.ABSOLUTE, Cue.JARGON, Cue.BLAME}
"""Cues whose own words a wording with a phrase needs; for others any words of the speaker do."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a follow-up fits: a score in [0, 1], and the slot that is filled with which words."""

    position: int
    score: float
    cue: Cue
    slot: FollowUpSlot | None = None
    words: str = ""


def fit_of(follow_up: FollowUp, position: int, reading: AnswerReading, sessions_done: int) -> Fit | None:
    """How well it fits, or None when it must not come."""
    if must_not_come(follow_up, position, reading):
        return None
    slot, words = filled(follow_up, reading)
    total = START + evidence(follow_up, reading) + NEARNESS_WEIGHT * _nearer(position, reading)
    total += SLOT_BONUS * (slot is not None) + EASY_BONUS * _ease(follow_up.coach, sessions_done)
    total += PERSONAL_BONUS * (
        slot is FollowUpSlot.PHRASE and follow_up.move is Move.MIRROR and is_personal(words)
    )
    total += IMPERSONAL * (not reading.is_personal and reading.n_words >= FEW)
    total += NAMELESS * (slot is None and FollowUpSlot.PERSON in follow_up.wordings)
    total += LEANINGS.get(follow_up.move, 0.0)
    if follow_up.move not in QUIET:
        total += OPENNESS_WEIGHT * log_odds(reading.openness)
    cue = max(follow_up.cues, key=reading.strength)
    return Fit(position, 1 / (1 + math.exp(-total)), cue, slot, words)


def evidence(follow_up: FollowUp, reading: AnswerReading) -> float:
    """How clearly the cues are heard that it is for, in weighted log-odds."""
    heard = [log_odds(reading.strength(cue)) for cue in follow_up.cues]
    return MEAN_WEIGHT * sum(heard) / len(heard) + LEAST_WEIGHT * min(heard) + MOST_WEIGHT * max(heard)


@lru_cache(maxsize=4096)
def log_odds(probability: float) -> float:
    """Log-odds within [-3, 3].

    >>> log_odds(0.5), log_odds(0.0)
    (0.0, -3.0)
    """
    inside = min(max(probability, 1e-6), 1 - 1e-6)
    return max(-3.0, min(3.0, math.log(inside / (1 - inside))))


def must_not_come(follow_up: FollowUp, position: int, reading: AnswerReading) -> bool:
    """The hard rules: what is never offered, however well it fits otherwise."""
    move = follow_up.move
    if move is Move.FEELING and not _feeling_fits(follow_up, reading):
        return True
    if not _is_true(follow_up, reading) or (_is_heavy(reading) and not _bears(follow_up)):
        return True
    if _is_asked(follow_up, position, reading) or _is_another_try(move, reading):
        return True
    return bool(reading.not_after) and (
        reading.not_after[position] >= MUST_NOT and reading.not_after[position] > reading.fits[position]
    )


def _feeling_fits(follow_up: FollowUp, reading: AnswerReading) -> bool:
    """Only a feeling that the speaker named; where one was only ruled out, only what asks for the right
    word."""
    if Cue.FEELING_NAMED in follow_up.cues or FollowUpSlot.FEELING in follow_up.wordings:
        return bool(reading.feeling)
    return not reading.feeling and Cue.FEELING_NEGATED in follow_up.cues


def _is_true(follow_up: FollowUp, reading: AnswerReading) -> bool:
    """Whether what a wording takes for granted is so: one cue for sure, and none that isn't there."""
    granted = [reading.strength(cue) for cue in follow_up.cues if cue in TAKEN_FOR_GRANTED]
    return not granted or (max(granted) >= SURE and min(granted) >= PERHAPS)


def _is_heavy(reading: AnswerReading) -> bool:
    return reading.strength(Cue.SILENCE_AFTER_WEIGHT) >= HEAVY


def _bears(follow_up: FollowUp) -> bool:
    """Whether it may come right after something heavy: nothing that moves on, judges or jokes."""
    if follow_up.move in MOVES_ON:
        return False
    cues = set(follow_up.cues)
    meant_for_it = bool(cues & {Cue.SILENCE_AFTER_WEIGHT, Cue.FEELING_NAMED})
    return meant_for_it or (follow_up.move in QUIET and cues <= GENTLE)


def _is_asked(follow_up: FollowUp, position: int, reading: AnswerReading) -> bool:
    return any(
        asked.follow_up == follow_up.id or (asked.nearness and asked.nearness[position] >= NEAR_REPEAT)
        for asked in reading.asked
    )


def _is_another_try(move: Move, reading: AnswerReading) -> bool:
    """Whether it asks once more in the way that just brought a short or a hollow answer."""
    if not reading.asked or move in QUIET:
        return False
    brought_little = max(reading.strength(Cue.SHORT), reading.strength(Cue.HOLLOW)) >= SURE
    return brought_little and reading.asked[-1].move is move


def filled(follow_up: FollowUp, reading: AnswerReading) -> tuple[FollowUpSlot | None, str]:
    """The slot of a wording for which there are words, and these; none when all would be too long to say."""
    for slot, template in follow_up.wordings.items():
        words = _words(slot, follow_up, reading)
        n_words = len(template.replace("{{ " + slot + " }}", "").split()) + len(words.split())
        if words and n_words <= MOST_WORDS:
            return slot, words
    return None, ""


MOST_WORDS = 14
"""Words of what a coach says at once. Source: the editorial guide of the bank."""


def _words(slot: FollowUpSlot, follow_up: FollowUp, reading: AnswerReading) -> str:
    match slot:
        case FollowUpSlot.FEELING:
            return reading.feeling
        case FollowUpSlot.PERSON:
            return reading.person
    spoken_of = [cue for cue in follow_up.cues if cue in SPOKEN_OF]
    if spoken_of:
        return next((reading.phrases[cue] for cue in spoken_of if cue in reading.phrases), "")
    return reading.phrase


def is_personal(words: str) -> bool:
    """Whether the speaker speaks of themselves in these words."""
    return not _FIRST.isdisjoint(words.lower().replace("’", "'").replace("'", " ").split())


_FIRST = frozenset({"i", "me", "my", "myself", "mine"})


def _nearer(position: int, reading: AnswerReading) -> float:
    return reading.fits[position] - reading.not_after[position] if reading.fits else 0.0


def _ease(coach: CoachAudience, sessions_done: int) -> float:
    """Whether it is for a coach of so many conversations: 1 written for them, 0 for anybody, -1 for
    others."""
    if coach is CoachAudience.ANY:
        return 0.0
    return 1.0 if (coach is CoachAudience.NEW) == (sessions_done < NEW_UNTIL) else -1.0
