"""Getting a person's words ready to be read: odd characters, ends, sentences, things not to be touched."""

from __future__ import annotations

import re
import unicodedata

from nudge.language.pledges.persons import QUOTED
from nudge.language.pledges.verbs import is_base

LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]*[^\s<>\"“”.,;:!?)]", re.IGNORECASE)
TRAILERS = re.compile(
    r"(?:(?:^|[\s,.!–—-]+)(?:lo+l|lmao|tbh|ngl|xx+|[:;=]'?-?[)(DPp3/]+|#\w+|that'?s (?:it|all)"
    r"|that'?s (?:my|the) (?:pledge|promise|plan))"
    r"|[,.!–—-]\s*(?:i?'?\s?promise|honest(?:ly)?|promised|for real|no excuses|fingers crossed|hopefully"
    r"|i think|i guess|i suppose|i reckon|ok(?:ay)?|thanks|cheers|mate|please|x|done)"
    r"|(?<!\bwhat)(?<!\bhow)(?<!\bwho)(?<!\bthan)(?<!\bas)\s+i (?:think|guess|suppose|reckon|promise))$",
    re.IGNORECASE,
)
LIST_MARKS = re.compile(r"^(?:[-*•·–—>→]+|\(?\d{1,2}[.)]|\(?[a-c]\)|\[\s?\])\s+")
ENDS = " \t,.;:!…–—-_*~|/\\"
HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
SENTENCE_END = re.compile(r"[.!?…]+[)\"”’']?(?=\s|$)|;(?=\s)")
ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mr|mrs|ms|dr|st|sr|jr|prof|vs|approx|no|tel|min|hr|hrs|[a-z]|(?:[a-z]\.)+[a-z]"
    r"|etc|incl|dept"
    r"|mon|tues?|wed|thurs?|thu|fri|sat|sun|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|ext|p|pp"
    r"|fig|nr)\.$",
    re.IGNORECASE,
)


def one_line(text: str) -> str:
    """The text with every run of whitespace made one space, none at the ends.

    >>> one_line("  call\\n Sam ")
    'call Sam'
    """
    return " ".join(text.split())


def one_entry(text: str) -> str:
    """The text on one line, with a full stop where a new line or number starts a new entry.

    >>> one_entry("call Sam\\nand Bo\\n- write to Ana")
    'call Sam and Bo. write to Ana'
    >>> one_entry("1. Call Sam 2. Write to Bo")
    'Call Sam. Write to Bo'
    """
    if re.match(r"\s*\(?1[.)]\s", text):
        text = re.sub(r"[\s,;]+\(?(?=[2-9][.)]\s)", "\n", text)
    entry = ""
    for raw in text.splitlines():
        line = one_line(raw)
        bare = LIST_MARKS.sub("", line)
        if not bare:
            continue
        goes_on = line == bare and bare[0].islower() and not is_base(bare.split()[0])
        entry += bare if not entry else f" {bare}" if goes_on or entry[-1] in ".!?:;,…" else f". {bare}"
    return entry


def has_hidden(text: str) -> bool:
    """Whether control characters, zero-width or unassigned characters are in the text.

    >>> has_hidden("call\\u200bSam"), has_hidden("call Sam")
    (True, False)
    """
    return (not text.isascii() and any(unicodedata.category(mark) in HIDDEN for mark in text)) or not all(
        mark >= " " and mark != "\x7f" for mark in text
    )


def is_picture(mark: str) -> bool:
    """Whether the character is an emoji or part of one.

    >>> [is_picture(mark) for mark in "💪€a"]
    [True, False, False]
    """
    return unicodedata.category(mark) in ("So", "Sk") or "\ufe00" <= mark <= "\ufe0f" or mark == "\u200d"


def tidy_ends(text: str) -> str:
    """The text without list marks, emoji, "lol", closing marks or quotation marks round all of it.

    A question mark stays, and so does everything in between.

    >>> tidy_ends("- I'll water the plants lol 💪!!")
    "I'll water the plants"
    >>> tidy_ends("“call Sam.”")
    'call Sam'
    """
    while True:
        before = text
        text = text.strip(ENDS) if not text.endswith("a.s.a.p.") else text.lstrip(ENDS)
        while text and is_picture(text[0]):
            text = text[1:]
        while text and is_picture(text[-1]):
            text = text[:-1]
        text = LIST_MARKS.sub("", text)
        text = TRAILERS.sub("", text) if len(text) < 2000 else text
        text = re.sub(r"^(?:#\w+\s+)+", "", text)
        whole = QUOTED.fullmatch(text)
        if whole and len(text) > 2:
            text = text[1:-1]
        if text == before:
            return text


def sentences(text: str) -> list[str]:
    """The sentences of a line, with their closing marks. Abbreviations don't end one.

    >>> sentences("I'll ask Mr. Lee at 9.30. No excuses! ok")
    ["I'll ask Mr. Lee at 9.30.", 'No excuses!', 'ok']
    """
    found, start = [], 0
    for end in SENTENCE_END.finditer(text):
        piece = text[start : end.end()]
        if ABBREVIATION.search(piece) and text[end.end() :].strip()[:1].islower() | bool(
            re.search(r"(?:^|\s)(?:mr|mrs|ms|dr|st|sr|prof|no|[a-z])\.$", piece, re.IGNORECASE)
        ):
            continue
        found.append(piece.strip())
        start = end.end()
    return [piece for piece in [*found, text[start:].strip()] if piece]


class Mask:
    """Stand-ins for what isn't to be touched or parsed: quotations, links, "thank you".

    >>> mask = Mask()
    >>> mask.hide("say 'I decide' at www.example.org/a twice")
    'say Qab at Qaa twice'
    >>> mask.show("say Qab at Qaa")
    "say 'I decide' at www.example.org/a"
    """

    def __init__(self) -> None:
        self._hidden: list[str] = []

    def hide(self, text: str) -> str:
        """The text with stand-ins."""
        for pattern in (LINK, QUOTED, re.compile(r"\bthank(?:-|\s)yous?\b", re.IGNORECASE)):
            text = pattern.sub(self._keep, text)
        return text

    def show(self, text: str) -> str:
        """The text with the stand-ins resolved."""
        return re.sub(r"\bQ([a-z])([a-z])\b", self._back, text)

    def _keep(self, match: re.Match[str]) -> str:
        if len(self._hidden) >= 600:
            return match[0]
        self._hidden.append(match[0])
        at = len(self._hidden) - 1
        ends = re.search(r"[.!?]\W?$", match[0]) and re.match(r"\s+[A-Z]", match.string[match.end() :])
        return f"Q{chr(97 + at // 26)}{chr(97 + at % 26)}{'.' if ends else ''}"

    def _back(self, match: re.Match[str]) -> str:
        at = (ord(match[1]) - 97) * 26 + ord(match[2]) - 97
        return self.show(self._hidden[at]) if at < len(self._hidden) else match[0]
