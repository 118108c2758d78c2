"""The lines of a pasted text: which say something, and which are headings, filler, or too short to tell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nudge.domain.errors import Invalid

MOST_LINES = 200
MOST_BYTES = 20_000
LONGEST_LINE = 500
"""Characters; the longest line that somebody wrote for models/blueprints has 93."""
SHORTEST_LOUD = 3
"""Longer lines in capitals alone are headings; shorter ones are abbreviations."""
WRAPPED_FROM = 60
"""A line of so many characters may go on in the next one."""

NO_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an and are as at be by for from has have he her his i in is it its my of on or our she that the "
        "their they this to us was we were what when where which who will with you your",
    )
)
"""Words that tell nothing alone."""
BREAKS = frozenset(
    re.findall(
        r"\w+",
        "agenda break breaks close closing coffee contents end introduction introductions lunch questions "
        "registration tea welcome",
    )
)
"""What a line of a timetable is made of."""

_BULLET = re.compile(
    r"^(?:>\s*)*(?:[-*+•‣▪◦●○·–—✓→]\s+|\[[ xX]\]\s+"
    r"|\(?(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z]|[ivxIVX]{1,5})[.)]\s+)*"
)
_PART = re.compile(
    r"^(?:week|module|unit|session|day|lesson|chapter|part|level|pillar|principle|block|month|quarter)\s+"
    r"(?:\d{1,3}|[ivx]{1,5}|one|two|three|four|five|six|seven|eight|nine|ten)\b\s*[:.)–—-]*\s*",
    re.IGNORECASE,
)
_HASHES = re.compile(r"^(#{1,6})\s+(.*?)\s*#*$")
_LINK = re.compile(r"!?\[([^\]]{0,200})\]\([^)\s]{0,300}\)")
_MARKS = re.compile(r"\*\*|__|``?|~~|(?<!\w)[*_](?=\S)|(?<=\S)[*_](?!\w)")
_RULE = re.compile(r"^[\W_]+$")
_ADDRESS = re.compile(r"^(?:https?://|www\.)\S+$|^\S+@\S+\.\S+$", re.IGNORECASE)
_PAGE = re.compile(
    r"^(?:page|slide|version|v|draft|revision)\W{0,3}\d.{0,60}$|^(?:©|copyright\b).{0,80}$"
    r"|^(?:draft|confidential|internal(?: use only)?)\W*$|^\d+\s*/\s*\d+$",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"^(?:\d{1,2}[:.]\d{2}\s*(?:am|pm)?\s*(?:[-–—]|to)?\s*)+|^\d{4}-\d{2}-\d{2}\b[\s:–—-]*", re.IGNORECASE
)
_WORD = re.compile(r"[^\W\d_][^\W_]*(?:['’&-][^\W_]+)*")
_MIXED_LEVEL = 7
"""Of headings that aren't marked by hashes."""


class LineKind(StrEnum):
    """What a line of a blueprint is."""

    LINE = "line"
    HEADING = "heading"
    FILLER = "filler"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Line:
    """One line, without bullet, number and marks.

    Attributes:
        number: in the pasted text, from 1; of the first one, when it goes over several.
        because: why it isn't judged; "" for a line that is.
    """

    number: int
    text: str
    kind: LineKind = LineKind.LINE
    because: str = ""


@dataclass(frozen=True, slots=True)
class _Raw:
    """A line as it was pasted, with the level of a heading, 0 for what is none."""

    number: int
    text: str
    level: int = 0
    is_item: bool = False


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a blueprint, without empty ones.

    A heading under which nothing stands is judged like a line: so are outlines that are all headings.

    Raises:
        Invalid: `blueprint-too-long`, `blueprint-empty`, `blueprint-malformed`; facts have the limit, and the
            number of the line, never its words.

    >>> [(one.kind.value, one.text) for one in lines_of("# Values\\n1. **Listen** first\\n- Integrity")]
    [('heading', 'Values'), ('line', 'Listen first'), ('unclear', 'Integrity')]
    """
    raws = _joined(list(_raws(_checked(text))))
    if not raws:
        raise Invalid("blueprint-empty", "There is no line in it.", at="$.text")
    found: list[Line] = []
    following: _Raw | None = None
    for raw in reversed(raws):
        found.append(_read(raw, following))
        following = following if found[-1].kind is LineKind.FILLER else raw
    return tuple(reversed(found))


def _checked(text: str) -> list[str]:
    """The lines of a text that isn't too long and has no control characters."""
    n_bytes = len(text.encode("utf-8", "replace"))
    if n_bytes > MOST_BYTES:
        message = f"A blueprint may have {MOST_BYTES} bytes; send it in parts."
        raise Invalid("blueprint-too-long", message, at="$.text", max_bytes=MOST_BYTES, n_bytes=n_bytes)
    lines = (
        text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n").removeprefix("\ufeff").split("\n")
    )
    n_lines = sum(not line.isspace() and bool(line) for line in lines)
    if n_lines > MOST_LINES:
        message = f"A blueprint may have {MOST_LINES} lines; send it in parts."
        raise Invalid("blueprint-too-long", message, at="$.text", max_lines=MOST_LINES, n_lines=n_lines)
    for number, line in enumerate(lines, start=1):
        _check_line(number, line)
    return lines


def _check_line(number: int, line: str) -> None:
    if len(line) > LONGEST_LINE:
        message = f"Line {number} is longer than {LONGEST_LINE} characters; break it where a thought ends."
        raise Invalid("blueprint-too-long", message, at="$.text", line=number, max_characters=LONGEST_LINE)
    if any(unicodedata.category(sign) in ("Cc", "Cs") and sign != "\t" for sign in line):
        message = f"Line {number} has control characters; paste it as plain text."
        raise Invalid("blueprint-malformed", message, at="$.text", line=number)


def _raws(lines: Sequence[str]) -> Iterator[_Raw]:
    for number, line in enumerate(lines, start=1):
        plain = line.strip()
        if not plain:
            continue
        hashes = _HASHES.match(plain)
        if hashes:
            yield _Raw(number, _unmarked(hashes[2]), len(hashes[1]))
            continue
        bare = _BULLET.sub("", plain).strip("| \t")
        text = _unmarked(bare)
        is_item = bare != plain
        level = 0 if is_item and not text.endswith(":") else _level(bare, text, lines, number)
        yield _Raw(number, text or plain, level, is_item)


def _level(marked: str, text: str, lines: Sequence[str], number: int) -> int:
    below = lines[number].strip() if number < len(lines) else ""
    if len(below) >= 3 and set(below) in ({"="}, {"-"}) and not _RULE.match(text):
        return 1 if below[0] == "=" else 2
    is_bold = marked.startswith("**") and marked.endswith("**") and len(text.split()) <= 6
    is_loud = text.isupper() and len(text) > SHORTEST_LOUD
    is_part = not _PART.sub("", text)
    return _MIXED_LEVEL if is_bold or is_loud or is_part or text.endswith(":") else 0


def _unmarked(text: str) -> str:
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", text)).replace("|", " ").split())


def _joined(raws: Sequence[_Raw]) -> list[_Raw]:
    """With lines that were only broken at the edge of a page put together again."""
    found: list[_Raw] = []
    for raw in raws:
        before = found[-1] if found else None
        if before and _goes_on(before, raw):
            found[-1] = _Raw(before.number, f"{before.text} {raw.text}", before.level, before.is_item)
        else:
            found.append(raw)
    return found


def _goes_on(before: _Raw, raw: _Raw) -> bool:
    is_long = len(before.text) >= WRAPPED_FROM and before.text[-1] not in ".:;!?"
    joined = len(before.text) + len(raw.text) < LONGEST_LINE
    return is_long and joined and not (before.level or raw.level or raw.is_item) and raw.text[:1].islower()


def _read(raw: _Raw, following: _Raw | None) -> Line:
    filler = _filler(raw.text)
    if filler:
        return Line(raw.number, raw.text, LineKind.FILLER, filler)
    if raw.level and following is not None and not 0 < following.level <= raw.level:
        return Line(raw.number, raw.text, LineKind.HEADING, "a heading; the lines below it are judged")
    said = _TIME.sub("", _PART.sub("", raw.text)).strip(" :–—-") or raw.text
    telling = {word.casefold() for word in _WORD.findall(said)} - NO_WORDS
    if len(telling) < 2:
        return Line(raw.number, raw.text, LineKind.UNCLEAR, "too short to tell; say what people would do")
    return Line(raw.number, said)


def _filler(text: str) -> str:
    """Why a line says nothing about leading; "" when it may."""
    if _RULE.match(text) or not _WORD.search(text):
        return "no words"
    if _ADDRESS.match(text):
        return "an address"
    if _PAGE.match(text):
        return "about the document"
    words = {word.casefold() for word in _WORD.findall(_TIME.sub("", text))} - NO_WORDS
    return "part of the timetable" if words and words <= BREAKS else ""
