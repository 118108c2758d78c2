"""The situations that tips are for, as they show in an answer."""

from __future__ import annotations

from collections.abc import Iterator

from nudge.domain.follow_ups import Cue, CueFound, State

CLEAR = 0.7
"""Strength from which a cue makes a situation. Chosen: a tip is worth less than a follow-up, so rather
none."""

_OF_CUE = {
    Cue.SHORT: "short_answers",
    Cue.HOLLOW: "short_answers",
    Cue.SILENCE_AFTER_WEIGHT: "strong_feeling",
    Cue.FEELING_NAMED: "strong_feeling",
    Cue.ASKS_ADVICE: "asks_advice",
    Cue.JOKE_DEFLECTION: "laughing_it_off",
    Cue.REPEATED: "same_ground",
    Cue.SUCCESS_PASSED_OVER: "success",
    Cue.BLAME: "conflict_with_third",
    Cue.DECISION_OPEN: "decision",
    Cue.LONG_WINDING: "jumping_topics",
}
LONG_STORY = 40
"""Words from which a story runs."""


def situations_of(state: State, cues: dict[Cue, CueFound], n_words: int, n_asked: int) -> Iterator[str]:
    """The situations that are clear, besides where in a conversation this is."""
    if state is State.OFF_TOPIC:
        yield "remote_call"
        return
    if state is State.TOO_LITTLE:
        yield "long_silence"
        return
    for cue, situation in _OF_CUE.items():
        if cue in cues and cues[cue].strength >= CLEAR:
            yield situation
    story = cues.get(Cue.CONCRETE_STORY)
    if story and story.strength >= CLEAR and n_words >= LONG_STORY:
        yield "story_running"
    yield "before_next_question" if n_asked else "after_question"
