"""Rules for moments that something else dates: "the same day", "that night"."""

from __future__ import annotations

from nudge.domain.calendar_days import Unit, Weekdays
from nudge.domain.timing import Clock, Role
from nudge.language.times.pieces import Matched, Piece


def same_day(m: Matched) -> Piece | None:
    """For "the same day", "same evening": of what is said elsewhere."""
    return m.piece("event", Role.CUE) if m.follows != "OF" and m.before not in ("BY", "OF") else None


def right_after(m: Matched) -> Piece | None:
    """For "straight after" at an end."""
    lead = m.units[m.first].lower in ("right", "straight", "just", "immediately", "directly", "shortly")
    return m.piece("event", Role.CUE) if lead and m.follows in ("", "STOP", "COMMA") else None


def that_part(m: Matched) -> Piece | None:
    """For "that night" at an end."""
    ends = m.follows in ("", "STOP", "COMMA") and m.value("UNIT") in (None, Unit.DAY)
    return m.piece("event", Role.CUE) if ends else None


def day_before(m: Matched) -> Piece | None:
    """For "the night before", "the next day": a day that something else names."""
    unit = m.value("UNIT")
    ends = m.follows in ("", "STOP", "COMMA", "AT", "BEFORE", "AND", "TO") or not m.has("BEFORE")
    return m.piece("event", Role.CUE) if ends and unit in (None, Unit.DAY) else None


def both_parts(m: Matched) -> Piece | None:
    """For "morning and night": each day."""
    parts = [u.value for u in m.units[m.first : m.last] if u.kind == "PART"]
    return m.repeat(Weekdays(), clock=Clock(max(parts)))


def of_a_part(m: Matched) -> Piece | None:
    """For "of a morning"."""
    return m.repeat(Weekdays(), clock=Clock(m.value("PART")))


MOMENT_RULES = (
    ("PART AND PART", both_parts),
    ("OF A PART", of_a_part),
    ("x AFTER", right_after),
    ("THE? SAME UNIT|PART|HOUR", same_day),
    ("THAT PART|UNIT", that_part),
    ("THE PART|UNIT BEFORE", day_before),
    ("THE NEXT UNIT|PART", day_before),
)
