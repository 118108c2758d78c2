"""Rules for weeks, months and longer, and for what is past."""

from __future__ import annotations

from nudge.domain.calendar_days import Unit
from nudge.domain.stretches import IsoWeek, NamedMonths, Part, Stretch
from nudge.domain.timing import Role
from nudge.language.times.event_words import ARTEFACTS
from nudge.language.times.pieces import Matched, Piece, is_word

PARTS = {"START": Part.START, "EARLY": Part.EARLY, "MIDDLE": Part.MIDDLE, "MID": Part.MIDDLE}
EDGES = ("END", "START", "MIDDLE")
WEEK_LEADS = ("", "IN", "BY", "BEFORE", "UNTIL", "DURING", "FROM", "COMMA", "STOP", "END", "OF", "x")


def part_in(m: Matched) -> Part:
    """The part of a stretch that the words name; its end when they name none."""
    return next((part for kind, part in PARTS.items() if m.has(kind)), Part.END)


def stretch(m: Matched) -> Piece | None:
    """For "this week", "early next month", "the end of the quarter", "the week after next"."""
    unit: Unit = m.value("UNIT", "QUARTER")
    if unit is Unit.DAY or m.units[m.last - 1].is_possessive:
        return None
    ahead = int(m.has("NEXT") or (m.has("COMING") and unit is Unit.WEEK)) + m.has("AFTER")
    day = Stretch(unit, ahead, part_in(m))
    return m.day(day) if m.has(*EDGES) else m.window(day)


def short_end(m: Matched) -> Piece | None:
    """For "eow", "eom"; "the month-end list" is none."""
    if "-" in m.units[m.first].lower and is_word(m.after):
        return None
    return m.piece("day", Role.DEADLINE, day=Stretch(m.value("EOW")))


def unit_end(m: Matched) -> Piece | None:
    """For "by month end"."""
    unit = m.value("UNIT", "QUARTER")
    return (
        m.day(Stretch(unit)) if m.before in ("BY", "BEFORE", "AT", "UNTIL") and unit is not Unit.DAY else None
    )


def weekend(m: Matched) -> Piece | None:
    """For "this weekend", "over the weekend", "w/e 27 Nov"; "the weekend roster" is none."""
    if m.has("LONG") and not m.has("THE", "THIS", "NEXT"):
        return m.window(Stretch(Unit.WEEKEND))
    if m.before in ("BY", "BEFORE") and not m.has("NEXT"):
        return m.day(Stretch(Unit.WEEK), relation="BY")
    near = m.has("THIS", "NEXT", "COMING") or m.before in (
        "AT",
        "OVER",
        "ON",
        "DURING",
        "AFTER",
        "IN",
        "UNTIL",
    )
    return m.day(Stretch(Unit.WEEKEND, int(m.has("NEXT")))) if near and not is_noun_behind(m) else None


def is_noun_behind(m: Matched) -> bool:
    """Whether the phrase only describes a thing: "the weekend roster"."""
    return m.after is not None and (m.after.lower in ARTEFACTS or m.after.is_event)


def named_month(m: Matched) -> Piece | None:
    """For "in January", "mid-Nov", "the end of May", "by March"; "April" alone may be a person."""
    part, before = part_in(m), m.before
    near = before in ("IN", "BY", "BEFORE", "UNTIL", "DURING", "AFTER", "FROM", "TO") or m.has(
        "YEARNUM", "THIS", "NEXT"
    )
    if not near and not m.has("END", "START", "MIDDLE", "MID", "EARLY", "LATE"):
        return None
    month = next(u for u in m.units[m.first : m.last] if u.kind == "MONTH")
    if month.lower in ("march", "may") and not month.is_title and before not in ("IN", "BY"):
        return None
    starts = before in ("BY", "BEFORE") and not m.has("END", "MIDDLE", "MID", "EARLY", "LATE")
    day = NamedMonths(month.value, 1, m.value("YEARNUM"), Part.START if starts else part)
    return m.day(day) if m.has(*EDGES) else m.window(day)


def named_quarter(m: Matched) -> Piece | None:
    """For "in Q1", "the end of Q4"; "the Q3 report" is none."""
    if is_noun_behind(m) or not (
        m.has(*EDGES, "EARLY", "LATE", "MID") or m.before in ("IN", "BY", "DURING", "BEFORE")
    ):
        return None
    starts = m.before == "BEFORE" and not m.has(*EDGES)
    part = Part.START if starts else part_in(m)
    day = NamedMonths(3 * m.value("QNAME") - 2, 3, m.value("YEARNUM"), part)
    return m.day(day) if m.has(*EDGES) else m.window(day)


def named_year(m: Matched) -> Piece | None:
    """For "in 2027", "the end of 2027"."""
    if m.has(*EDGES):
        return m.day(NamedMonths(1, 12, m.value("YEARNUM"), part_in(m)))
    headed = m.before == "" and m.after is not None and m.after.lower == ":"
    near = headed or (m.before in ("IN", "BY", "BEFORE", "UNTIL", "DURING") and m.stands_free)
    return m.window(NamedMonths(1, 12, m.value("YEARNUM"))) if near else None


def season(m: Matched) -> Piece | None:
    """For "in spring", "next summer": which days these are depends on where one lives."""
    near = m.has("THIS", "NEXT", "EARLY", "LATE", "END") or m.before in (
        "IN",
        "BY",
        "OVER",
        "BEFORE",
        "DURING",
        "AFTER",
        "UNTIL",
    )
    return m.window(None) if near and not is_word(m.after) else None


def week_of(m: Matched) -> Piece | None:
    """For "w/c 5 Oct", "the week of 5 Oct", "w/e 9 Oct": a placeholder that the date behind it fills."""
    if m.has("UNIT") and m.value("UNIT") is not Unit.WEEK:
        return None
    return m.piece("week ending" if m.has("WE", "ENDING") else "week of", Role.WINDOW, 1)


def numbered_week(m: Matched) -> Piece | None:
    """For "week 23", "KW 49": a week of the calendar."""
    number = m.value("NUM")
    named = m.units[m.first].lower == "kw" or m.value("UNIT") is Unit.WEEK
    fits = named and 1 <= number <= 53 and m.follows != "OF" and m.before in WEEK_LEADS
    return m.window(IsoWeek(number)) if fits else None


def sprint(m: Matched) -> Piece | None:
    """For "the end of the sprint", "this sprint": nobody here knows when that is."""
    if m.has(*EDGES):
        return m.piece("event", Role.CUE, recurring=m.has("EVERY"))
    return m.window(None)


def unit_over(m: Matched) -> Piece | None:
    """For "before the year is out", "before the week ends"."""
    ends = m.units[m.first + 2].lower in ("ends", "finishes") or m.units[m.last - 1].lower in (
        "out",
        "over",
        "up",
    )
    if not ends or m.before != "BEFORE" or m.value("UNIT", "QUARTER") is Unit.DAY:
        return None
    return m.day(Stretch(m.value("UNIT", "QUARTER")), relation="BY")


def within_the(m: Matched) -> Piece | None:
    """For "within the week", "in the course of next week"."""
    fits = m.before == "WITHIN" and m.value("UNIT", "QUARTER") is not Unit.DAY
    return m.window(Stretch(m.value("UNIT", "QUARTER"))) if fits else None


def over(m: Matched) -> Piece | None:
    """What is past: it says nothing about the act. "31 January, last day" isn't."""
    if m.has("LAST") and m.value("UNIT") is Unit.DAY:
        return None
    return m.piece("past", Role.MENTION, 1)


STRETCH_RULES = (
    ("EARLY|LATE|LATER|MID? THIS|NEXT UNIT|QUARTER", stretch),
    ("EARLY|LATE|LATER|MID IN? THE UNIT|QUARTER", stretch),
    ("THE|THIS COMING UNIT", stretch),
    ("THE UNIT AFTER NEXT", stretch),
    ("THE? END|START|MIDDLE OF THE|THIS|NEXT? COMING? UNIT|QUARTER", stretch),
    ("EOW", short_end),
    ("UNIT|QUARTER END", unit_end),
    ("THIS|THE|NEXT|COMING? LONG? WEEKEND", weekend),
    ("THE COMING WEEKEND", weekend),
    ("THIS COMING WEEKEND", weekend),
    ("EARLY|LATE|MID|THIS|NEXT? MONTH YEARNUM?", named_month),
    ("THE? END|START|MIDDLE OF MONTH YEARNUM?", named_month),
    ("EARLY|LATE|MID? QNAME YEARNUM?", named_quarter),
    ("THE? END|START|MIDDLE OF QNAME YEARNUM?", named_quarter),
    ("YEARNUM", named_year),
    ("THE? END|START|MIDDLE OF YEARNUM", named_year),
    ("THE|THIS|NEXT|EARLY|LATE? SEASON", season),
    ("WC", week_of),
    ("WE", week_of),
    ("THE? UNIT COMMENCING|OF", week_of),
    ("THE? UNIT ENDING", week_of),
    ("THE? END|START|MIDDLE OF THE|THIS|EVERY|NEXT? SPRINT", sprint),
    ("THIS|NEXT SPRINT", sprint),
    ("THE UNIT|QUARTER x x?", unit_over),
    ("THE UNIT|QUARTER", within_the),
    ("UNIT|x NUM", numbered_week),
    ("YESTERDAY PART?", over),
    ("THE? LAST|PAST WEEKDAY|UNIT|QUARTER|PART|MONTH|WEEKEND|SEASON|TIME", over),
    ("THE? LAST|PAST NUM|FEW|COUPLE UNITS", over),
    ("THIS? PAST WEEKDAY|UNIT", over),
    ("NUM|A|FEW|COUPLE UNITS|UNIT|FORTNIGHT|HOUR AGO", over),
    ("SINCE THE? WEEKDAY|MONTH|UNIT|YEARNUM|CLOCK|TODAY|YESTERDAY|HOLIDAY", over),
    ("THE OTHER UNIT", over),
)
