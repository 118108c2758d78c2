"""When somebody may be nudged, day by day: what a picture of a plan is drawn on."""

from __future__ import annotations

from datetime import date

from nudge.app.nudge_ports import Holidays
from nudge.domain.nudge_policies import NudgePolicy, NudgePreferences, Programme
from nudge.domain.nudge_requests import open_hours
from nudge.domain.quiet_hours import OpenHours


class Calendars:
    """Looks up open hours.

    Args:
        policy: by which somebody may be nudged where there is no programme.
    """

    def __init__(self, holidays: Holidays, policy: NudgePolicy) -> None:
        self._holidays = holidays
        self._default = Programme("", policy, revision=0)

    def hours(
        self,
        person: NudgePreferences,
        first: date,
        last: date,
        *,
        programme: Programme | None = None,
        pledge_zone: str | None = None,
    ) -> OpenHours:
        """When this person may be nudged from one day to another, both included.

        Raises:
            Invalid: `time-zone-missing`, `time-zone-unknown`, `region-unknown`.
        """
        region = person.holidays
        free = self._holidays.between(region, first, last) if region else frozenset[date]()
        return open_hours(person, programme or self._default, free, pledge_zone)
