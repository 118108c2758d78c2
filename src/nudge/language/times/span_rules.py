"""Rules for spans from now: "in 3 days", "for the next two weeks", "in the coming weeks"."""

from __future__ import annotations

from datetime import timedelta

from nudge.domain.calendar_days import Ahead, Unit, Weekday
from nudge.domain.stretches import Part, Stretch
from nudge.domain.timing import Role
from nudge.language.times.pieces import Matched, Piece, is_word

HOLDS_SPAN = ("IN", "WITHIN", "OVER", "FOR", "DURING")
MOST_AHEAD = 99


def span_ahead(m: Matched) -> Piece | None:
    """For "in 3 days", "within a week", "for the next two weeks", "ten days from now"."""
    n = _count(m)
    anchored = m.has("NOW", "TODAY", "WEEKDAY") or m.before in HOLDS_SPAN or _stands_apart(m)
    if m.before == "OVER" and not m.has("NEXT", "COMING", "A"):
        return None
    one_day = m.has("A") and m.value("UNIT") is Unit.DAY
    bounded_for = m.before != "FOR" or not (one_day or m.value("UNIT", "UNITS") is Unit.YEAR)
    if n is None or n > MOST_AHEAD or not anchored or not bounded_for:
        return None
    if m.has("WEEKDAY"):
        return m.day(Ahead(n, m.value("UNIT", "UNITS"), Weekday(m.value("WEEKDAY"))), relation="WITHIN")
    fuzzy = m.has("FEW", "COUPLE", "THIS", "THESE") or (m.before not in HOLDS_SPAN and not m.has("NOW"))
    unit = Unit.WEEK if m.has("FORTNIGHT") else m.value("UNIT", "UNITS", "QUARTER")
    day = Ahead(2 * n if m.has("FORTNIGHT") else n, unit)
    if fuzzy:
        return m.window(day if m.before in HOLDS_SPAN and not m.has("THIS", "THESE") else None)
    return m.day(day, relation="UNTIL" if m.before in ("FOR", "OVER", "DURING") else "WITHIN")


def _stands_apart(m: Matched) -> bool:
    """For "next two weeks", "these next few weeks" with no preposition."""
    counted = m.has("THIS", "THESE") or (m.has("NEXT", "COMING") and m.has("NUM", "FEW", "COUPLE"))
    return counted and not is_word(m.after) and m.before not in ("BY", "BEFORE")


def _count(m: Matched) -> int | None:
    return (
        1
        if m.has("A") and not m.has("COUPLE", "FEW")
        else m.value("NUM", "FEW", "COUPLE") or (1 if m.has("NEXT", "COMING") else None)
    )


def coming_spans(m: Matched) -> Piece | None:
    """For "in the coming weeks", "these coming days", "in this period": no end."""
    return m.window(None) if m.before in HOLDS_SPAN or m.has("THESE") or m.before == "" else None


def half_of(m: Matched) -> Piece | None:
    """For "in the second half of the month"."""
    part = Part.MIDDLE if m.value("NTH") == 1 else Part.END
    fits = m.value("NTH") in (1, 2) and m.value("UNIT", "QUARTER") is not Unit.DAY
    return m.window(Stretch(m.value("UNIT", "QUARTER"), int(m.has("NEXT")), part)) if fits else None


def all_week(m: Matched) -> Piece | None:
    """For "all week"; "all day" measures the act."""
    unit = m.value("UNIT", "QUARTER")
    return m.window(Stretch(unit)) if unit is not Unit.DAY and m.follows not in ("OFF",) else None


def fortnight(m: Matched) -> Piece | None:
    """For "this fortnight", "next fortnight"."""
    return m.window(Ahead(4 if m.has("NEXT") else 2, Unit.WEEK))


def weeks_left(m: Matched) -> Piece | None:
    """For "in the weeks left"."""
    left = m.units[m.last - 1].lower in ("left", "ahead")
    return m.window(None) if left and m.before in HOLDS_SPAN else None


def exact_span(m: Matched) -> Piece | None:
    """For "within 48 hours", "in half an hour", "in 20 minutes"; "for an hour" measures the act."""
    n = 1 if m.has("A") and not m.has("NUM") else m.value("NUM")
    if m.before not in ("IN", "WITHIN") or n is None:
        return None
    minutes = m.value("HOUR") * n
    minutes = minutes // 2 if m.has("HALF") else minutes
    return m.piece("elapsed", Role.DATED, elapsed=timedelta(minutes=minutes))


SPAN_RULES = (
    ("NUM|A|FEW|NTH UNITS|UNIT|FORTNIGHT APOS? TIME?", span_ahead),
    ("THE? NEXT|COMING NUM|FEW UNITS", span_ahead),
    ("THE NEXT|COMING UNIT|FORTNIGHT", span_ahead),
    ("THE? NEXT|COMING? A? COUPLE OF? UNITS", span_ahead),
    ("A FEW|COUPLE OF? UNITS APOS? TIME?", span_ahead),
    ("NUM|A UNITS|UNIT|FORTNIGHT FROM NOW|TODAY|WEEKDAY", span_ahead),
    ("THE|THESE? NEXT|COMING UNITS", coming_spans),
    ("THESE UNITS", coming_spans),
    ("THE|THIS NEXT|COMING? PERIOD", coming_spans),
    ("THE UNITS x", weeks_left),
    ("THIS|THESE NEXT? NUM|FEW|COUPLE UNITS", span_ahead),
    ("THE NTH HALF OF THE|THIS|NEXT? UNIT|QUARTER", half_of),
    ("ALL THE|THIS? UNIT", all_week),
    ("THIS|NEXT FORTNIGHT", fortnight),
    ("THE? NEXT? NUM|A|HALF A? HOUR APOS? TIME?", exact_span),
)
