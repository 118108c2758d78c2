"""Which follow-ups are offered, or why nothing is. Pure and deterministic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nudge.domain.follow_up_fit import GENTLE, HEAVY, SURE, Fit, fit_of, is_personal
from nudge.domain.follow_ups import QUIET, AnswerReading, Cue, FollowUp, FollowUpSlot, Move, State, Tip

MOST = 3
"""Suggestions at once. Source: the product's rules."""
THRESHOLD = 0.5
"""Score below which nothing is said. It belongs to the encoder all-MiniLM-L6-v2@53aa5117 and its cues.

Chosen: of the bank's answers after which something fits, read by models that saw none of the same follow-up,
97 % have a suggestion above it (`scripts/measure_follow_ups.py`); of 40 lines about the call, the weather or
nothing, 3 have one (`tests/data/follow_up_silence.txt`, which the rules were written with)."""
FIRST_AFTER_WEIGHT = (Move.WAIT, Move.MIRROR)
"""What comes first when something heavy was said."""


class Silence(StrEnum):
    """Why nothing is offered."""

    NOTHING_TO_ADD = "nothing_to_add"
    OFF_TOPIC = "off_topic"
    MID_SENTENCE = "mid_sentence"
    TOO_LITTLE = "too_little"
    NOT_SURE = "not_sure"


SENTENCES = {
    Silence.NOTHING_TO_ADD: "They have said what they wanted to say, or don't want to go on with it.",
    Silence.OFF_TOPIC: "This is about the call or the question, and not an answer yet.",
    Silence.MID_SENTENCE: "They are in the middle of a sentence.",
    Silence.TOO_LITTLE: "There is too little yet to say anything about.",
    Silence.NOT_SURE: "Nothing fits well enough to be worth a glance.",
}
_OF_STATE = {
    State.UNFINISHED: Silence.MID_SENTENCE,
    State.TOO_LITTLE: Silence.TOO_LITTLE,
    State.OFF_TOPIC: Silence.OFF_TOPIC,
    State.CLOSED: Silence.NOTHING_TO_ADD,
}

WHY = {
    Cue.ABSOLUTE: "they said “always”, “never” or the like",
    Cue.HEDGE: "they are feeling their way",
    Cue.TURNING_WORD: "something turned in what they said",
    Cue.FEELING_NAMED: "a feeling they named",
    Cue.FEELING_NEGATED: "a feeling they ruled out",
    Cue.PERSON_CENTRAL: "somebody they keep coming back to",
    Cue.DECISION_OPEN: "a decision they haven't taken",
    Cue.REPEATED: "something they said twice",
    Cue.HOLLOW: "it stayed on the surface",
    Cue.SHORT: "they said little",
    Cue.SUCCESS_PASSED_OVER: "something that went well, passed over",
    Cue.BLAME: "it is all about others",
    Cue.SELF_BLAME: "they are hard on themselves",
    Cue.ASKS_ADVICE: "they ask what you would do",
    Cue.GENERAL: "it stayed general",
    Cue.CONCRETE_STORY: "a moment they described",
    Cue.OBSTACLE_NAMED: "something in the way",
    Cue.VALUE_NAMED: "something that matters to them",
    Cue.PLAN_NAMED: "something they mean to do",
    Cue.CONTRADICTION: "two sides of it",
    Cue.SILENCE_AFTER_WEIGHT: "something heavy was said",
    Cue.JOKE_DEFLECTION: "a joke in place of an answer",
    Cue.JARGON: "a word that could mean much",
    Cue.LONG_WINDING: "many things at once",
    Cue.OTHER_ABSENT: "the others' side isn't in it yet",
    Cue.OWN_PART_ABSENT: "their own part isn't in it yet",
}
"""Why a follow-up is offered, in plain words, for the coach."""
OWN_WORDS = "their own words"


@dataclass(frozen=True, slots=True)
class Pick:
    """A follow-up to be offered, with the slot to be filled and its words."""

    follow_up: FollowUp
    score: float
    why: str
    slot: FollowUpSlot | None
    words: str


@dataclass(frozen=True, slots=True)
class Choice:
    """What is offered; when it is nothing, why."""

    picks: tuple[Pick, ...]
    silence: Silence | None


def choose(
    follow_ups: Sequence[FollowUp],
    reading: AnswerReading,
    *,
    sessions_done: int = 0,
    limit: int = MOST,
    threshold: float = THRESHOLD,
) -> Choice:
    """At most `limit` follow-ups of different moves, the best first; one that asks nothing among three if
    it fits.

    Args:
        sessions_done: conversations that the coach has had.
    """
    if reading.state in _OF_STATE:
        return Choice((), _OF_STATE[reading.state])
    fits = (
        fit_of(follow_up, n, reading, sessions_done)
        for n, follow_up in enumerate(follow_ups)
        if reading.state is not State.THINKING or follow_up.move is Move.WAIT
    )
    ranked = sorted(
        (fit for fit in fits if fit),
        key=lambda fit: (-_worth(fit, _move(follow_ups, fit)), fit.position),
    )
    good = [fit for fit in ranked if fit.score >= threshold]
    good = good or _plain_mirror(follow_ups, ranked, reading, threshold)
    best = _best_of_moves(follow_ups, good)
    chosen = _ordered(best, reading)[: max(0, min(limit, MOST))]
    quiet = next((fit for move, fit in best.items() if move in QUIET), None)
    if len(chosen) == MOST and quiet and not any(_move(follow_ups, fit) in QUIET for fit in chosen):
        chosen[-1] = quiet
    picks = tuple(_pick(follow_ups[fit.position], fit) for fit in _falling(chosen))
    return Choice(picks, None if picks else Silence.NOT_SURE)


PREFERRED = {
    Move.MIRROR: 1.6,
    Move.WAIT: 0.9,
    Move.DEEPEN: 0.65,
    Move.VALUES: 0.5,
    Move.STORY: -1.15,
    Move.NEXT_STEP: -1.5,
    Move.CLARIFY: -2.6,
}
"""What comes first among what fits, in log-odds by move. In rated sessions good helpers mirror three times as
often as poor ones. Chosen: on the answers of the first writer of models/follow_ups (first suggestion good .44
without, .84 with); the second writer's, which nobody tuned on, are what the card reports."""


def _worth(fit: Fit, move: Move) -> float:
    """How early it should come: its log-odds, and what is preferred."""
    score = min(max(fit.score, 1e-6), 1 - 1e-6)
    return math.log(score / (1 - score)) + PREFERRED.get(move, 0.0)


ENOUGH_WORDS = 6
"""Words of an answer from which the speaker's own can be given back though no cue is clear."""


_PLAIN = GENTLE | {Cue.SILENCE_AFTER_WEIGHT}


def _plain_mirror(
    follow_ups: Sequence[FollowUp], ranked: Sequence[Fit], reading: AnswerReading, threshold: float
) -> list[Fit]:
    """The best mirror of words about themselves, when nothing else is clear: that is never wrong, and no
    more."""
    plain = (
        replace(fit, score=threshold)
        for fit in ranked
        if _move(follow_ups, fit) is Move.MIRROR
        and fit.slot is FollowUpSlot.PHRASE
        and _PLAIN.issuperset(follow_ups[fit.position].cues)
        and is_personal(fit.words)
    )
    return list(plain)[:1] if reading.n_words >= ENOUGH_WORDS else []


def _falling(chosen: Sequence[Fit]) -> list[Fit]:
    """The same with scores that fall: what was put first for another reason is as good as what it
    precedes."""
    return [replace(fit, score=max(later.score for later in chosen[n:])) for n, fit in enumerate(chosen)]


def _best_of_moves(follow_ups: Sequence[FollowUp], good: Sequence[Fit]) -> dict[Move, Fit]:
    """The best follow-up of each move, in the order of their scores."""
    best: dict[Move, Fit] = {}
    for fit in good:
        best.setdefault(_move(follow_ups, fit), fit)
    return best


def _ordered(best: dict[Move, Fit], reading: AnswerReading) -> list[Fit]:
    """By score, but what asks nothing first when something heavy was said, and after little a change of
    move."""
    first: tuple[Move, ...] = ()
    if reading.strength(Cue.SILENCE_AFTER_WEIGHT) >= HEAVY:
        first = FIRST_AFTER_WEIGHT
    elif (
        any(one.move for one in reading.asked)
        and max(reading.strength(Cue.SHORT), reading.strength(Cue.HOLLOW)) >= SURE
    ):
        first = (Move.STORY, Move.WAIT)
    moves = sorted(best, key=lambda move: first.index(move) if move in first else len(first))
    return [best[move] for move in moves]


def _move(follow_ups: Sequence[FollowUp], fit: Fit) -> Move:
    return follow_ups[fit.position].move


def _pick(follow_up: FollowUp, fit: Fit) -> Pick:
    is_own = fit.slot is FollowUpSlot.PHRASE and follow_up.move is Move.MIRROR and fit.cue is not Cue.REPEATED
    return Pick(follow_up, round(fit.score, 4), OWN_WORDS if is_own else WHY[fit.cue], fit.slot, fit.words)


def tip_for(tips: Sequence[Tip], reading: AnswerReading, sessions_done: int) -> Tip | None:
    """At most one tip, about a situation that is clear, for coaches of so many conversations.

    They fade: what is always true is only said in the first conversations, and later there is one for few
    situations. Coaches of different numbers of conversations see different ones.
    """
    always = frozenset() if sessions_done < BEGINNER else ALWAYS
    fitting = [
        tip
        for tip in tips
        if tip.situations[0] in reading.situations - always
        and tip.first <= sessions_done
        and (tip.last is None or sessions_done <= tip.last)
    ]
    if not fitting:
        return None
    most = max(_rank(tip, reading) for tip in fitting)
    same = [tip for tip in fitting if _rank(tip, reading) == most]
    return same[(sessions_done + reading.n_words // TIP_TURNS) % len(same)]


BEGINNER = 2
"""Conversations until which a coach is told what is always true."""
ALWAYS = frozenset({"after_question", "before_next_question"})
"""Situations that every answer is in."""
TIP_TURNS = 40
"""Words of an answer after which another tip may come: the same one stays while a sentence grows."""


def _rank(tip: Tip, reading: AnswerReading) -> tuple[bool, int, bool]:
    """What is special about this answer first, then what fits in more ways, then what will not be said
    later."""
    n = len(reading.situations.intersection(tip.situations))
    return tip.situations[0] not in ALWAYS, n, tip.last is not None
