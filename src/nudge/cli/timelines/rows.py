"""One row of the picture: a person, their days, and what comes when."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from nudge.cli.timelines import glyphs
from nudge.cli.timelines.marks import Mark, Timeline, day_and_time
from nudge.cli.timelines.scales import DAY, LEFT, Scale
from nudge.cli.timelines.svg import Svg, element, group, label, line, rect, shortened, width_of, words

HEIGHT = 48.0
SIGNS, NAMES, TRACK, SKIPPED = 4.0, 12.0, 24.0, 39.0
"""How far below the top of the row they are."""
NAME_SIZE, MOMENT_SIZE = 13.0, 10.5
ELSEWHERE = 14.0
"""How far right of the last day the rings begin of what isn't on these days."""
BOLD = 1.15
"""How much wider bold letters are."""
STEP = 2 * glyphs.SKIPPED_RADIUS + 2


@dataclass
class _Lane:
    """What is taken from left to right."""

    taken: list[tuple[float, float]] = field(default_factory=list)

    def take(self, *places: tuple[float, float]) -> tuple[float, float] | None:
        """The first of these places that is free, which isn't any more then."""
        for start, end in places:
            if all(end <= other or start >= its_end for other, its_end in self.taken):
                self.taken.append((start, end))
                return start, end
        return None


def row(timeline: Timeline, scale: Scale, top: float) -> Svg:
    """The row of one timeline."""
    names = _Lane()
    inside = [
        *_days(timeline, scale),
        *_who(timeline),
        *_track(timeline, scale),
        *_dates(timeline, scale, names),
        *_skipped(timeline, scale),
        *_sent(timeline, scale, names),
        *_nothing(timeline, scale, names),
    ]
    return group(*inside, transform=f"translate(0 {top:g})")


def _who(timeline: Timeline) -> Iterator[Svg]:
    room = LEFT - 40
    name = label(shortened(timeline.name, NAME_SIZE * BOLD, room), 24, 21, "who")
    yield group(element("title", words(f"{timeline.name}, {timeline.zone}")), name)
    yield label(shortened(timeline.zone.replace("_", " "), MOMENT_SIZE, room), 24, 36, "soft")


def _days(timeline: Timeline, scale: Scale) -> Iterator[Svg]:
    """Weekends and holidays are shaded."""
    working = timeline.hours.working
    for day in _shown(timeline, scale):
        if day not in working:
            kind = "holiday" if day in working.free else "off"
            yield rect(scale.of_day(day), 0, scale.day_width, HEIGHT, kind)
        yield line(scale.of_day(day), 0, scale.of_day(day), HEIGHT, "hair")


def _track(timeline: Timeline, scale: Scale) -> Iterator[Svg]:
    """A thin line from now on, broad where the person may be nudged."""
    days = list(_shown(timeline, scale))
    if not days:
        return
    starts, ends = scale.of(timeline.starts), scale.of_day(days[-1] + DAY)
    yield line(starts, TRACK, ends, TRACK, "quiet")
    for day in days:
        for begins, until in timeline.hours.on(day):
            left, right = (_edge(each, day, timeline, scale) for each in (begins, until))
            left = max(left, starts)
            if right > left:
                yield rect(left, TRACK - 3, right - left, 6, "open", rx=3)


def _edge(instant: datetime, day: date, timeline: Timeline, scale: Scale) -> float:
    """Where an end of a stretch is; midnight at its end belongs to the day."""
    wall = instant.astimezone(timeline.hours.zone)
    return min(scale.of(wall), scale.of_day(day + DAY))


def _dates(timeline: Timeline, scale: Scale, names: _Lane) -> Iterator[Svg]:
    """When it is due, and when the next conversation is."""
    bottom = HEIGHT - 3
    if (meets := timeline.next_session_at) and scale.has(meets):
        x = scale.of(meets)
        names.taken.append((x - glyphs.BUBBLE_WIDTH - 3, x + 3))
        yield glyphs.conversation(x, SIGNS, bottom, f"Next conversation: {day_and_time(meets)}")
    if (due := timeline.due_at) and scale.has(due):
        x = scale.of(due)
        names.taken.append((x - 2, x + glyphs.FLAG_WIDTH + 3))
        yield glyphs.due(x, SIGNS, bottom, f"Due: {day_and_time(due)}")


def _sent(timeline: Timeline, scale: Scale, names: _Lane) -> Iterator[Svg]:
    marks = [mark for mark in timeline.marks if mark.is_sent and scale.has(mark.at)]
    places = [scale.of(mark.at) for mark in marks if mark.at]
    for mark, x in zip(marks, places, strict=True):
        yield glyphs.sent(mark.moment, x, TRACK, mark.spoken())
        yield from _named(mark, x, [other for other in places if other != x], scale, names)


def _named(mark: Mark, x: float, others: Sequence[float], scale: Scale, names: _Lane) -> Iterator[Svg]:
    """The moment's name where there is room for it and it can't be taken for that of another mark.

    The letter in the mark says it too.
    """
    width, r = width_of(mark.moment, MOMENT_SIZE * BOLD), glyphs.SENT_RADIUS
    starts = (x + shift for shift in (-width / 2, -r, r - width, r + 3, -r - 3 - width))
    free = [
        (start, start + width)
        for start in starts
        if start >= LEFT
        and start + width <= scale.right
        and not any(start <= other + r and start + width >= other - r for other in others)
    ]
    if taken := names.take(*free):
        yield label(mark.moment, sum(taken) / 2, NAMES, "moment", "middle")


def _nothing(timeline: Timeline, scale: Scale, names: _Lane) -> Iterator[Svg]:
    """Why somebody gets nothing at all, where there is one reason for it."""
    reasons = {mark.why for mark in timeline.marks}
    if timeline.n_sent or len(reasons) > 1:
        return
    said = ": ".join(["nothing is sent", *reasons])
    width = width_of(said, MOMENT_SIZE)
    starts = [scale.of(timeline.starts), *(end for _, end in names.taken)]
    if taken := names.take(*((x, x + width) for x in starts if x + width <= scale.right)):
        yield label(said, taken[0], NAMES + 3, "soft")


def _skipped(timeline: Timeline, scale: Scale) -> Iterator[Svg]:
    """Rings under the track where they would have been; others right of the days."""
    last, elsewhere = -STEP, scale.right + ELSEWHERE
    for mark in _in_time(timeline.marks):
        if mark.at and timeline.shows(mark.at) and scale.has(mark.at):
            x = last = max(scale.of(mark.at), last + STEP)
            yield glyphs.skipped(mark.moment, x, SKIPPED, mark.spoken())
        else:
            yield glyphs.skipped(mark.moment, elsewhere, TRACK, mark.spoken())
            elsewhere += STEP + 1


def _in_time(marks: Sequence[Mark]) -> list[Mark]:
    """What isn't sent, those without a time last and as they come."""
    skipped = [mark for mark in marks if not mark.is_sent]
    timed = sorted((mark.at, n) for n, mark in enumerate(skipped) if mark.at)
    return [skipped[n] for _, n in timed] + [mark for mark in skipped if not mark.at]


def _shown(timeline: Timeline, scale: Scale) -> Iterator[date]:
    return (day for day in scale.days() if timeline.starts.date() <= day <= timeline.last_day)
