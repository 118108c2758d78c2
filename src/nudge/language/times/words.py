"""The closed vocabulary of time: each word with its kind and what it stands for."""

from __future__ import annotations

from datetime import time
from typing import Any

from nudge.domain.calendar_days import Unit


def words(said: str) -> frozenset[str]:
    """The words of a row.

    >>> sorted(words("by on at"))
    ['at', 'by', 'on']
    """
    return frozenset(said.split())


def _parts(said: str) -> list[str]:
    return said.split(", ")


def _listed(said: str) -> list[str]:
    return said.split()


Sense = tuple[str, Any]
"""A kind, as the rules name it, and a value."""

WORDS: dict[str, Sense] = {}


def _add(kind: str, row: str, value: Any = None) -> None:
    for word in row.split():
        WORDS[word.replace("_", " ")] = (kind, value)


_WEEKDAYS = (
    "monday mon",
    "tuesday tues tue tuesdy",
    "wednesday wednes wedn weds wed wendesday wensday",
    "thursday thurs thur thu thrusday",
    "friday fri firday",
    "saturday sat",
    "sunday sun",
)
for _number, _names in enumerate(_WEEKDAYS):
    _add("WEEKDAY", _names, _number)
    _add("WEEKDAYS", f"{_names.split()[0]}s", _number)

_MONTHS = _listed("january february march april may june july august september october november december")
for _number, _name in enumerate(_MONTHS, start=1):
    _add("MONTH", f"{_name} {_name[:3]}", _number)
_add("MONTH", "sept", 9)

for _value, _row in enumerate(
    _listed("one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"), 1
):
    _add("NUM", _row, _value)
for _value, _row in enumerate(
    _listed(
        "sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth"
        " seventeenth"
        " eighteenth nineteenth twentieth twenty-first twenty-second twenty-third twenty-fourth twenty-fifth"
        " twenty-sixth twenty-seventh twenty-eighth twenty-ninth thirtieth thirty-first"
    ),
    6,
):
    _add("ORD", _row, _value)
_add("NUM", "twenty", 20)
_add("NUM", "thirty", 30)
for _value, _row in enumerate(_listed("first second third fourth fifth"), 1):
    _add("NTH", _row, _value)

for _unit, _row in (
    (Unit.DAY, "day"),
    (Unit.WEEK, "week wk"),
    (Unit.MONTH, "month"),
    (Unit.YEAR, "year yr"),
):
    _add("UNIT", _row, _unit)
for _unit, _row in (
    (Unit.DAY, "days"),
    (Unit.WEEK, "weeks wks"),
    (Unit.MONTH, "months"),
    (Unit.YEAR, "years"),
):
    _add("UNITS", _row, _unit)
_add("QUARTER", "quarter", Unit.QUARTER)
_add("UNITS", "quarters", Unit.QUARTER)
_add("FORTNIGHT", "fortnight")
_add("WEEKEND", "weekend w/end")
_add("WEEKENDS", "weekends")
_add("OCLOCK", "o'clock oclock")
_add("HOUR", "hour hours hr hrs", 60)
_add("HOUR", "minute minutes min mins", 1)
_add("SPRINT", "sprint semester term iteration")
_add("HALFTERM", "half-term halfterm")

_add("PART", "morning mornin", time(12))
_add("PART", "afternoon arvo", time(18))
_add("PART", "teatime dinnertime", time(18))
_add("PART", "evening", time(21))
_add("PART", "night", time(21))
_add("PARTS", "mornings", time(12))
_add("PARTS", "afternoons arvos", time(18))
_add("PARTS", "evenings nights", time(21))
_add("AMPM", "am", time(12))
_add("AMPM", "pm", time(18))
_add("NOON", "noon midday lunchtime", time(12))
_add("NOON", "midnight", time(23, 59))

_add("TODAY", "today 2day")
_add("TONIGHT", "tonight tonite 2nite")
_add("TOMORROW", "tomorrow tmrw tmr tmw tomoro tomorow tommorow tommorrow 2moro 2morrow tomorro")
_add("YESTERDAY", "yesterday")
_add("SEASON", "spring summer autumn fall winter")
_add("EOD", "eod cob e.o.d e.o.d. c.o.b c.o.b. eob")
_add("EOW", "eow", Unit.WEEK)
_add("EOW", "eom", Unit.MONTH)
_add("EOW", "eoq", Unit.QUARTER)
_add("EOW", "eoy", Unit.YEAR)
_add("EOW", "year-end", Unit.YEAR)
_add("EOW", "month-end", Unit.MONTH)
_add("WC", "w/c wc w/b")
_add("WE", "w/e")
_add("HOLIDAY", "christmas xmas", (25, 12))
_add("HOLIDAY", "michaelmas", (29, 9))
_add("HOLIDAY", "hogmanay", (31, 12))
_add("HOLIDAY", "halloween", (31, 10))
_add("HOLIDAY", "easter", (0, None))
_add("HOLIDAY", "pentecost whitsun", (49, None))
_add("HOLIDAY", "thanksgiving", (4, 3, 11))

_add("FEAST", "diwali eid ramadan hanukkah passover ashura holi purim divali carnival oktoberfest")
_add("DAILY", "daily everyday", Unit.DAY)
_add("DAILY", "nightly", time(21))
_add("DAILY", "hourly", 60)
_add("DAILY", "weekly", Unit.WEEK)
_add("DAILY", "fortnightly biweekly bi-weekly", 2)
_add("DAILY", "monthly", Unit.MONTH)
_add("DAILY", "quarterly", Unit.QUARTER)
_add("DAILY", "yearly annually", Unit.YEAR)
_add("WORKDAYS", "weekdays workdays", None)
_add("WORKDAY", "weekday workday", time(18))
_add("WORKDAY", "weeknight schoolnight", time(21))
_add("WORKDAYS", "weeknights schoolnights", time(21))

_add("THE", "the")
_add("A", "a an")
_add("OUR", "our my your his her their its")
_add("THIS", "this")
_add("THAT", "that")
_add("THESE", "these those")
_add("ANY", "any either another")
_add("ALL", "all")
_add("MOST", "most")
_add("SAME", "same")
_add("LONG", "long")
_add("WHILE", "while")
_add("PERIOD", "period stretch")
_add("UPON", "upon")
_add("EVE", "eve")
_add("BOXING", "boxing")
_add("LATEST", "latest earliest")
_add("NEXT", "next nxt")
_add("COMING", "coming upcoming following")
_add("LAST", "last")
_add("PAST", "past previous")
_add("AGO", "ago back")
_add("SINCE", "since")
_add("EVERY", "every each")
_add("OTHER", "other")
_add("PER", "per")
_add("SINGLE", "single")
_add("WORKING", "working business")
_add("ONCE", "once")
_add("TWICE", "twice thrice")
_add("TIMES", "times")
_add("TIME", "time")
_add("THING", "thing")
_add("FEW", "few several", 3)
_add("COUPLE", "couple", 2)
_add("HALF", "half")
_add("END", "end close")
_add("START", "start beginning")
_add("MIDDLE", "middle")
_add("MID", "mid")
_add("EARLY", "early")
_add("LATE", "late")
_add("LATER", "later")
_add("NOW", "now")
_add("OF", "of")
_add("AND", "and & + n an'")
_add("OR", "or / and/or")
_add("TO", "to through thru")
_add("MEET", "meet speak talk chat met spoken talked")
_add("AGAIN", "again")
_add("NEW", "new")
_add("GOOD", "good")
_add("OFF", "off")
_add("COMMENCING", "commencing")
_add("ENDING", "ending")

for _prep in _listed("in on at by before after until from within during over for around between"):
    _add(_prep.upper(), _prep)
_add("BEFORE", "b4 afore")
_add("AFTER", "efter")
_add("UNTIL", "till til")
_add("WITHIN", "inside")
_add("DURING", "throughout")
_add("FROM", "starting startin frae")
_add("AROUND", "about approx roughly circa")
_add("WITH", "with")

_add(
    "PRON",
    "i we you he she they it somebody someone anybody anyone everybody everyone nobody people anything"
    " ah ye y'all",
)
_add("PRON", "i'm i've we're we've you're he's she's they're it's there there's ah'm")
_add("WILL", "i'll we'll i'd let's ah'll she'll he'll they'll you'll we'd")

HOW_OFTEN = words(
    "soon soonish shortly later eventually someday sometime regularly often frequently sometimes occasionally"
    " rarely usually asap asp a.s.a.p a.s.a.p. periodically henceforth henceforward"
)
"""One word that says a loose when. "Later" with a day behind it is part of that."""

LOOSE_PHRASES = frozenset(
    _parts(
        "more often, less often, more regularly, more frequently, less frequently, at some point, "
        "some time, some time soon, sometime soon, one of these days, one day, some day, "
        "from time to time, now and then, every now and then, now and again, every now and again, "
        "every so often, once in a while, every once in a while, in the near future, in the future, "
        "going forward, moving forward, in due course, before long, over time, as soon as possible, "
        "as soon as i can, as soon as we can, as often as possible, as often as i can, "
        "at the earliest opportunity, whenever possible, when possible, if possible, these days, "
        "any day now, in the long run, in the long term, in the short term, a few times, several times, "
        "many times, a couple of times, from now on, day by day, at the next opportunity, very soon, "
        "as soon as pos, from now, from now onwards, from now onward, from now henceforth, now onwards, "
        "from here on, from here on in, at some stage, in a while, in a bit, before too long, as and when, "
        "here and there, as time goes on, as we go, every now and again, in good time, "
        "when i get round to it, "
        "most days, most mornings, most evenings, most nights, most weeks, most of the time, some days, "
        "some weeks, real soon, soon soon, some day soon, at one point, once or twice, one time, "
        "for a while, "
        "for a bit, for now, for the time being, over the next while, in the next while, "
        "in the next wee while, "
        "at a later date, down the line, down the road, sooner or later, at the first opportunity, "
        "first chance i get, little by little, if at all possible"
    )
)

AT_ONCE = frozenset(
    _parts("immediately, instantly, straight away, right away, there and then, at once, on the spot")
)
"""Phrases that say at once."""

MODIFIERS = words("right just straight immediately directly shortly soon sometime some")
"""What may stand before "after" and "before" and belongs to the phrase."""
