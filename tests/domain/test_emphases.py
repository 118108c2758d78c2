"""Weeks with an emphasis: when one holds."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.emphases import PlannedEmphasis, holding

DAYS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


@given(DAYS, st.integers(1, 60), DAYS)
def test_weeks_side_by_side_never_overlap(start: date, n_days: int, day: date) -> None:
    """The day on which one ends is the first of the next: of two in a row one holds at most."""
    length = timedelta(n_days)
    first = PlannedEmphasis(start, start + length, "one")
    second = PlannedEmphasis(start + length, start + 2 * length, "two")
    found = holding([first, second], [day])
    assert len(found) == (start <= day < start + 2 * length)


def test_what_two_say_is_said_once_in_their_order() -> None:
    first, until = date(2026, 3, 2), date(2026, 3, 9)
    planned = [PlannedEmphasis(first, until, text, source) for text, source in ("ax", "by", "az")]
    assert [(one.text, one.source) for one in holding(planned, [first])] == [("a", "x"), ("b", "y")]
