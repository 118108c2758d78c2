"""Rules for clock times, parts of a day, today and tomorrow."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

from nudge.domain.calendar_days import Ahead, Dated, Day, Unit, Weekday
from nudge.domain.timing import Clock, Role
from nudge.language.times.day_rules import weekday
from nudge.language.times.pieces import Matched, Piece

TODAY = Ahead(0, Unit.DAY)

CLOCK_PREPOSITIONS = ("AT", "BY", "BEFORE", "AFTER", "UNTIL")


def day_end(m: Matched) -> Piece | None:
    """For "the end of today", "the end of Friday"."""
    day: Day = TODAY if m.has("TODAY") else Ahead(1) if m.has("TOMORROW") else Weekday(m.value("WEEKDAY"))
    return m.day(day, clock=Clock(time(18), is_soft=True))


def today(m: Matched) -> Piece | None:
    """For "today", "tonight", "this evening"."""
    if m.units[m.last - 1].is_possessive:
        return None
    part = time(21) if m.has("TONIGHT") else m.value("PART")
    return m.day(TODAY, clock=Clock(part, is_soft=m.has("TONIGHT")) if part else None)


def tomorrow(m: Matched) -> Piece | None:
    """For "tomorrow", "the day after tomorrow"."""
    if m.has("UNIT") and m.value("UNIT") is not Unit.DAY:
        return None
    return None if m.units[m.last - 1].is_possessive else m.day(Ahead(2 if m.has("AFTER") else 1))


def clock(m: Matched) -> Piece | None:
    """For "5pm", "14:30", "noon", "half past nine", "5 in the evening"."""
    said: time | None = m.value("CLOCK", "RANGE", "NOON")
    if m.has("PAST") or m.has("TO"):
        said = _spoken(m)
    elif m.before == "THE" and m.units[m.first].kind == "CLOCK" and not m.stands_free:
        return None
    return m.piece("clock", Role.DATED, clock=Clock(said)) if said else None


def _spoken(m: Matched) -> time | None:
    """For "half past nine", "quarter to five", "ten past four"."""
    numbers = [u.value for u in m.units[m.first : m.last] if u.kind == "NUM"]
    counted = m.units[m.first].kind == "NUM"
    if counted and (numbers[0] not in (5, 10, 20, 25) or m.before not in CLOCK_PREPOSITIONS):
        return None
    hour = _office(numbers[-1])
    if hour is None:
        return None
    minute = 30 if m.has("HALF") else 15 if m.has("QUARTER") else numbers[0]
    if minute > 59:
        return None
    return time(hour, minute) if m.has("PAST") else time((hour - 1) % 24, 60 - minute)


def half_hour(m: Matched) -> Piece | None:
    """For "at half five": half past, as in Britain."""
    hour = _office(m.value("NUM"))
    led = m.before in (*CLOCK_PREPOSITIONS, "WEEKDAY", "FROM") and m.stands_free and m.value("NUM") <= 12
    return m.piece("clock", Role.DATED, clock=Clock(time(hour, 30))) if led and hour else None


def oclock(m: Matched) -> Piece | None:
    """For "ten o'clock"."""
    hour = _office(m.value("NUM"))
    return m.piece("clock", Role.DATED, clock=Clock(time(hour))) if hour and m.before != "THE" else None


def _office(hour: int) -> int | None:
    """Chosen: 1 to 6 are in the afternoon."""
    return hour + 12 if 1 <= hour <= 6 else hour if hour < 24 else None


def pointed(m: Matched) -> Piece | None:
    """For "at 14.30": with a word of time before it."""
    beside_day = m.before in ("WEEKDAY", "TOMORROW", "TODAY")
    near = beside_day or (m.before in (*CLOCK_PREPOSITIONS, "FROM", "AROUND", "ON") and m.stands_free)
    said = m.units[m.first]
    if said.lower[0] == "0" and 1 <= said.value.minute <= 12 and m.before in ("", "STOP", "ON"):
        return m.day(Dated(said.value.hour, said.value.minute)) if said.value.hour else None
    return m.piece("clock", Role.DATED, clock=Clock(m.value("POINTED"))) if near or _is_round(m) else None


def _is_round(m: Matched) -> bool:
    """For "emails only 8.30 and 14.30": quarters of hours by day, and nothing counted."""
    said = [u.value for u in m.units[m.first : m.last] if u.kind == "POINTED"]
    led = m.before in ("", "COMMA", "AND") or (m.first and m.units[m.first - 1].lower in ("only", "daily"))
    quarters = all(value.minute % 15 == 0 and 6 <= value.hour <= 21 for value in said)
    return bool(led) and quarters and m.stands_free and m.follows in ("", "STOP", "COMMA", "AND")


def military(m: Matched) -> Piece | None:
    """For "by 1700", "Wednesday 0900"."""
    beside_day = "WEEKDAY" in (m.before, m.follows) or m.before in ("TOMORROW", "TODAY", "COMMA", "MONTH")
    near = beside_day or m.before in (*CLOCK_PREPOSITIONS, "FROM")
    fits = near and m.stands_free
    return m.piece("clock", Role.DATED, clock=Clock(m.value("HHMM"))) if fits else None


def hours(m: Matched) -> Piece | None:
    """For "Weds 10-12", "daily 7-9": the start, when a day or a time word stands before."""
    hour = m.value("HOURS")[0]
    near = m.before in ("WEEKDAY", "WEEKDAYS", "TOMORROW", "TODAY", "FROM", "BETWEEN", "DAILY", "PART")
    at = _office(hour) if near and 1 <= hour <= 24 else None
    return m.piece("clock", Role.DATED, clock=Clock(time(at))) if at is not None else None


def bare_hour(m: Matched) -> Piece | None:
    """For "at 9", "by 5", "after 8" (in the evening), "from 9 to 10"."""
    hour = m.value("NUM")
    near = m.before in CLOCK_PREPOSITIONS or (m.before in ("FROM", "BETWEEN") and m.last > m.first + 1)
    second = m.units[m.last - 1].value
    is_scale = m.last > m.first + 1 and hour == 1 and second in (5, 7, 10)
    one_by_one = m.first > 1 and m.units[m.first - 2].kind == "NUM"
    is_share = m.follows in ("OF", "HOUR") and m.last == m.first + 1
    if is_share or one_by_one or is_scale or not near or not 1 <= hour <= 24 or not m.stands_free:
        return None
    evening = m.before == "AFTER" and 6 <= hour <= 11
    part = m.value("PART")
    at = hour + 12 if evening or (part and part > time(12) and hour < 12) else hour if part else _office(hour)
    return m.piece("clock", Role.DATED, clock=Clock(time(at))) if at is not None and at < 24 else None


def work_end(m: Matched) -> Piece | None:
    """For "eod", "the end of the day"."""
    if m.has("UNIT") and m.value("UNIT") is not Unit.DAY:
        return None
    return m.piece("clock", Role.DEADLINE, clock=Clock(time(18), is_work_end=True))


def play_end(m: Matched) -> Piece | None:
    """For "by close of play", "by end of business"."""
    said = [unit.lower for unit in m.units[m.first : m.last]]
    fits = said[0] in ("end", "close") and said[2] in ("play", "business", "work", "trading")
    return m.piece("clock", Role.DEADLINE, clock=Clock(time(18), is_work_end=True)) if fits else None


def day_part(m: Matched) -> Piece | None:
    """For "in the morning", "Friday pm", "at night"."""
    part = Clock(m.value("PART", "AMPM"))
    if m.has("WEEKDAY"):
        found = weekday(replace(m, last=m.first + 1))
        return replace(found, last=m.last, clock=part) if found else None
    if m.has("TOMORROW"):
        return m.day(Ahead(1), clock=part)
    return (
        m.piece("clock", Role.DATED, clock=part)
        if m.before in ("IN", "DURING", "AT", "BY", "BEFORE", "UNTIL")
        else None
    )


def first_thing(m: Matched) -> Piece | None:
    """For "first thing Monday": 9:00; "last thing" is 18:00; "the first thing I'll do" is no time."""
    behind_day = m.before in ("PART", "TOMORROW", "WEEKDAY", "TODAY") or (
        m.before == "x" and m.follows in ("", "STOP", "COMMA")
    )
    if not behind_day and m.follows not in (
        "WEEKDAY",
        "TOMORROW",
        "TODAY",
        "IN",
        "ON",
        "NEXT",
        "EVERY",
        "TONIGHT",
        "AT",
    ):
        return None
    return m.piece("clock", Role.DATED, clock=Clock(time(18 if m.has("LAST") else 9)))


CLOCK_RULES = (
    ("LATER? TODAY", today),
    ("THIS PART", today),
    ("LATER? TONIGHT", today),
    ("TOMORROW", tomorrow),
    ("THE? UNIT AFTER TOMORROW", tomorrow),
    ("TOMORROW PART|AMPM", day_part),
    ("WEEKDAY PART|AMPM", day_part),
    ("THE? END OF TODAY|TOMORROW|WEEKDAY", day_end),
    ("CLOCK|RANGE|NOON", clock),
    ("HALF|QUARTER|NUM PAST|TO NUM", clock),
    ("POINTED", pointed),
    ("POINTED AND POINTED", pointed),
    ("HHMM", military),
    ("HOURS", hours),
    ("HALF NUM", half_hour),
    ("NUM OCLOCK", oclock),
    ("NUM", bare_hour),
    ("NUM IN THE PART", bare_hour),
    ("NUM TO|AND NUM", bare_hour),
    ("EOD", work_end),
    ("END|x OF x", play_end),
    ("THE? END OF THE? UNIT", work_end),
    ("END OF WORKING", work_end),
    ("THE PART", day_part),
    ("PART", day_part),
    ("NTH|LAST THING", first_thing),
)
