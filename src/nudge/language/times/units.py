"""A text as a row of units: its words, numbers and marks, each with a kind that the rules can match."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING, Any

from nudge.domain.calendar_days import Dated, Day, OneOf, valid_date
from nudge.language.times.event_words import EVENTS
from nudge.language.times.words import WORDS, Sense, words

if TYPE_CHECKING:
    from spacy.tokens import Doc

OTHER_WORD = "x"
LEAP_YEAR = 2028
MOST_COUNTED = 366
YEARS = range(2000, 2101)

PIECES = re.compile(
    r"""(?P<NEVER>24/7|1-1(?!\d)|1-on-1|1-to-1|\d:1s?(?![\d\w]))
    |(?P<ISO>\d{4}-\d\d?-\d\d?(?![\w-]))
    |(?P<SLASHED>\d\d?/\d\d?(?:/(?:\d{4}|\d\d))?(?![\w/%]))
    |(?P<DAYS>\d\d?\.\s?[-–]\s?\d\d?\.\d\d?\.?(?!\w))
    |(?P<DOTTED>\d\d?\.\d\d?\.(?:20\d\d)?(?!\w))
    |(?P<RANGE>\d\d?(?:[:.]\d\d)?\s?(?:[ap]m)?[-–]\d\d?(?:(?:[:.]\d\d)\s?(?:[ap]m)?|\s?[ap]m)(?![\w%]))
    |(?P<HOURS>\d\d?[-–]\d\d?(?![\w%]|[.,:/-]\w))
    |(?P<CLOCK>\d\d?(?:[:.h]\d\d)?\s?(?:[ap]\.m\.?|[ap]m(?!\w)|o['’]?clock(?!\w)|(?<=\d)h(?!\w))
        |\d\d?[:h]\d\d(?![\w%:/])|\d\d?\.\d\d(?![\w%.]))
    |(?P<HHMM>(?:[01]\d|2[0-3])[0-5]\d(?:hrs?|h)?(?![\w%]|[.,:]\d))
    |(?P<ORD>\d\d?(?:st|nd|rd|th)(?!\w))
    |(?P<TIMES>\d\d?x(?!\w))
    |(?P<QNAME>q[1-4](?!\w))
    |(?P<NUM>\d++(?![\w%]|[.,:]\d))
    |(?P<SHORT>w/[cbe](?!\w)|w/end(?!\w)|a\.s\.a\.p\.?(?!\w)|[ec]\.o\.[db]\.?(?!\w)|2moro|2morrow|2day|2nite|b4(?!\w))
    |(?P<WORD>[^\W\d_]++(?:['’-][^\W\d_]++)*+)
    |(?P<JUNK>\w++)
    |(?P<MARK>[^\w\s]|\n)""",
    re.IGNORECASE | re.VERBOSE,
)
DASHES = ("-", "–", "—")
GOES_ON = re.compile(r"\s?[\d,a-z]")
MARKS = {",": "COMMA", "&": "AND", "/": "OR", "'": "APOS", "’": "APOS", "+": "AND"}
TITLES = words("mr mrs ms miss dr prof brother sister uncle aunt auntie father sir madam pastor")
POSSESSIVE = ("WEEKDAY", "TOMORROW", "TODAY", "UNIT", "TONIGHT")


@dataclass(frozen=True, slots=True)
class TextUnit:
    """One word, number or mark.

    Attributes:
        kind: as the rules name it: "WEEKDAY", "NUM"; "x" for any other word, "STOP" for a mark.
        value: what the kind stands for: 4 for "Friday".
        start: first code point in the text; `end` is the one after its last.
    """

    kind: str
    value: Any
    lower: str
    start: int
    end: int
    is_title: bool = False
    is_possessive: bool = False

    @property
    def is_event(self) -> bool:
        """Whether it is a word for a meeting or another event."""
        return self.lower in EVENTS


def units_of(doc: Doc) -> list[TextUnit]:
    """The units of a tokenised text. Inside a larger token, such as an address, no word is a time word."""
    text = doc.text
    starts = {token.idx for token in doc}
    ends = {token.idx + len(token) for token in doc}
    units: list[TextUnit] = []
    for match in PIECES.finditer(text):
        start, end = match.span()
        is_short = text[end : end + 1] == "." and end + 1 in ends
        apart = start in starts and (end in ends or is_short or match[0][-1] == ".")
        if match[0] == "." and units and _is_short(units[-1]) and GOES_ON.match(text, end):
            continue
        if match[0] in DASHES and text[start - 1 : start].isalnum() and text[end : end + 1].isalnum():
            units.append(TextUnit("TO", None, "-", start, end))
            continue
        named = bool(units) and units[-1].lower in TITLES and units[-1].is_title and match[0][0].isupper()
        units.extend(_units(match, apart and not named))
    return units


def _units(match: re.Match[str], apart: bool) -> list[TextUnit]:
    """The units of a match: one, or two for "mid-Nov"."""
    group, said, start = match.lastgroup or "", match[0], match.start()
    lower = said.lower().replace("’", "'")
    if not apart and group != "MARK":
        return [TextUnit(OTHER_WORD, None, lower, start, match.end())]
    first, dash, rest = lower.partition("-")
    if dash and group == "WORD" and lower not in WORDS and _splits(first, rest):
        middle = start + len(first)
        dashed = [TextUnit("TO", None, "-", middle, middle + 1)] if _is_weekday(first) else []
        return [_word(said[: len(first)], start), *dashed, _word(said[len(first) + 1 :], middle + 1)]
    if group == "WORD":
        return [_word(said, start)]
    kind, value = _sense(group, lower)
    return [TextUnit(kind, value, lower, start, match.end())]


def _splits(first: str, rest: str) -> bool:
    return (first == "mid" or _is_weekday(first)) and (_is_weekday(rest) or rest in WORDS)


def _is_weekday(word: str) -> bool:
    return WORDS.get(word, ("", 0))[0] == "WEEKDAY"


def _is_short(unit: TextUnit) -> bool:
    """Whether a stop behind it may only shorten: "Dec.", "Fri."."""
    return unit.kind in ("WEEKDAY", "MONTH") and len(unit.lower) < 6


def _word(said: str, start: int) -> TextUnit:
    lower = said.lower().replace("’", "'")
    bare = lower.removesuffix("'s")
    sense = WORDS.get(lower)
    if sense is None and bare != lower and WORDS.get(bare, ("", 0))[0] in POSSESSIVE:
        kind, value = WORDS[bare]
        return TextUnit(kind, value, bare, start, start + len(said), said[0].isupper(), True)
    kind, value = sense or (OTHER_WORD, None)
    return TextUnit(kind, value, lower, start, start + len(said), said[0].isupper())


def _sense(group: str, said: str) -> Sense:
    """Kind and value of what is no plain word."""
    if group == "MARK":
        return MARKS.get(said, "STOP"), None
    if group == "SHORT":
        return WORDS.get(said, (OTHER_WORD, None))
    if group in ("HHMM", "HOURS", "DAYS"):
        return _military(group, said)
    if group in ("ISO", "SLASHED", "DOTTED"):
        day = written_date(said)
        return (group, day) if day else (OTHER_WORD, None)
    if group in ("CLOCK", "RANGE"):
        clock = clock_of(said)
        dotted = written_date(f"{said}.") if clock is None and re.fullmatch(r"\d\d?\.\d\d", said) else None
        if dotted:
            return "DOTTED", dotted
        return (_clock_kind(group, said), clock) if clock else (OTHER_WORD, None)
    if group in ("ORD", "TIMES", "QNAME", "NUM"):
        number = int(re.sub(r"\D", "", said)[:6])
        if group == "NUM" and number in YEARS:
            return "YEARNUM", number
        return (group, number) if number <= MOST_COUNTED else (OTHER_WORD, None)
    return OTHER_WORD, None


def _military(group: str, said: str) -> Sense:
    """For "1430", "10-12" and "20.-24.10.": what they are if the words around them agree."""
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    if group == "DAYS":
        day = _dated(numbers[1], numbers[2], None)
        return ("DOTTED", day) if day else (OTHER_WORD, None)
    if group == "HOURS":
        return ("HOURS", tuple(numbers)) if numbers[0] < 32 else (OTHER_WORD, None)
    if numbers[0] in YEARS:
        return "YEARNUM", numbers[0]
    return "HHMM", time(numbers[0] // 100, numbers[0] % 100)


def _clock_kind(group: str, said: str) -> str:
    """Bare "14.30" could be an amount and "2h" how long, so that they need words around them."""
    return "POINTED" if re.fullmatch(r"\d\d?(?:\.\d\d|h\d?\d?)", said) else "CLOCK"


def written_date(said: str) -> Day | None:
    """What "2026-12-01", "1/12", "3/4/2027" or "14.12." can mean; None when it is no date.

    >>> written_date("25/11/2026")
    Dated(day=25, month=11, year=2026)
    >>> len(written_date("3/4").days)
    2
    """
    numbers = [int(number) for number in re.findall(r"\d+", said)]
    if "-" in said:
        return _dated(numbers[2], numbers[1], numbers[0])
    year = numbers[2] + (2000 if numbers[2] < 100 else 0) if len(numbers) > 2 else None
    one, other = _dated(numbers[0], numbers[1], year), _dated(numbers[1], numbers[0], year)
    if one and other and one != other and "/" in said:
        return OneOf((one, other))
    return one or (other if "/" in said else None)


def _dated(day: int, month: int, year: int | None) -> Dated | None:
    if year is not None and year not in YEARS:
        return None
    return Dated(day, month, year) if any(valid_date(year or LEAP_YEAR, month, day)) else None


def clock_of(said: str) -> time | None:
    """The time of "5pm", "14h30", "9-10am" (its start); None when clocks don't show it.

    Chosen: without "am" or "pm" the hours from 1 to 6 are in the afternoon, as in an office; "03:15" isn't.

    >>> clock_of("5.30pm"), clock_of("3:15"), clock_of("03:15"), clock_of("25:00")
    (datetime.time(17, 30), datetime.time(15, 15), datetime.time(3, 15), None)
    """
    found = re.match(r"(\d+)(?:[:.h](\d\d))?", said)
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2] or 0)
    half = re.findall(r"([ap])\.?m", said)
    if half and 1 <= hour <= 12:
        first = half[0]
        hour = hour % 12 + (12 if first == "p" else 0)
        ends = re.search(r"[-–](\d+)", said)
        if ends and len(half) == 1 and first == "p" and hour > int(ends[1]) % 12 + 12:
            hour -= 12
    elif 1 <= hour <= 6 and not found[1].startswith("0") and "h" not in said:
        hour += 12
    return time(hour, minute) if hour < 24 and minute < 60 else None
