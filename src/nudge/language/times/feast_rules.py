"""Rules for feasts and holidays."""

from __future__ import annotations

from nudge.domain.calendar_days import Dated, Day, Unit
from nudge.domain.stretches import Holiday, Nth
from nudge.domain.timing import Role
from nudge.language.times.pieces import Matched, Piece, is_word


def holiday(m: Matched) -> Piece | None:
    """For "Christmas", but not "the Christmas party"."""
    if m.has("NEW"):
        return _new_year(m)
    value = m.value("HOLIDAY")
    if m.after and (m.after.is_event or m.after.lower in ("card", "cards", "present", "presents", "eggs")):
        return None
    day: Day = Nth(value[0], value[1], month=value[2]) if len(value) == 3 else Holiday(*value)
    return (
        m.day(day) if m.before in ("BY", "BEFORE", "AFTER", "UNTIL", "AT", "OVER", "DURING", "THIS") else None
    )


def _new_year(m: Matched) -> Piece | None:
    """For "by New Year", "on New Year's Eve", "in the new year"; a resolution or a wish is none."""
    if m.units[m.last - 1].is_possessive or m.value("UNIT") is not Unit.YEAR or is_word(m.after):
        return None
    if m.before == "IN":
        return m.window(None)
    led = m.before in ("BY", "BEFORE", "AFTER", "UNTIL", "AT", "OVER", "ON", "FROM", "THIS")
    return m.day(Holiday(1, 1)) if led else None


def feast_day(m: Matched) -> Piece | None:
    """For "Christmas Eve", "Boxing Day", "New Year's Day"."""
    said = m.units[m.last - 1]
    if said.kind != "EVE" and (said.kind != "UNIT" or said.value is not Unit.DAY):
        return None
    if m.has("BOXING"):
        return m.day(Dated(26, 12))
    if m.has("NEW"):
        return m.day(Dated(31, 12) if m.has("EVE") else Dated(1, 1))
    value = m.value("HOLIDAY")
    fixed = len(value) == 2 and value[1]
    return m.day(Dated(value[0] - m.has("EVE"), value[1])) if fixed else None


def moving_feast(m: Matched) -> Piece | None:
    """For "before Diwali": a moving day that no rule here can tell."""
    led = m.before in ("BY", "BEFORE", "AFTER", "UNTIL", "AT", "OVER", "DURING", "ON", "THIS")
    return m.piece("event", Role.CUE) if led or m.has("END") else None


def named_day(m: Matched) -> Piece | None:
    """For "Labour Day", "by Independence Day": capitals, and a word of time at its side."""
    named = all(unit.is_title for unit in m.units[m.first : m.last]) and m.value("UNIT") is Unit.DAY
    led = m.before in ("BY", "BEFORE", "AFTER", "UNTIL", "ON", "OVER") or m.follows == "LATEST"
    return m.piece("event", Role.CUE) if named and led else None


def good_friday(m: Matched) -> Piece | None:
    """For "by Good Friday"."""
    return m.day(Holiday(-2)) if m.value("WEEKDAY") == 4 else None


FEAST_RULES = (
    ("HOLIDAY EVE|UNIT", feast_day),
    ("NEW UNIT EVE|UNIT", feast_day),
    ("x UNIT", named_day),
    ("BOXING UNIT", feast_day),
    ("FEAST", moving_feast),
    ("THE? END OF FEAST", moving_feast),
    ("HOLIDAY", holiday),
    ("THE? NEW UNIT", holiday),
    ("GOOD WEEKDAY", good_friday),
)
