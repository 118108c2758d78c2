"""Plans by what the words name, where nobody gave a date: it ends when they end, cues are in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from nudge.domain.named_days import is_end, last_end, repeats
from nudge.domain.nudge_policies import Moment
from nudge.domain.nudges import NamedTime, PledgeGist
from nudge.domain.wall_clock import zone_of
from tests.domain.plan_requests import NOW, POLICY, make_request
from tests.domain.test_nudge_plans import SESSION, only, told

BERLIN = zone_of("Europe/Berlin")
KIM = (NamedTime(date(2026, 12, 10), time(10)),)
"""On 10 December at 10, eight days after the conversation."""
UNTIL = NamedTime(date(2027, 1, 15), is_recurring=True, is_deadline=True)
MONDAYS = NamedTime(date(2026, 11, 23), None, True, frozenset({0}))
WEEKDAYS = frozenset(range(5))


def by(on: int, hour: int, minute: int = 0) -> tuple[NamedTime]:
    """A deadline in November."""
    return (NamedTime(date(2026, 11, on), time(hour, minute), is_deadline=True),)


def test_what_ends_and_what_repeats() -> None:
    """Of what repeats only "until" is an end; else the last day named, late enough for its clock."""
    late = NamedTime(date(2026, 11, 20), time(21, 30))
    assert last_end(PledgeGist(named=(late, *by(19, 9))), BERLIN) == datetime(
        2026, 11, 20, 21, 30, tzinfo=BERLIN
    )
    assert last_end(PledgeGist(named=(MONDAYS, late)), BERLIN) is None
    assert last_end(PledgeGist(named=(MONDAYS, UNTIL)), BERLIN) == datetime(2027, 1, 15, 18, tzinfo=BERLIN)
    assert (repeats(PledgeGist(named=(UNTIL,))), repeats(PledgeGist(named=(UNTIL, MONDAYS)))) == (False, True)
    assert not is_end(MONDAYS)


def test_nobody_asks_before_the_named_day_is_over() -> None:
    """Named after the conversation it runs until then; before it, until the conversation."""
    after = told(make_request(session=SESSION, named=KIM))
    assert (after["cue"], after["outcome"]) == ("Thu 10 09:30", "Fri 11 08:00")
    assert only(make_request(session=SESSION, named=KIM), Moment.OUTCOME).reason == "morning_after_due"
    until = make_request(session=SESSION, named=(UNTIL,))
    assert (told(until)["cue"], told(until)["outcome"]) == ("no_time_named", "Mon 18 08:00")
    friday = (NamedTime(date(2026, 11, 20)),)
    assert only(make_request(session=SESSION, named=friday), Moment.OUTCOME).reason == (
        "morning_after_conversation"
    )
    assert told(make_request(named=friday))["outcome"] == "Mon 23 08:00"
    assert told(make_request(named=(MONDAYS,)))["outcome"] == "Thu 03 08:00"


def test_a_habit_goes_on_until_its_end() -> None:
    """Past the conversation."""
    request = make_request(made=NOW - timedelta(days=14), pledge_session_at=NOW, named=(MONDAYS, UNTIL))
    assert told(request)["cue"] == "Mon 23 08:00; Mon 30 08:00"
    assert "cue" not in {n for n, why in told(replace(request, gist=PledgeGist())).items() if "08:00" in why}


def test_the_last_second_of_a_day_is_that_day() -> None:
    """Due at 23:59:59 is planned as due at 23:59, and never asked about before."""
    last = told(make_request("2026-11-27T23:59:59+01:00"))
    assert last == told(make_request("2026-11-27T23:59:00+01:00"))
    assert (last["cue"], last["eve"]) == ("Fri 27 08:00", "too_close_to_cue")


@pytest.mark.parametrize(
    ("named", "cue", "expires"),
    [
        (by(23, 10), "Mon 23 08:00", "Mon 10:00"),
        (by(23, 9), "Fri 20 08:00", "Fri 14:00"),
        (by(23, 7), "Fri 20 08:00", "Fri 14:00"),
        (by(19, 8), "Wed 18 18:00", "Thu 00:00"),
        (by(18, 17), "Wed 18 16:30", "Wed 17:00"),
        ((NamedTime(date(2026, 11, 19), time(8)),), "Wed 18 19:30", "Thu 01:30"),
        ((NamedTime(date(2026, 11, 19), time(8, 5)),), "Thu 19 08:00", "Thu 08:05"),
        ((NamedTime(date(2026, 11, 19), time(12), True, WEEKDAYS, True),), "Thu 19 08:00", "Thu 12:00"),
    ],
)
def test_a_clock_time_is_the_last_word(named: tuple[NamedTime], cue: str, expires: str) -> None:
    """A cue comes before it, with time to act before a deadline, and is dropped when it is over."""
    request = make_request(named=named, policy=replace(POLICY, most_a_pledge=2))
    nudge = only(request, Moment.CUE)
    assert told(request)["cue"] == cue
    assert nudge.expires_at
    assert f"{nudge.expires_at.astimezone(BERLIN):%a %H:%M}" == expires


def test_at_eight_is_not_cued_at_eight() -> None:
    """When the day before is a day off, there is no cue rather than one that is no use."""
    assert told(make_request(named=(NamedTime(date(2026, 11, 23), time(8)),)))["cue"] == "no_allowed_time"
    late = make_request(now=NOW.replace(day=20, hour=18, minute=30), named=by(23, 9))
    assert told(late)["cue"] == "Mon 23 08:00"


def test_a_cue_before_quiet_hours_is_never_at_once() -> None:
    """Made at half past six, due at midnight: half way to the evening, not the minute it was made."""
    evening = make_request("2026-11-18T23:59:59+01:00", now=NOW.replace(hour=18, minute=30))
    assert told(evening)["cue"] == "Wed 18 19:15"


def test_a_habit_begins_on_the_next_morning() -> None:
    """Nothing is to be caught up with on the day on which it was made."""
    mornings = NamedTime(date(2026, 11, 18), time(12), True, frozenset(range(7)), True)
    morning = NOW.replace(hour=9, minute=30)
    assert told(make_request(now=morning, named=(mornings,)))["cue"] == "Thu 19 08:00; Fri 20 08:00"


def test_no_question_and_no_middle_when_the_moment_is_over() -> None:
    """ "Tidy up this afternoon": its missing piece is no use the next day, nor is half way in a week."""
    gist: dict[str, Any] = {"gist_is_clear": False, "gist_ask": "Which desk?"}
    rules = dict(POLICY.moments)
    del rules[Moment.CUE]
    found = told(
        make_request(session=SESSION, named=by(18, 18), policy=replace(POLICY, moments=rules), **gist)
    )
    assert (found["sharpen"], found["midway"]) == ("due_too_soon", "due_too_soon")
    tomorrow = make_request(session=SESSION, named=by(20, 18), **gist)
    assert told(replace(tomorrow, programme=replace(tomorrow.programme, policy=POLICY)))["sharpen"] != (
        "due_too_soon"
    )


def test_nobody_is_nudged_at_midnight() -> None:
    """Without quiet hours, too: what may come from midnight on comes in the morning, what is late by nine."""
    due = "2026-11-27T18:00:00+01:00"
    nobody: dict[str, Any] = {"person_quiet_hours": ()}
    snoozed = datetime(2026, 11, 29, 23, tzinfo=UTC)
    assert told(make_request(due, pledge_snoozed_until=snoozed, **nobody))["outcome"] == "Mon 30 08:00"
    late = make_request(due, now=NOW.replace(hour=23), made=NOW - timedelta(days=12), **nobody)
    assert told(late)["midway"] in ("Thu 19 08:00", "Fri 20 08:00")
