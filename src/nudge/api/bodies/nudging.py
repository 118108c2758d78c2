"""The JSON of how somebody wants to be nudged."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, time
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from nudge.api.bodies.conversations import Zone
from nudge.domain.errors import Invalid
from nudge.domain.nudge_policies import NudgePreferences, QuietHours, Tone
from nudge.domain.wall_clock import zone_of

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ClockTime = Annotated[str, Meta(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", examples=["18:00"])]
Region = Annotated[str, Meta(pattern=r"^[A-Z]{2}(-[A-Z0-9]{1,4})?$", examples=["DE", "DE-BY"])]
CourierName = Literal["email", "webhook", "chat", "console", "file"]
Address = Annotated[
    str,
    Meta(max_length=254, pattern=r"^[^@\s<>\x00-\x1f]+@[^@\s<>\x00-\x1f]+$", examples=["ana@example.org"]),
]


class QuietHoursBody(Struct, forbid_unknown_fields=True):
    """Wall-clock times between which nothing is sent; over midnight when `to` is not after `from`."""

    from_: ClockTime = field(name="from")
    to: ClockTime


class NudgingBody(Struct, forbid_unknown_fields=True):
    """How somebody wants to be nudged. What is left out, or null, is as the programme has it.

    `holidays` is a country or region whose public holidays are free. `couriers` are ways to the person, the
    preferred first. `shows_words` lets messages have the pledge's own words in them; without it they say that
    a pledge is due. `stopped` is true for who wants no nudges at all.
    """

    time_zone: Zone | UnsetType | None = UNSET
    quiet_hours: Annotated[list[QuietHoursBody], Meta(max_length=8)] | UnsetType | None = UNSET
    working_days: Annotated[list[Weekday], Meta(max_length=7)] | UnsetType | None = UNSET
    holidays: Region | UnsetType | None = UNSET
    couriers: Annotated[list[CourierName], Meta(max_length=5)] | UnsetType | None = UNSET
    email: Address | UnsetType | None = UNSET
    shows_words: bool | UnsetType = UNSET
    tone: Tone | UnsetType = UNSET
    stopped: bool | UnsetType = UNSET


class NudgingResponse(Struct):
    """How somebody wants to be nudged, as stored; null is as the programme has it."""

    time_zone: str | None
    quiet_hours: list[QuietHoursBody] | None
    working_days: list[Weekday] | None
    holidays: str | None
    couriers: list[str]
    email: str | None
    shows_words: bool
    tone: Tone
    stopped: bool


def with_nudging(
    preferences: NudgePreferences, body: NudgingBody | UnsetType | None, *, now: datetime
) -> NudgePreferences:
    """The preferences with what a request says; fields left out stay, null goes back to the programme's.

    Raises:
        Invalid: `time-zone-unknown` with the nearest spelling; `quiet-hours-empty`.
    """
    if body is UNSET:
        return preferences
    if body is None:
        return NudgePreferences()
    if isinstance(body.time_zone, str):
        zone_of(body.time_zone)
    changes: dict[str, object] = {
        name: value
        for name in ("time_zone", "holidays", "email", "shows_words", "tone")
        if (value := getattr(body, name)) is not UNSET
    }
    if body.quiet_hours is not UNSET:
        changes["quiet_hours"] = to_quiet_hours(body.quiet_hours)
    if body.working_days is not UNSET:
        changes["working_days"] = to_working_days(body.working_days)
    if body.couriers is not UNSET:
        changes["couriers"] = tuple(body.couriers or ())
    if body.stopped is not UNSET:
        changes["stopped_at"] = (preferences.stopped_at or now) if body.stopped else None
    return replace(preferences, **changes)  # type: ignore[arg-type]  # typed by the body, field by field


def to_quiet_hours(bodies: list[QuietHoursBody] | None) -> tuple[QuietHours, ...] | None:
    """Quiet hours; None is the policy's.

    Raises:
        Invalid: `quiet-hours-empty` when they begin when they end.
    """
    if bodies is None:
        return None
    hours = tuple(QuietHours(time.fromisoformat(one.from_), time.fromisoformat(one.to)) for one in bodies)
    if any(one.starts == one.ends for one in hours):
        raise Invalid("quiet-hours-empty", "Quiet hours can't begin when they end; leave them out instead.")
    return hours


def to_working_days(days: list[Weekday] | None) -> frozenset[int] | None:
    """Weekdays, Monday 0; None is the policy's."""
    return None if days is None else frozenset(WEEKDAYS.index(day) for day in days)


def to_nudging_response(preferences: NudgePreferences) -> NudgingResponse:
    """The response that shows preferences."""
    hours, days = preferences.quiet_hours, preferences.working_days
    return NudgingResponse(
        time_zone=preferences.time_zone,
        quiet_hours=None if hours is None else [to_hours_body(one) for one in hours],
        working_days=None if days is None else [WEEKDAYS[day] for day in sorted(days)],
        holidays=preferences.holidays,
        couriers=list(preferences.couriers),
        email=preferences.email,
        shows_words=preferences.shows_words,
        tone=preferences.tone,
        stopped=preferences.stopped_at is not None,
    )


def to_hours_body(hours: QuietHours) -> QuietHoursBody:
    """The body that shows quiet hours."""
    return QuietHoursBody(hours.starts.strftime("%H:%M"), hours.ends.strftime("%H:%M"))
