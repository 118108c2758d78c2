"""Rules for what repeats, and for how often."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import time, timedelta
from itertools import takewhile

from nudge.domain.calendar_days import Ahead, Day, Unit, Weekdays
from nudge.domain.stretches import Stretch
from nudge.domain.timing import Clock, Role
from nudge.language.times.pieces import Matched, Piece, is_word
from nudge.language.times.span_rules import MOST_AHEAD
from nudge.language.times.stretch_rules import is_noun_behind, part_in
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

WEEKDAY_NUMBERS = (0, 1, 2, 3, 4)
NEGATIONS = words("not don't won't never doesn't didn't no who asked told said already changed nobody")
"""Before "twice" these say how often it was, or that it won't be."""


def every(m: Matched) -> Piece | None:
    """For "every day", "each morning", "every other Friday", "every second week", "per week"."""
    if m.has("WEEKDAY"):
        part = m.value("PART")
        return m.repeat(Weekdays((m.value("WEEKDAY"),)), clock=Clock(part) if part else None)
    if m.has("PART"):
        return m.repeat(Weekdays(), clock=Clock(m.value("PART")))
    if m.has("WORKDAY") or m.has("WORKING"):
        night = m.value("WORKDAY")
        return m.repeat(Weekdays(WEEKDAY_NUMBERS), clock=Clock(night) if night == time(21) else None)
    if m.has("AMPM"):
        return m.repeat(Weekdays(), clock=Clock(m.value("AMPM")))
    n = m.value("NUM") or (2 if m.has("OTHER", "NTH", "FORTNIGHT") else 1)
    return m.repeat(
        _period(Unit.WEEK if m.has("FORTNIGHT") else m.value("UNIT", "UNITS", "QUARTER"), min(n, MOST_AHEAD))
    )


def _period(unit: Unit, n: int) -> Day:
    """The end of the first period, or the first day."""
    if n > 1:
        return Ahead(n, unit)
    return Weekdays() if unit is Unit.DAY else Stretch(unit)


def end_of_every(m: Matched) -> Piece | None:
    """For "the end of each day", "the start of every month"."""
    unit: Unit = m.value("UNIT", "QUARTER")
    if unit is Unit.DAY:
        return m.repeat(Weekdays(), clock=Clock(time(9 if m.has("START") else 18)))
    return m.repeat(Stretch(unit, part=part_in(m)))


def every_hour(m: Matched) -> Piece | None:
    """For "every hour", "every 20 minutes"."""
    minutes = min(m.value("NUM") or 1, MOST_AHEAD) * m.value("HOUR")
    return m.piece("elapsed", Role.REPEATED, elapsed=timedelta(minutes=minutes), recurring=True)


def every_weekend(m: Matched) -> Piece | None:
    """For "every weekend", "weekends"."""
    return m.repeat(Weekdays((6,)))


def each_time(m: Matched) -> Piece | None:
    """For "every time" without a clause: as often as the act is due."""
    return m.piece("vague", Role.VAGUE, 1, recurring=True) if m.follows != "x" else None


def every_one(m: Matched) -> Piece | None:
    """For "all the days"."""
    return m.repeat(_period(m.value("UNITS"), 1)) if m.follows != "OF" and m.before != "OF" else None


def plural_days(m: Matched) -> Piece | None:
    """For "Mondays and Thursdays", "Friday mornings", "weekdays"."""
    said = m.units[m.first : m.last]
    if m.before in ("AROUND", "OUR"):
        return None
    if m.has("WORKDAYS"):
        night = m.value("WORKDAYS")
        return m.repeat(Weekdays(WEEKDAY_NUMBERS), clock=Clock(night) if night else None)
    days = tuple(u.value for u in said if u.kind in ("WEEKDAYS", "WEEKDAY"))
    part = m.value("PARTS", "PART")
    return m.repeat(Weekdays(days), clock=Clock(part) if part else None)


def in_the_mornings(m: Matched) -> Piece | None:
    """For "in the mornings", "evenings:"."""
    near = m.before in ("IN", "ON", "COMMA") or m.has("THE")
    return m.repeat(Weekdays(), clock=Clock(m.value("PARTS"))) if near else None


def times_per(m: Matched) -> Piece | None:
    """For "twice a week", "3x per week", "once every month"."""
    return m.repeat(_period(m.value("UNIT", "QUARTER"), 1))


def daily_times(m: Matched) -> Piece | None:
    """For "twice daily", "three times weekly"."""
    value = m.value("DAILY")
    return m.repeat(_period(value, 1)) if isinstance(value, Unit) else None


def per_event(m: Matched) -> Piece | None:
    """For "once a shift", "per meeting"."""
    return m.piece("event", Role.CUE, recurring=True, event=True)


def day_off(m: Matched) -> Piece | None:
    """For "on my day off"."""
    return m.piece("event", Role.CUE, recurring=m.has("EVERY")) if m.before == "ON" else None


def half_term(m: Matched) -> Piece | None:
    """For "by half term": nobody here knows when that is."""
    led = m.before in ("", "BY", "BEFORE", "AFTER", "UNTIL", "OVER", "IN", "AT", "DURING", "COMMA")
    is_term = m.units[m.last - 1].lower in ("term", "half-term")
    return m.piece("event", Role.CUE) if led and is_term and not is_word(m.after) else None


def amount_per(m: Matched) -> Piece | None:
    """For "two walks a week": the words "a week", when a number stands shortly before."""
    nearby = m.units[max(m.first - 4, 0) : m.first]
    counted = any(_is_amount(unit) for unit in nearby) and _is_counted(nearby[-1])
    return m.repeat(_period(m.value("UNIT", "QUARTER"), 1)) if counted or m.has("PER") else None


def _is_amount(unit: TextUnit) -> bool:
    return unit.kind in ("NUM", "FEW", "COUPLE", "A") or any(mark.isdigit() for mark in unit.lower)


def _is_counted(unit: TextUnit) -> bool:
    """For "two walks a week", "30 minutes a day", "4,500 a day", but not "5 pm a day"."""
    if unit.lower.isdigit():
        return True
    return is_word(unit) or unit.kind in ("HOUR", "PARTS", "NUM") or unit.is_event or "," in unit.lower[1:]


def daily(m: Matched) -> Piece | None:
    """For "daily", "a weekly walk"; "the daily report" is none."""
    value = m.value("DAILY")
    if m.before in ("THE", "OUR", "THIS", "THAT", "THESE") or is_noun_behind(m):
        return None
    is_name = m.units[m.first].is_title and m.after is not None and m.after.is_title and m.before != ""
    if is_name or (m.units[m.first].lower == "everyday" and is_word(m.after)):
        return None
    if value == 60:
        return m.piece("elapsed", Role.REPEATED, elapsed=timedelta(hours=1), recurring=True)
    if value == 2:
        return m.repeat(Ahead(2, Unit.WEEK))
    return (
        m.repeat(_period(value, 1)) if isinstance(value, Unit) else m.repeat(Weekdays(), clock=Clock(value))
    )


def count(m: Matched) -> Piece | None:
    """For "twice", "three times": a number without anchor."""
    follows = m.after.lower if m.after else ""
    comparing = follows in ("as", "more", "faster", "better", "the", "larger", "bigger", "again", "upon")
    sentence = _sentence_before(m.units, m.first)
    asks = m.first and m.units[m.first - 1].lower in ("how", "so", "too")
    denied = bool(NEGATIONS.intersection(unit.lower for unit in sentence))
    return None if comparing or asks or denied else m.piece("count", Role.VAGUE, 1)


def _sentence_before(units: Sequence[TextUnit], at: int) -> list[TextUnit]:
    """Up to six units before, as far as the last mark."""
    return list(
        takewhile(lambda unit: unit.kind not in ("STOP", "COMMA"), reversed(units[max(at - 6, 0) : at]))
    )


def once(m: Matched) -> Piece | None:
    """For "once", as a number: at the end or before a mark."""
    return count(m) if m.follows in ("", "STOP", "COMMA") and m.before not in ("AT", "FOR") else None


REPEAT_RULES = (
    ("THE? END|START OF EVERY UNIT|QUARTER", end_of_every),
    ("EVERY SINGLE|OTHER|NTH|WORKING? WEEKDAY|UNIT|QUARTER|PART|WORKDAY|FORTNIGHT|AMPM", every),
    ("EVERY AND EVERY WEEKDAY|UNIT|PART", every),
    ("EVERY WEEKDAY PART", every),
    ("EVERY NUM|FEW UNITS", every),
    ("EVERY NUM? HOUR", every_hour),
    ("EVERY OTHER|NTH|SINGLE? WEEKEND", every_weekend),
    ("EVERY SINGLE? TIME", each_time),
    ("ALL THE UNITS", every_one),
    ("WEEKENDS", every_weekend),
    ("WEEKDAYS", plural_days),
    ("WEEKDAYS AND|COMMA|OR WEEKDAYS", plural_days),
    ("WEEKDAYS COMMA WEEKDAYS AND WEEKDAYS", plural_days),
    ("EVERY WEEKDAY AND|COMMA WEEKDAY", plural_days),
    ("WEEKDAY PARTS", plural_days),
    ("WORKDAYS", plural_days),
    ("THE? PARTS", in_the_mornings),
    ("ONCE|TWICE|TIMES A|PER|EVERY|OR UNIT|QUARTER", times_per),
    ("ONCE|TWICE|TIMES IN A|THE? UNIT|QUARTER", times_per),
    ("NUM TIMES IN A|THE? UNIT|QUARTER", times_per),
    ("ONCE|TWICE|TIMES DAILY", daily_times),
    ("NUM TIMES DAILY", daily_times),
    ("NUM|FEW|COUPLE TIMES A|PER|EVERY UNIT|QUARTER", times_per),
    ("A COUPLE|FEW OF? TIMES A|PER|EVERY UNIT|QUARTER", times_per),
    ("ONCE|TWICE A|PER|EVERY EVENT", per_event),
    ("PER EVENT", per_event),
    ("OUR|EVERY UNIT OFF", day_off),
    ("HALF SPRINT", half_term),
    ("HALFTERM", half_term),
    ("A|PER UNIT|QUARTER", amount_per),
    ("DAILY", daily),
    ("TWICE", count),
    ("ONCE", once),
    ("NUM TIMES", count),
)
