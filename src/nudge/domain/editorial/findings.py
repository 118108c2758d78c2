"""What a rule is, and what it finds."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nudge.domain.editorial.wordings import Kind, Wording
from nudge.domain.specificity import Span


class Severity(StrEnum):
    """How much a finding counts: only an error keeps a text out of the bank."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rule is broken in the filled text of a wording, half-open, and what is special about it."""

    start: int
    end: int
    detail: str = ""


Find = Callable[[Wording], Iterable[Hit]]
ALL_KINDS = frozenset(Kind)
ASKED = frozenset({Kind.QUESTION, Kind.CHECK_IN, Kind.FOLLOW_UP})
"""What somebody asks aloud."""
QUESTIONS = frozenset({Kind.QUESTION})


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One editorial rule.

    Attributes:
        code: kebab-case, never changed: banks name it in `allow`.
        says: what is wrong with a text that breaks it; goes on after the words that it is about.
        because: why that matters.
        mend: how to mend it.
        find: where a wording breaks it; None for rules on more than one text.
        must: wordings that break it. Tests run over them.
        must_not: near misses that don't.
    """

    code: str
    severity: Severity
    title: str
    says: str
    because: str
    mend: str
    kinds: frozenset[Kind] = QUESTIONS
    find: Find | None = None
    must: tuple[str | Wording, ...] = ()
    must_not: tuple[str | Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Finding:
    """A rule that a text breaks.

    Attributes:
        id: of the text.
        key: which wording: "text", a slot, or a field such as "version".
        span: the words in the template of that wording; start and end are 0 when it is about no words.
    """

    rule: Rule
    id: str
    key: str
    span: Span
    detail: str = ""

    @property
    def message(self) -> str:
        """What is wrong, with the words that it is about.

        >>> rule = Rule("x", Severity.NOTE, "X", "is an x", "", "")
        >>> Finding(rule, "act.a", "text", Span(0, 3, "why"), "like y").message
        '“why” is an x (like y)'
        """
        if not self.rule.says:
            return self.detail
        words = f"“{_short(self.span.text)}” " if self.span.text else "it "
        return f"{words}{self.rule.says}" + (f" ({self.detail})" if self.detail else "")


def finder(pattern: str, *, unless: str | None = None) -> Find:
    """Finds a pattern outside of quotes, small or capital letters; not where `unless` matches around it.

    Args:
        pattern: a regular expression.
        unless: when it overlaps with what was found, that was something else.
    """
    wanted = re.compile(pattern, re.IGNORECASE)
    not_wanted = re.compile(unless, re.IGNORECASE) if unless else None

    def find(wording: Wording) -> Iterator[Hit]:
        heard = wording.heard
        other = [found.span() for found in not_wanted.finditer(heard)] if not_wanted else []
        for found in wanted.finditer(heard):
            if not any(start < found.end() and found.start() < end for start, end in other):
                yield Hit(found.start(), found.end())

    return find


def phrase_finder(text: str) -> Find:
    """Finds any of some phrases, one a line or parted by commas, as whole words and outside of quotes.

    `*` stands for any ending of a word.

    >>> [wording[hit.start : hit.end] for wording in ["two deep dives"]
    ...     for hit in phrase_finder("deep dive*, KPI*")(Wording(wording))]
    ['deep dives']
    """
    by_start: dict[str, list[str]] = defaultdict(list)
    for phrase in re.split(r"[,\n]", text):
        if phrase.strip():
            pattern = re.escape(phrase.strip()).replace(r"\ ", " ").replace(r"\*", r"\w*")
            by_start[_start_of(phrase.strip())].append(pattern)
    compiled = {
        start: re.compile(f"(?:{'|'.join(patterns)})(?!\\w)", re.IGNORECASE)
        for start, patterns in by_start.items()
    }

    def find(wording: Wording) -> Iterator[Hit]:
        heard = wording.heard
        for word in _WORD_START.finditer(heard):
            pattern = compiled.get(_start_of(heard[word.start() : word.start() + 2]))
            if pattern and (found := pattern.match(heard, word.start())):
                yield Hit(found.start(), found.end())

    return find


_WORD_START = re.compile(r"\b\w")


def _start_of(words: str) -> str:
    """By which phrases are looked up: two letters keep the patterns short."""
    return words[:2].lower()


def _short(words: str, most: int = 60) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
