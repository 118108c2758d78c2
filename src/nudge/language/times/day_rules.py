"""Rules for days, dates and clock times."""

from __future__ import annotations

import re

from nudge.domain.calendar_days import (
    Ahead,
    Dated,
    Day,
    MonthDay,
    OneOf,
    OnWeekday,
    Unit,
    Weekday,
    WeekdayOf,
    Weekdays,
    Which,
    valid_date,
)
from nudge.domain.stretches import Nth
from nudge.domain.timing import Role
from nudge.language.times.event_words import ARTEFACTS, EVENTS
from nudge.language.times.pieces import PREPOSITIONS, Matched, Piece, is_word
from nudge.language.times.words import words

LEAP_YEAR = 2028
PARTS_OF_DATE = re.compile(r"\d+")
UNSURE_DAYS = words("mon wed weds sat sun")
LONE_BEFORE = words("COMMA STOP AND OR TO THIS")
LONE_BEHIND = words("COMMA STOP BEFORE AFTER AT BY OR AND TO HOURS HHMM TOMORROW")
"""Short names that are words or names too; they need a time word at their side."""
DAY_LEADS = ("", "ON", "BY", "BEFORE", "COMMA")
BESIDE_DAY = words("ON BY BEFORE UNTIL FROM NEXT THIS EVERY COMING LAST AND OR WEEKDAY THING TO")
BEHIND_DAY = words("HOURS CLOCK NOON PART AMPM EOD ORD POINTED MARKED RANGE HHMM DOTTED")
BEHIND_THE_DAY = words("STOP COMMA BEFORE AFTER AT AND")
DATE_PREPOSITIONS = ("ON", "BY", "BEFORE", "AFTER", "UNTIL", "FROM", "WEEKDAY", "COMMA", "WC", "WE")
NOT_A_DATE = words(
    "floor street item slide page question chapter attempt edition version birthday row place time one"
    " draft round grade year century person people line desk team anniversary"
)


def weekday(m: Matched) -> Piece | None:
    """For "Friday"; no day when it only says which meeting or report."""
    unit = m.units[m.first]
    if unit.is_possessive or not is_sure_day(m):
        return None
    if m.before == "OUR" or (m.before == "THE" and not _stands_alone(m)) or _is_told(m):
        return None
    describes = m.before == "THE" or (m.after and m.after.lower in ARTEFACTS and m.before not in DAY_LEADS)
    if m.first and (m.units[m.first - 1].lower == "black" or (describes and is_word(m.after))):
        return None
    return m.day(Weekday(unit.value))


def _stands_alone(m: Matched) -> bool:
    """For "on the Friday" or "the Friday" at an end, not "the Friday late"."""
    led = m.first > 1 and m.units[m.first - 2].kind in PREPOSITIONS
    return led or m.follows == "" or m.follows in BEHIND_THE_DAY


def _is_told(m: Matched) -> bool:
    """For "it's only Monday", "Monday was hard", "about Sunday cover"."""
    before = m.units[m.first - 1].lower if m.first else ""
    behind = m.after.lower if m.after else ""
    about = m.before == "AROUND" and m.follows not in ("", "STOP", "COMMA")
    if m.before == "NTH":
        return True
    return about or behind in ("was", "were") or before in ("it's", "only", "past", "tgif")


def is_sure_day(m: Matched) -> bool:
    """Whether a short name such as "sun" is a day here."""
    unit = m.units[m.first]
    if unit.lower not in UNSURE_DAYS:
        return True
    if unit.is_title and m.before in ("", "x", *LONE_BEFORE) and (not m.follows or m.follows in LONE_BEHIND):
        return True
    beside = m.before in BESIDE_DAY and (m.before not in ("AND", "OR") or _is_day(m))
    return beside or (m.follows in BEHIND_DAY and m.before != "THE")


def _is_day(m: Matched) -> bool:
    return m.first > 1 and m.units[m.first - 2].kind in ("WEEKDAY", "WEEKDAYS")


def which_weekday(m: Matched) -> Piece | None:
    """For "this Friday", "next Friday", "the coming Friday"."""
    which = Which.NEXT if m.has("NEXT") else Which.COMING if m.has("COMING") else Which.THIS
    return None if m.after and m.after.lower in ARTEFACTS else m.day(Weekday(m.value("WEEKDAY"), which))


def weekday_later(m: Matched) -> Piece | None:
    """For "Monday week", "a week on Tuesday", "the Friday after next"."""
    if m.has("UNIT") and m.value("UNIT") is not Unit.WEEK:
        return None
    day: Day = Weekday(m.value("WEEKDAY"), Which.WEEK_AFTER)
    return m.day(Ahead(8, Unit.DAY) if m.has("TOMORROW") else day)


def weekday_of_week(m: Matched) -> Piece | None:
    """For "Friday next week", "Tuesday of this week", "next week Friday"."""
    if m.value("UNIT") is not Unit.WEEK:
        return None
    weeks = m.has("NEXT") + m.has("AFTER")
    return m.day(WeekdayOf(m.value("WEEKDAY"), weeks))


def either_day(m: Matched) -> Piece | None:
    """For "Thursday or Friday"."""
    days = [u.value for u in m.units[m.first : m.last] if u.kind == "WEEKDAY"]
    return m.day(OneOf(tuple(Weekday(day) for day in days)))


def weekday_number(m: Matched) -> Piece | None:
    """For "Monday 17"; smaller numbers are hours."""
    fits = 12 < m.value("NUM") <= 31 and m.stands_free and m.follows != "MONTH"
    return m.day(OnWeekday(MonthDay(m.value("NUM")), m.value("WEEKDAY"))) if fits else None


def several_days(m: Matched) -> Piece | None:
    """For "Mon/Wed/Fri", "every Tuesday and Thursday", "Friday and Saturday": the first of them to come."""
    days = tuple(u.value for u in m.units[m.first : m.last] if u.kind == "WEEKDAY")
    again = m.has("EVERY") or len(days) > 2
    return m.repeat(Weekdays(days)) if again else m.day(Weekdays(days))


def between_days(m: Matched) -> Piece | None:
    """For "between Monday and Wednesday": the last of them."""
    days = [u.value for u in m.units[m.first : m.last] if u.kind == "WEEKDAY"]
    return m.day(Weekday(days[-1]))


def day_range(m: Matched) -> Piece | None:
    """For "Mon-Fri", "from Monday to Thursday": each of these days."""
    first, last = (u.value for u in m.units[m.first : m.last] if u.kind == "WEEKDAY")
    return m.repeat(Weekdays(tuple((first + n) % 7 for n in range((last - first) % 7 + 1))))


def date_range(m: Matched) -> Piece | None:
    """For "2-9 November", "from 3 to 17 January": they end on the last day."""
    said = m.units[m.first : m.last]
    numbers = [
        u.value[-1] if u.kind == "HOURS" else u.value for u in said if u.kind in ("NUM", "ORD", "HOURS")
    ]
    fits = any(valid_date(LEAP_YEAR, m.value("MONTH"), numbers[-1]))
    return m.day(Dated(numbers[-1], m.value("MONTH"), m.value("YEARNUM")), relation="UNTIL") if fits else None


def date(m: Matched) -> Piece | None:
    """For "1st December", "Dec 1, 2027", "the 14th of May"."""
    day = m.value("ORD", "NUM", "NTH")
    fits = any(valid_date(LEAP_YEAR, m.value("MONTH"), day))
    return m.day(Dated(day, m.value("MONTH"), m.value("YEARNUM"))) if fits else None


def numeric_date(m: Matched) -> Piece | None:
    """For "2026-12-01", "by 1/12"; a fraction is none."""
    unit = m.units[m.first]
    full = (
        unit.kind == "ISO"
        or unit.lower.count("/") == 2
        or (unit.kind == "DOTTED" and len(PARTS_OF_DATE.findall(unit.lower)) > 2)
    )
    names = m.after is not None and m.after.is_event
    near = m.before in DATE_PREPOSITIONS or m.before in ("", "STOP") or names
    free = (m.stands_free or names) and m.follows not in ("A", "OF")
    return m.day(unit.value) if full or (near and free) else None


def month_day(m: Matched) -> Piece | None:
    """For "on the 14th", "Friday 20th"; "the 14th floor" is none."""
    alone = m.has("THE") and m.value("ORD") > 3 and m.follows in ("", "STOP", "COMMA")
    of_event = m.before == "OF" and m.first > 1 and m.units[m.first - 2].is_event
    near = (
        m.before in DATE_PREPOSITIONS
        or of_event
        or alone
        or (m.has("THE") and m.before in ("", "COMMA", "TO"))
    )
    noun = m.after is not None and (m.after.lower in NOT_A_DATE or m.after.is_event)
    fits = near and not noun and m.value("ORD") <= 31
    return m.day(MonthDay(m.value("ORD"))) if fits else None


def spelt_day(m: Matched) -> Piece | None:
    """For "by the first"; "the first of us" is none."""
    led = m.before in ("ON", "BY", "BEFORE", "UNTIL")
    return m.day(MonthDay(m.value("NTH"))) if led and m.follows in ("", "STOP", "COMMA") else None


def numbered_day(m: Matched) -> Piece | None:
    """For "by the 15", "the day 28 at latest"; "the 15 people" is none."""
    number = m.value("NUM")
    if not m.units[m.last - 1].lower.isdigit():
        return None
    led = m.before in ("", *DATE_PREPOSITIONS) and m.stands_free
    behind = m.after is not None and (m.after.lower == "everything" or m.after.kind in ("PRON", "WILL", "AT"))
    fits = 1 <= number <= 31 and (m.value("UNIT") is Unit.DAY if m.has("UNIT") else led or behind)
    return m.day(MonthDay(number)) if fits and m.follows != "OF" else None


def latest_day(m: Matched) -> Piece | None:
    """For "day 28 at latest" at a start."""
    return numbered_day(m) if m.follows in ("AT", "LATEST") else None


def first_of_month(m: Matched) -> Piece | None:
    """For "the 1st of the month", "1st of month"."""
    fits = m.value("UNIT") is Unit.MONTH and m.value("ORD", "NTH") <= 31
    return m.day(MonthDay(m.value("ORD", "NTH"))) if fits else None


def nth(m: Matched) -> Piece | None:
    """For "the first Monday of every month", "the last working day of May"."""
    n = -1 if m.has("LAST") else m.value("NTH", "ORD")
    units = [u.value for u in m.units[m.first : m.last] if u.kind == "UNIT"]
    if n > 5 or (not m.has("MONTH") and (not units or units[-1] is not Unit.MONTH)):
        return None
    if not m.has("WEEKDAY") and units[0] is not Unit.DAY:
        return None
    day = Nth(n, m.value("WEEKDAY"), m.has("WORKING"), m.value("MONTH"), int(m.has("NEXT")))
    return m.repeat(day) if m.has("EVERY", "A") else m.day(day)


def weekday_event(m: Matched) -> Piece | None:
    """For "Monday's meeting", "the Thursday review": says which meeting, not when the act is."""
    said = m.units[m.first : m.last]
    day = next(u for u in said if u.kind == "WEEKDAY")
    head = said[-1].lower
    if not (day.is_possessive or said[0].kind in ("THE", "OUR")):
        return None
    if day.is_possessive and head not in ARTEFACTS and (is_word(said[-1]) or head in EVENTS):
        past = m.after is not None and m.after.lower in ("was", "were", "went")
        return (
            m.piece("mention", Role.MENTION, 1, event=True) if past else m.day(Weekday(day.value), event=True)
        )
    if head in EVENTS:
        return m.piece("mention", Role.MENTION, 1, event=True)
    return None


DAY_RULES = (
    ("WEEKDAY", weekday),
    ("THIS|THE? COMING WEEKDAY", which_weekday),
    ("THIS|NEXT WEEKDAY", which_weekday),
    ("WEEKDAY UNIT", weekday_later),
    ("A UNIT ON|FROM? WEEKDAY|TOMORROW", weekday_later),
    ("THE? WEEKDAY AFTER NEXT", weekday_later),
    ("WEEKDAY OF|IN? NEXT|THIS UNIT", weekday_of_week),
    ("WEEKDAY THE UNIT AFTER NEXT", weekday_of_week),
    ("NEXT|THIS UNIT COMMA? ON? WEEKDAY", weekday_of_week),
    ("WEEKDAY OR WEEKDAY", either_day),
    ("WEEKDAY THE? NUM", weekday_number),
    ("EVERY? WEEKDAY AND WEEKDAY", several_days),
    ("EVERY? WEEKDAY OR|COMMA WEEKDAY OR|AND|COMMA WEEKDAY", several_days),
    ("NUM|ORD TO NUM|ORD MONTH YEARNUM?", date_range),
    ("HOURS MONTH YEARNUM?", date_range),
    ("THE NTH", spelt_day),
    ("THE UNIT? NUM", numbered_day),
    ("UNIT NUM", latest_day),
    ("THE? ORD|NTH OF THE? UNIT", first_of_month),
    ("BETWEEN WEEKDAY AND WEEKDAY", between_days),
    ("THIS? WEEKDAY TO|UNTIL WEEKDAY", day_range),
    ("THE? ORD|NUM|NTH OF? MONTH COMMA? YEARNUM?", date),
    ("MONTH THE? ORD|NUM COMMA? YEARNUM?", date),
    ("ISO|SLASHED|DOTTED", numeric_date),
    ("THE? ORD", month_day),
    ("THE? NTH|ORD|LAST WEEKDAY OF|IN MONTH", nth),
    ("THE? NTH|ORD|LAST WEEKDAY OF|IN THE|EVERY|A|THIS|NEXT? UNIT", nth),
    ("THE? NTH|ORD|LAST WORKING? UNIT OF|IN MONTH", nth),
    ("THE? NTH|ORD|LAST WORKING? UNIT OF|IN THE|EVERY|A|THIS|NEXT? UNIT", nth),
    ("THE|OUR? WEEKDAY EVENT|x", weekday_event),
    ("THE|OUR? WEEKDAY x|EVENT EVENT", weekday_event),
)
