from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.seats import Side
from nudge.web.conversation.turns import HOUR, LONGEST_TURN, ONE_TURN, Turns, turns_from

sides = st.sampled_from(Side)
BEGAN = 1_800_000_000


@given(st.lists(st.tuples(sides, st.booleans(), st.integers(0, ONE_TURN)), max_size=12))
def test_time_is_counted_once_and_only_while_the_clock_runs(
    steps: list[tuple[Side, bool, int]],
) -> None:
    """Whatever the order of turns and pauses, both sides together are the time that it ran."""
    turns, now, ran = Turns().begun(BEGAN), BEGAN, 0
    running = False
    for side, runs, seconds in steps:
        turns = turns_from(turns.turned(side, now, running=runs).kept())
        running = runs
        now += seconds
        ran += seconds * running
        if (turns.at(now).turn if running else 0) >= LONGEST_TURN:
            return
    times = turns.at(now)
    assert times.spoken + times.listened == ran
    assert times.left == max(0, BEGAN + HOUR - now)


@given(st.text(max_size=60))
def test_odd_cookies_are_a_new_clock(kept: str) -> None:
    assert turns_from(kept).kept() or turns_from(kept) == Turns()


def test_a_page_left_open_doesnt_count_for_ever() -> None:
    turns = Turns().begun(BEGAN).turned(Side.SPEAKER, BEGAN)
    assert turns.at(BEGAN + 10 * HOUR).spoken == LONGEST_TURN
    assert turns.at(BEGAN - 100).spoken == 0


def test_cues() -> None:
    turns = Turns().begun(BEGAN).turned(Side.COACH, BEGAN + 60)
    assert not turns.at(BEGAN + 60 + 299).is_turn_over
    assert turns.at(BEGAN + 60 + 300).is_turn_over
    assert not turns.at(BEGAN + 49 * 60).is_pledge_time
    assert turns.at(BEGAN + 50 * 60).is_pledge_time
    assert not Turns().at(BEGAN).is_pledge_time
