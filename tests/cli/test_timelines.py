"""Plans for people's eyes: everything planned is in them, nothing of a pledge, and nothing that acts."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree

import pytest

from nudge.cli.timelines.marks import Mark, Timeline, plain
from nudge.cli.timelines.picture import picture
from nudge.cli.timelines.scales import LEFT, MOST_DAYS, Scale
from nudge.cli.timelines.sources import told_apart
from nudge.cli.timelines.table import print_tables
from nudge.domain.nudge_policies import Moment, QuietHours
from nudge.domain.quiet_hours import OpenHours
from nudge.domain.wall_clock import zone_of
from nudge.domain.working_days import WorkingDays

SVG = "{http://www.w3.org/2000/svg}"
BERLIN = zone_of("Europe/Berlin")
START = datetime(2026, 11, 18, 16, tzinfo=BERLIN)
"""A Wednesday."""
NIGHT = (QuietHours(time(18), time(8, 30)),)
HOSTILE = "</text><script>alert(1)</script>&\x1b[31m\x00\u202e\uffff'\""


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 11, day, hour, tzinfo=BERLIN)


MARKS = (
    Mark(Moment.CUE, True, "the morning of the day that the pledge names", at(20), "A time you named"),
    Mark(Moment.OUTCOME, True, "the first working morning after the pledge was due", at(23), "Afterwards"),
    Mark(Moment.EVE, False, "it would come too close to the nudge at the time", at(19)),
    Mark(Moment.SHARPEN, False, "the pledge is clear enough"),
)


def timeline(**changes: Any) -> Timeline:
    hours = OpenHours(BERLIN, NIGHT, WorkingDays(free=frozenset({date(2026, 11, 24)})))
    made = Timeline(
        "ana", hours, START, date(2026, 12, 2), MARKS, due_at=at(20, 18), next_session_at=at(30, 15)
    )
    return replace(made, **changes)


def drawn(*timelines: Timeline) -> ElementTree.Element:
    return ElementTree.fromstring(picture(timelines or (timeline(),)))


def texts(root: ElementTree.Element, tag: str) -> list[str]:
    return ["".join(one.itertext()) for one in root.iter(SVG + tag)]


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    """What is drawn with a class, without the legend."""
    rows = [one for one in root if one.get("transform", "").startswith("translate")]
    return [piece for row in rows for piece in row.iter() if piece.get("class") == name]


def test_what_is_sent_and_what_is_not_is_there() -> None:
    """Each with its reason on hover; what is sent with its name."""
    root = drawn()
    assert [len(of_class(root, kind)) for kind in ("sent", "skipped", "flag", "bubble")] == [2, 2, 1, 1]
    titles = texts(root, "title")
    for mark in MARKS:
        assert mark.spoken() in titles
    assert (
        "cue, Friday 20 November, 09:00. To be sent: the morning of the day that the pledge names." in titles
    )
    assert [one.text for one in of_class(root, "moment")] == ["cue", "outcome"]
    assert "Due: Friday 20 November, 18:00" in titles


def test_days_off_are_shaded_and_holidays_in_another_way() -> None:
    """Two weekends and one holiday; ten days on which something may come, of which today is over soon."""
    root = drawn()
    assert [len(of_class(root, kind)) for kind in ("off", "holiday", "open")] == [4, 1, 10]


def test_marks_are_where_their_time_is() -> None:
    scale = Scale.over([timeline()])
    root = drawn()
    cue, outcome = (float(one.get("cx", 0)) for one in of_class(root, "sent"))
    assert cue == pytest.approx(LEFT + (2 + 9 / 24) * scale.day_width, abs=0.1)
    assert outcome - cue == pytest.approx(3 * scale.day_width, abs=0.1)


def test_it_tells_those_who_do_not_see_it() -> None:
    root = drawn(timeline(), timeline(name="ben", marks=MARKS[3:]))
    assert root.get("role") == "img"
    ids = {one.get("id") for one in root}
    assert {root.get("aria-labelledby"), root.get("aria-describedby")} <= ids
    [told] = texts(root, "desc")
    assert "ana, Europe/Berlin: cue on Friday 20 November, 09:00; outcome on Monday 23" in told
    assert "ben, Europe/Berlin: nothing is sent." in told
    assert "nothing is sent: the pledge is clear enough" in texts(root, "text")


def test_it_has_a_night_and_asks_nobody_for_anything() -> None:
    written = picture([timeline()])
    assert "prefers-color-scheme: dark" in written
    assert "<script" not in written
    assert "@import" not in written
    assert re.findall(r"url\(([^)]*)\)", written) == ["#hatched"]
    assert re.findall(r"https?://[^\"]*", written) == ["http://www.w3.org/2000/svg"]


def test_a_hostile_name_is_only_a_name() -> None:
    """In the picture as in the terminal."""
    hostile = timeline(name=plain(HOSTILE))
    root = drawn(hostile)
    assert not list(root.iter(SVG + "script"))
    assert any("<script>" in text for text in texts(root, "title"))
    out = io.StringIO()
    print_tables([replace(hostile, name=plain("[bold]a[/x] \x1b[31m"))], out)
    assert "\x1b" not in out.getvalue()
    assert "[bold]a[/x] [31m" in out.getvalue()


@pytest.mark.parametrize("n", [1, 20, 21, 45])
def test_a_cohort_has_a_row_each(n: int) -> None:
    """Of 40 to 48 pixels, inside of the picture; the days are said again every twenty."""
    root = drawn(*(timeline(name=f"person {k}") for k in range(n)))
    tops = [float(one.get("transform", "")[12:-1]) for one in root if one.get("transform")]
    assert len(of_class(root, "who")) == n
    assert max(tops) + 48 <= float(root.get("height", 0))
    assert texts(root, "text").count("not on these days") == -(-n // 20)


def test_names_of_moments_never_lie_on_each_other() -> None:
    """Where they don't fit the letter in the mark says it."""
    crowd = [Mark(Moment.OUTCOME, True, "so", at(20, hour)) for hour in range(8, 20)]
    assert len(of_class(drawn(timeline(marks=crowd)), "moment")) <= 2


@pytest.mark.parametrize("days", [1, 14, 60, 400])
def test_any_number_of_days_fits(days: int) -> None:
    far = timeline(last_day=START.date() + timedelta(days))
    root = drawn(far)
    assert Scale.over([far]).n_days == min(days + 1, MOST_DAYS)
    right = max(float(one.get("cx", 0)) for one in root.iter(SVG + "circle"))
    assert right < float(root.get("width", 0))


@pytest.mark.parametrize(
    ("zone", "day"), [("Europe/Berlin", date(2027, 3, 27)), ("America/New_York", date(2026, 10, 31))]
)
def test_days_on_which_clocks_change_are_as_wide_as_others(zone: str, day: date) -> None:
    hours = OpenHours(zone_of(zone), NIGHT, WorkingDays(frozenset(range(7))))
    starts = datetime(day.year, day.month, day.day, tzinfo=hours.zone)
    root = drawn(Timeline("ana", hours, starts, day + timedelta(2), ()))
    widths = {one.get("width") for one in of_class(root, "open")}
    assert len(widths) == 1


def test_people_in_other_zones_have_their_own_days() -> None:
    """Where it is tomorrow already the line begins there."""
    tokyo = OpenHours(zone_of("Asia/Tokyo"), NIGHT)
    starts = START.astimezone(tokyo.zone)
    scale = Scale.over([timeline(), timeline(hours=tokyo, starts=starts, last_day=date(2026, 12, 3))])
    assert (scale.first, scale.n_days) == (date(2026, 11, 18), 16)
    assert starts.astimezone(UTC) == START.astimezone(UTC)


def test_several_pledges_of_a_person_are_told_apart() -> None:
    names = [one.name for one in told_apart([timeline(), timeline(name="ben"), timeline()])]
    assert names == ["ana (1 of 2)", "ben", "ana (2 of 2)"]


def shown(timelines: Sequence[Timeline]) -> list[str]:
    out = io.StringIO()
    print_tables(timelines, out)
    return out.getvalue().splitlines()


def test_the_table_has_a_line_each() -> None:
    lines = shown([timeline()])
    assert "ana  Europe/Berlin  2 to be sent, 2 not" in lines[0]
    assert any(
        re.search(r"Fri 20 Nov +09:00 +cue +● sent +the morning of .* A time you named", x) for x in lines
    )
    assert any(re.search(r"– +– +sharpen +○ not +the pledge is clear enough", x) for x in lines)
