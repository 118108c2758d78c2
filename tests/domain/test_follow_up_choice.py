"""Which follow-ups are offered: the hard rules, the order, and when nothing is said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.domain.follow_up_choice import SENTENCES, WHY, Silence, choose, tip_for
from nudge.domain.follow_up_fit import HEAVY, MOST_WORDS, MOVES_ON
from nudge.domain.follow_ups import (
    QUIET,
    AnswerReading,
    Asked,
    CoachAudience,
    Cue,
    CueFound,
    FollowUp,
    FollowUpSlot,
    Move,
    State,
    Tip,
)
from tests.app.world import bank

FOLLOW_UPS = bank().follow_ups
READING = AnswerReading(State.COMPLETE, {Cue.ABSOLUTE: CueFound(0.95)}, 12, openness=0.7)


def heard(*cues: Cue, **changes: object) -> AnswerReading:
    return replace(READING, cues={cue: CueFound(0.95) for cue in cues}, **changes)  # type: ignore[arg-type] # any field


def moves(reading: AnswerReading, **options: int) -> list[Move]:
    return [pick.follow_up.move for pick in choose(FOLLOW_UPS, reading, **options).picks]


strengths = st.dictionaries(st.sampled_from(list(Cue)), st.floats(0, 1).map(CueFound), max_size=8)
readings = st.builds(
    lambda cues, openness, phrase, feeling, n: AnswerReading(
        State.COMPLETE, cues, n, openness=openness, phrase=phrase, feeling=feeling
    ),
    strengths,
    st.floats(0, 1),
    st.sampled_from(["", "it's always the office", "one two three four five six seven eight nine ten"]),
    st.sampled_from(["", "tired"]),
    st.integers(1, 200),
)


@given(readings, st.integers(0, 30), st.integers(1, 3))
@settings(deadline=None)
def test_whatever_is_heard_the_promises_hold(reading: AnswerReading, done: int, limit: int) -> None:
    """At most so many, different moves, scores that fall, few words, and a reason when there is none."""
    choice = choose(FOLLOW_UPS, reading, sessions_done=done, limit=limit)
    offered = [pick.follow_up.move for pick in choice.picks]
    assert len(offered) <= limit
    assert len(set(offered)) == len(offered)
    scores = [pick.score for pick in choice.picks]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)
    assert bool(choice.picks) == (choice.silence is None)
    for pick in choice.picks:
        if pick.slot:
            template = pick.follow_up.wordings[pick.slot].replace("{{ " + pick.slot + " }}", "")
            assert len(template.split()) + len(pick.words.split()) <= MOST_WORDS
    if not reading.feeling:
        assert all(
            Cue.FEELING_NAMED not in p.follow_up.cues
            for p in choice.picks
            if p.follow_up.move == Move.FEELING
        )
    if reading.strength(Cue.SILENCE_AFTER_WEIGHT) >= HEAVY:
        assert MOVES_ON.isdisjoint(offered)


@given(readings)
@settings(deadline=None)
def test_the_same_reading_gives_the_same(reading: AnswerReading) -> None:
    """Nothing is left to chance."""
    assert choose(FOLLOW_UPS, reading) == choose(FOLLOW_UPS, reading)


@pytest.mark.parametrize(
    ("state", "silence"),
    [
        (State.UNFINISHED, Silence.MID_SENTENCE),
        (State.TOO_LITTLE, Silence.TOO_LITTLE),
        (State.OFF_TOPIC, Silence.OFF_TOPIC),
        (State.CLOSED, Silence.NOTHING_TO_ADD),
    ],
)
def test_some_answers_are_left_alone(state: State, silence: Silence) -> None:
    """With a reason and a sentence for each."""
    choice = choose(FOLLOW_UPS, replace(READING, state=state))
    assert (choice.picks, choice.silence) == ((), silence)
    assert SENTENCES[silence]


def test_nothing_clear_is_no_reason_to_speak() -> None:
    """Unless the speaker's own words about themselves can be given back."""
    assert choose(FOLLOW_UPS, heard()).silence is Silence.NOT_SURE
    picks = choose(FOLLOW_UPS, heard(phrase="I still redo it")).picks
    assert [(pick.follow_up.move, pick.words) for pick in picks] == [(Move.MIRROR, "I still redo it")]


def test_somebody_who_thinks_is_left_to_it() -> None:
    """Only silence is offered."""
    thinking = heard(Cue.HEDGE, Cue.DECISION_OPEN, state=State.THINKING)
    assert moves(thinking) == [Move.WAIT]


def test_a_feeling_is_only_taken_up_in_the_speakers_word() -> None:
    """And a feeling that was only ruled out is never named."""
    assert Move.FEELING not in moves(heard(Cue.FEELING_NAMED))
    picks = choose(FOLLOW_UPS, heard(Cue.FEELING_NAMED, feeling="tired")).picks
    feeling = next(pick for pick in picks if pick.follow_up.move is Move.FEELING)
    assert (feeling.slot, feeling.words) == (FollowUpSlot.FEELING, "tired")
    for pick in choose(FOLLOW_UPS, heard(Cue.FEELING_NEGATED)).picks:
        assert pick.slot is not FollowUpSlot.FEELING


def test_after_something_heavy_nothing_moves_on() -> None:
    """First comes what asks nothing."""
    offered = moves(heard(Cue.SILENCE_AFTER_WEIGHT, Cue.PLAN_NAMED, Cue.VALUE_NAMED, Cue.BLAME))
    assert offered[0] in QUIET
    assert MOVES_ON.isdisjoint(offered)


def test_what_was_asked_never_comes_again() -> None:
    """Neither the same nor what says nearly the same."""
    first = choose(FOLLOW_UPS, READING).picks[0].follow_up
    position = FOLLOW_UPS.index(first)
    again = replace(READING, asked=(Asked(first.id, first.move, ()),))
    near = [0.9 if n == position else 0.0 for n in range(len(FOLLOW_UPS))]
    for reading in (again, replace(READING, asked=(Asked(None, None, near),))):
        assert first not in [pick.follow_up for pick in choose(FOLLOW_UPS, reading).picks]


def test_a_short_answer_changes_the_move() -> None:
    """Never another one of the move that just brought little; story and silence first."""
    little = heard(Cue.SHORT, Cue.GENERAL, n_words=3, asked=(Asked(None, Move.CLARIFY, ()),))
    offered = moves(little)
    assert Move.CLARIFY not in offered
    assert offered[0] is Move.STORY
    assert Move.WAIT in offered


def test_three_have_one_that_asks_nothing_when_it_fits() -> None:
    """A stream of questions alone would make a conversation worse."""
    for cue in (Cue.ABSOLUTE, Cue.CONCRETE_STORY, Cue.VALUE_NAMED, Cue.PLAN_NAMED, Cue.GENERAL):
        offered = moves(heard(cue))
        assert len(offered) == 3, cue
        assert QUIET.intersection(offered), cue


def test_new_coaches_get_easy_ones() -> None:
    """Of two that fit alike the one that is written for them."""

    def one(name: str, coach: CoachAudience) -> FollowUp:
        return FollowUp(f"story.{name}", 1, Move.STORY, "Tell me about it.", coach, (Cue.ABSOLUTE,))

    both = [one("a", CoachAudience.EXPERIENCED), one("b", CoachAudience.NEW)]
    assert choose(both, READING, sessions_done=0).picks[0].follow_up.id == "story.b"
    assert choose(both, READING, sessions_done=9).picks[0].follow_up.id == "story.a"


def test_an_answer_after_which_it_must_not_come_excludes_it() -> None:
    """When that is the nearest one."""
    one = [FollowUp("story.a", 1, Move.STORY, "Tell me.", CoachAudience.ANY, (Cue.ABSOLUTE,))]
    assert choose(one, replace(READING, fits=(0.4,), not_after=(0.3,))).picks
    assert not choose(one, replace(READING, fits=(0.4,), not_after=(0.9,))).picks


def test_words_are_only_said_to_be_what_they_are() -> None:
    """A plan is given back in the words of a plan, or without words."""
    reading = heard(Cue.PLAN_NAMED, phrase="it was cold")
    assert all(pick.words != "it was cold" for pick in choose(FOLLOW_UPS, reading).picks)


def test_tips_fade() -> None:
    """What is always true is said in the first conversations; later one tip for a clear situation, or
    none."""
    always = replace(READING, situations=frozenset({"after_question"}))
    clear = replace(READING, situations=frozenset({"after_question", "asks_advice"}))
    assert tip_for(bank().tips, always, 0)
    assert not tip_for(bank().tips, always, 6)
    found = tip_for(bank().tips, clear, 1)
    assert found
    assert found.situations[0] == "asks_advice"
    assert tip_for([Tip("tip.a", 1, "Wait.", 0, 3, ("asks_advice",))], clear, 4) is None


def test_every_cue_has_a_reason_in_plain_words() -> None:
    """That is short enough for a glance, and names no cue by its code."""
    assert set(WHY) == set(Cue)
    assert all(len(why.split()) <= 10 and "_" not in why for why in WHY.values())
