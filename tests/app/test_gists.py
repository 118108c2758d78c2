"""What plans need of a pledge's words: moments to be cued, days where it ends, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, cast

import pytest
import spacy

from nudge.app.gists import Gists
from nudge.domain.nudges import NamedTime, PledgeGist
from nudge.domain.specificity import PledgeReading
from nudge.language.times import TimeGrammar
from tests.fakes.pledge_reader import FakePledgeReader

NLP = spacy.blank("en")
GRAMMAR = TimeGrammar(NLP.vocab)
NOW = datetime.fromisoformat("2026-11-18T10:00:00+01:00")
"""A Wednesday morning."""
EVERY_DAY, FRI, SAT = frozenset(range(7)), frozenset({4}), frozenset({5})


class TimesReader(FakePledgeReader):
    """The fake, with the time phrases of the rules."""

    def assess(self, texts: Sequence[str]) -> list[PledgeReading]:
        read = super().assess(texts)
        return [replace(r, times=GRAMMAR.find(NLP(text))) for r, text in zip(read, texts, strict=True)]


def gist(text: str, *, now: datetime = NOW, time_zone: str | None = "Europe/Berlin") -> PledgeGist:
    gists = Gists(cast(Any, None), TimesReader())
    return gists.read(text, clear_from=0, now=now, time_zone=time_zone)


def until(day: int, month: int = 11, year: int = 2026) -> NamedTime:
    """The day until which something goes on."""
    return NamedTime(date(year, month, day), is_recurring=True, is_deadline=True)


def on(day: int, hour: int | None = None, *, by: bool = False, month: int = 11) -> NamedTime:
    return NamedTime(date(2026, month, day), None if hour is None else time(hour), is_deadline=by)


def each(day: int, hour: int | None, weekdays: frozenset[int], *, by: bool = False) -> NamedTime:
    return NamedTime(date(2026, 11, day), None if hour is None else time(hour), True, weekdays, by)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Every morning before stand-up I'll note one thing", each(18, 12, EVERY_DAY, by=True)),
        ("Every afternoon I'll take a walk", each(18, 18, EVERY_DAY, by=True)),
        ("This afternoon I'll tidy up", on(18, 18, by=True)),
        ("Tomorrow morning I'll ask Jonas", on(19, 12, by=True)),
        ("Friday am I'll ask Jonas", on(20, 12, by=True)),
        ("Tonight I'll sleep", on(18, 21, by=True)),
        ("Every morning at 8 I'll ask one question", each(19, 8, EVERY_DAY)),
        ("At noon on Friday I'll call Ana", on(20, 12)),
        ("At the end of each day I'll write a line", each(18, 18, EVERY_DAY)),
        ("At the end of Friday I'll write a line", on(20, 18)),
        ("This evening I'll call my sister", on(18, 21)),
        ("I'll hand in the report by Monday 9am", on(23, 9, by=True)),
        ("I'll finish the deck before 8am on Monday", on(23, 8, by=True)),
    ],
)
def test_a_part_of_the_day_is_no_instant(text: str, expected: NamedTime) -> None:
    """Of mornings and afternoons the end is kept, as of a deadline; a clock time is the moment itself."""
    assert gist(text).named == (expected,)


@pytest.mark.parametrize(
    "text",
    [
        "Twice a week I'll eat lunch with somebody I don't know",
        "Every month I'll thank somebody",
        "Every other week I'll ask Ana",
        "Every two hours I'll stand up",
        "I'll write my notes within an hour after each meeting",
        "If I feel stuck, I'll ask within 20 minutes",
        "Next week I'll delegate the release notes",
        "No mail until 10am",
    ],
)
def test_how_often_and_how_soon_name_no_moment(text: str) -> None:
    """Nor does a time that counts from something else."""
    assert gist(text).named == ()


def test_what_counts_from_now_is_a_moment() -> None:
    """ "In" is then, "within" is before then."""
    assert gist("In an hour I'll ring the client").named == (on(18, 11),)
    assert gist("Within 48 hours I'll ring the client").named == (on(20, 10, by=True),)
    assert gist("At the end of every month I'll count").named == (NamedTime(date(2026, 11, 30), None, True),)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I won't work this weekend", {until(22), on(20)}),
        ("No work this weekend!", {until(22), on(20)}),
        ("I won't check mail on Saturday", {until(21), on(20)}),
        ("This weekend I'll call my mentor", {until(22), on(21)}),
        ("On Saturday I'll read the contract", {on(21)}),
        ("By the weekend I'll have cleared my desk", {on(20, by=True)}),
        ("Before Monday I'll tell Lea", {until(22), on(20)}),
        ("By Saturday I'll tell Lea", {on(21, by=True)}),
        ("On weekends I won't read mail", {each(20, None, FRI)}),
        ("Every weekend I'll hike", {each(21, None, SAT)}),
        ("On Sunday I won't call at 9", {on(22, 9)}),
    ],
)
def test_weekends_are_cued_where_they_are_of_use(text: str, expected: set[NamedTime]) -> None:
    """What isn't done on them on Friday, what is done when they begin; a day that is named on that day."""
    assert set(gist(text).named) == expected


def test_a_weekend_that_runs_already() -> None:
    """It only ends: nobody is cued for what has begun."""
    saturday = NOW.replace(day=21)
    assert gist("I won't work this weekend", now=saturday).named == (until(22),)
    assert set(gist("This weekend I'll rest", now=saturday).named) == {until(22), on(21)}


def test_until_is_an_end_and_no_cue() -> None:
    """It is kept, so that nobody asks before."""
    assert gist("Until 15 January I'll let my team decide").named == (until(15, 1, 2027),)


def test_without_a_zone_no_moment_is_named() -> None:
    """It is never guessed."""
    assert gist("On Friday I'll call Ana", time_zone=None).named == ()
