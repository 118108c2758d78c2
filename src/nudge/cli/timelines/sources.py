"""Timelines of dry runs, and of what is stored."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from nudge.app.calendars import Calendars
from nudge.app.nudge_previews import Preview, PreviewedNudge, PreviewedPlan
from nudge.app.nudges_ahead import Ahead
from nudge.cli.timelines.marks import Mark, Timeline, plain, reason_in_words
from nudge.domain.errors import Invalid
from nudge.domain.nudges import WAITING, Decision, StoredNudge


def timeline_of(asked: Preview, previewed: PreviewedPlan, calendars: Calendars) -> Timeline:
    """The timeline of a dry run.

    Raises:
        Invalid: `time-zone-unknown`, `region-unknown`.
    """
    person = replace(asked.person, time_zone=previewed.time_zone)
    first = asked.now.date()
    hours = calendars.hours(person, first - timedelta(1), first + timedelta(asked.days + 1))
    starts = asked.now.astimezone(hours.zone)
    return Timeline(
        name=plain(previewed.ref),
        hours=hours,
        starts=starts,
        last_day=starts.date() + timedelta(asked.days),
        marks=[_mark(one, hours.zone) for one in previewed.nudges],
        due_at=there(asked.due_at, hours.zone),
        next_session_at=there(asked.next_session_at, hours.zone),
    )


def timelines_ahead(ahead: Ahead, calendars: Calendars, days: int) -> Iterator[Timeline]:
    """The timelines of what the ledger has of a participant: one for each open pledge.

    Where nobody gave a time zone nothing is planned, and there is none.
    """
    first = ahead.now.date()
    for pledge in ahead.pledges:
        try:
            hours = calendars.hours(
                ahead.participant.nudging,
                first - timedelta(1),
                first + timedelta(days + 1),
                programme=ahead.programme,
                pledge_zone=pledge.due_zone,
            )
        except Invalid as error:
            if error.code != "time-zone-missing":
                raise
            continue
        starts = ahead.now.astimezone(hours.zone)
        yield Timeline(
            name=plain(ahead.participant.ref),
            hours=hours,
            starts=starts,
            last_day=starts.date() + timedelta(days),
            marks=[_stored_mark(one, hours.zone) for one in pledge.nudges],
            due_at=there(pledge.due_at, hours.zone),
            next_session_at=there(ahead.next_session_at, hours.zone),
        )


def told_apart(timelines: Sequence[Timeline]) -> Iterator[Timeline]:
    """The same; where somebody has several, each says which of them it is."""
    totals = Counter(one.name for one in timelines)
    seen: Counter[str] = Counter()
    for one in timelines:
        seen[one.name] += 1
        total = totals[one.name]
        yield one if total == 1 else replace(one, name=f"{one.name} ({seen[one.name]} of {total})")


def there(at: datetime | None, zone: ZoneInfo) -> datetime | None:
    """An instant on the clocks of a zone."""
    return at.astimezone(zone) if at else None


def _mark(nudge: PreviewedNudge, zone: ZoneInfo) -> Mark:
    planned = nudge.planned
    return Mark(
        moment=planned.moment,
        is_sent=planned.decision is Decision.SEND,
        why=reason_in_words(planned.reason),
        at=there(planned.due_at, zone),
        says=nudge.worded.subject if nudge.worded else "",
    )


def _stored_mark(nudge: StoredNudge, zone: ZoneInfo) -> Mark:
    return Mark(
        moment=nudge.moment,
        is_sent=nudge.state in WAITING,
        why=reason_in_words(nudge.reason),
        at=there(nudge.due_at, zone),
        says=nudge.template,
    )
