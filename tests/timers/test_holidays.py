"""Public holidays of countries and regions."""

import subprocess
import sys
from datetime import date

import pytest

from nudge.app.nudge_ports import Holidays
from nudge.domain.errors import Invalid
from nudge.timers.holidays import PublicHolidays


@pytest.fixture
def days() -> Holidays:
    return PublicHolidays()


@pytest.mark.parametrize(
    ("region", "day", "is_free"),
    [
        ("DE", date(2026, 12, 25), True),
        ("DE", date(2026, 12, 24), False),
        ("DE", date(2027, 3, 26), True),
        ("DE", date(2026, 1, 6), False),
        ("DE-BY", date(2026, 1, 6), True),
        ("PL", date(2026, 11, 11), True),
        ("US", date(2026, 11, 26), True),
        ("GB", date(2026, 7, 14), False),
    ],
)
def test_free_days(days: Holidays, region: str, day: date, is_free: bool) -> None:
    """Of a country, and of a region with more of them than its country."""
    assert (day in days.between(region, date(2026, 1, 1), date(2027, 12, 31))) == is_free


def test_both_ends_are_included_and_years_are_crossed(days: Holidays) -> None:
    """From Christmas to New Year's Day."""
    found = days.between("DE", date(2026, 12, 25), date(2027, 1, 1))
    assert sorted(map(str, found)) == ["2026-12-25", "2026-12-26", "2027-01-01"]
    assert days.between("DE", date(2027, 1, 2), date(2026, 12, 31)) == frozenset()


@pytest.mark.parametrize("region", ["XX", "", "de", "DE-XX", "DE-", "MC-XX", "-", "x" * 99, "DE-BYY"])
def test_an_unknown_region_is_said(days: Holidays, region: str) -> None:
    """With a code, what to write instead, and no more of the text than there was reason to send."""
    if region == "DE-":
        assert days.between(region, date(2026, 1, 1), date(2026, 12, 31))
        return
    with pytest.raises(Invalid) as caught:
        days.between(region, date(2026, 1, 1), date(2026, 12, 31))
    assert caught.value.code == "region-unknown"
    assert len(caught.value.message) < 300
    if region == "DE-BYY":
        assert "“BY”" in caught.value.message


def test_the_library_is_read_only_when_it_is_asked() -> None:
    """Starting up costs nothing."""
    code = "import sys, nudge.timers.holidays; assert 'holidays' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
