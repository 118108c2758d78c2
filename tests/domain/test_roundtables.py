"""Agendas of roundtables: who does what when, and what becomes of it when a table begins late."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.errors import Invalid
from nudge.domain.roundtable_agendas import LONGEST_TURN, SEATS, Agenda, agenda_of, turn_order
from nudge.domain.roundtable_times import AT_LEAST, least_minutes, shortened
from nudge.domain.roundtables import MINUTES, Cue, Module, Section, SectionKind

PEOPLE = ("ana", "ben", "cem", "dee", "eli", "fay")
LENGTHS = (10, 8, 26, 12, 18, 16)
ROUNDS = (8, 0, 23, 0, 15, 11)
N_PARAGRAPHS = (0, 3, 0, 4, 0, 0)


def make_section(kind: SectionKind, minutes: int, round: int, n_paragraphs: int) -> Section:
    return Section(
        kind=kind,
        title=kind.title(),
        minutes=minutes,
        does="Speak in turn.",
        reading=tuple(f"Paragraph {n}." for n in range(n_paragraphs)),
        round=round,
        cues=(Cue("the end comes.", left=2), Cue("Half.", at=minutes // 2)),
    )


MODULE = Module(
    "testing",
    1,
    "Testing",
    ("delegation",),
    "Testers.",
    "To test.",
    tuple(map(make_section, SectionKind, LENGTHS, ROUNDS, N_PARAGRAPHS)),
)
NUMBERS = st.sampled_from(SEATS)
SEEDS = st.integers(0, 2**53 - 1)
LEFT = st.integers(least_minutes(MODULE.sections), MINUTES)


def planned(n: int = 6, *, seed: int = 0, minutes: int = MINUTES) -> Agenda:
    return agenda_of(MODULE, PEOPLE[:n], seed=seed, minutes=minutes)


@given(NUMBERS, SEEDS, LEFT)
def test_sections_follow_each_other_to_the_last_minute(n: int, seed: int, minutes: int) -> None:
    """No gap, no overlap, and the end is when it was said to be."""
    sections = planned(n, seed=seed, minutes=minutes).sections
    assert [one.section.kind for one in sections] == list(SectionKind)
    ends = [one.starts + one.minutes for one in sections]
    assert [one.starts for one in sections] == [0, *ends[:-1]]
    assert ends[-1] == minutes


@given(NUMBERS, SEEDS, LEFT)
def test_everybody_speaks_once_and_whoever_keeps_time_last(n: int, seed: int, minutes: int) -> None:
    """The turns fit into their section; a small table isn't made to fill the time."""
    for one in planned(n, seed=seed, minutes=minutes).sections:
        if one.round:
            assert sorted(one.round.order) == sorted(PEOPLE[:n])
            assert one.round.order[-1] == one.timekeeper
            assert 0 < one.round.seconds_each <= LONGEST_TURN
            spoken = one.round.seconds_each * n + one.round.spare
            assert spoken <= 60 * one.minutes
            assert one.round.spare >= 0


@given(NUMBERS, SEEDS)
def test_reading_and_keeping_time_go_round(n: int, seed: int) -> None:
    """Everybody has a share, nobody reads while keeping time, or twice running."""
    sections = planned(n, seed=seed).sections
    kept = Counter(one.timekeeper for one in sections)
    assert max(kept.values()) - min(kept.values()) <= 1
    assert len(kept) == n
    read = Counter(paragraph.reader for one in sections for paragraph in one.reading)
    assert max(read.values()) <= (4 if n == 3 else 2)
    assert len(read) == n
    for one in sections:
        assert one.timekeeper not in {paragraph.reader for paragraph in one.reading}
        assert all(a.reader != b.reader for a, b in pairwise(one.reading))


def test_the_order_is_drawn_by_the_seed_alone() -> None:
    """Who is named first has no part in it."""
    assert planned(seed=3) == agenda_of(MODULE, tuple(reversed(PEOPLE)), seed=3)
    assert len({turn_order(PEOPLE, seed) for seed in range(20)}) > 10


def test_for_six_the_turns_are_these() -> None:
    """Multiples of a quarter of a minute."""
    turns = [one.round.seconds_each for one in planned().sections if one.round]
    assert turns == [75, 225, 150, 105]


@given(LEFT)
def test_a_shorter_table_takes_from_all_and_leaves_each_enough(minutes: int) -> None:
    lengths = shortened(MODULE.sections, minutes)
    assert sum(lengths) == minutes
    for kind, length, wanted in zip(SectionKind, lengths, LENGTHS, strict=True):
        assert AT_LEAST[kind] <= length <= wanted


@given(st.sampled_from(SectionKind), st.integers(0, 120))
def test_the_rest_is_planned_or_refused(starting_with: SectionKind, minutes: int) -> None:
    """Where it is too little, the error says how much it takes."""
    at_least = least_minutes(MODULE.sections, starting_with)
    if minutes < at_least:
        with pytest.raises(Invalid) as refused:
            shortened(MODULE.sections, minutes, starting_with)
        assert refused.value.code == "minutes-too-few"
        assert refused.value.facts["at_least"] == at_least
        return
    lengths = shortened(MODULE.sections, minutes, starting_with)
    rest = LENGTHS[list(SectionKind).index(starting_with) :]
    assert sum(lengths) == min(minutes, sum(rest))
    assert len(lengths) == len(rest)


@pytest.mark.parametrize(
    ("minutes", "lengths"),
    [
        (90, [10, 8, 26, 12, 18, 16]),
        (80, [9, 7, 23, 11, 16, 14]),
        (60, [7, 5, 17, 8, 12, 11]),
        (53, [6, 5, 15, 5, 12, 10]),
    ],
)
def test_late_by_so_much(minutes: int, lengths: list[int]) -> None:
    assert shortened(MODULE.sections, minutes) == lengths


def test_the_rest_of_a_table_leaves_everybody_their_part() -> None:
    """Who keeps time and who reads doesn't change because the first half took too long."""
    whole = planned(5, seed=9)
    rest = agenda_of(MODULE, PEOPLE[:5], seed=9, minutes=40, starting_with=SectionKind.CONCEPT)
    assert (rest.sections[0].starts, rest.minutes) == (0, 40)
    for one, before in zip(rest.sections, whole.sections[3:], strict=True):
        assert (one.timekeeper, one.reading) == (before.timekeeper, before.reading)
        assert (one.round is None) == (before.round is None)
        assert one.minutes < before.minutes


def test_two_minutes_left_are_two_minutes_however_short_it_gets() -> None:
    """Cues from the end keep their distance, the others go with the section; none comes outside."""
    for minutes in (MINUTES, 60):
        for one in planned(minutes=minutes).sections:
            half, last = one.cues
            assert one.starts < half.minute < last.minute
            assert (last.minute, last.text) == (
                one.starts + one.minutes - 2,
                "Two minutes left: the end comes.",
            )


def test_a_cue_without_a_place_is_left_out() -> None:
    long = replace(MODULE.sections[0], cues=(Cue("five.", left=5), Cue("late.", at=10)))
    module = replace(MODULE, sections=(long, *MODULE.sections[1:]))
    [cue] = agenda_of(module, PEOPLE, minutes=60).sections[0].cues
    assert (cue.minute, cue.text) == (2, "Five minutes left: five.")


@pytest.mark.parametrize(
    ("people", "code"),
    [((), "participants-count"), (PEOPLE[:2], "participants-count"), (("a", "b", "a"), "participants-alike")],
)
def test_a_table_has_three_to_six(people: tuple[str, ...], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        agenda_of(MODULE, people)
    assert refused.value.code == code
