"""The grammar of time: from a tokenised text to the phrases in it that say when."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, product
from operator import itemgetter
from typing import TYPE_CHECKING

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

from nudge.domain.timing import Meaning, Role, TimePhrase
from nudge.language.times.clauses import clauses_of
from nudge.language.times.clock_rules import CLOCK_RULES
from nudge.language.times.day_rules import DAY_RULES
from nudge.language.times.events import events_of
from nudge.language.times.feast_rules import FEAST_RULES
from nudge.language.times.joining import joined, with_lead, with_tail
from nudge.language.times.loose import loose_of
from nudge.language.times.moment_rules import MOMENT_RULES
from nudge.language.times.pieces import Matched, Piece
from nudge.language.times.repeat_rules import REPEAT_RULES
from nudge.language.times.span_rules import SPAN_RULES
from nudge.language.times.stretch_rules import STRETCH_RULES
from nudge.language.times.telling import told, unquoted
from nudge.language.times.units import OTHER_WORD, TextUnit, units_of

if TYPE_CHECKING:
    from spacy.vocab import Vocab

Rule = tuple[str, Callable[[Matched], Piece | None]]
RULES: tuple[Rule, ...] = (
    DAY_RULES + FEAST_RULES + CLOCK_RULES + MOMENT_RULES + SPAN_RULES + STRETCH_RULES + REPEAT_RULES
)
UNTOLD = ("past", "week of", "week ending")
LONGEST_TEXT = 10_000
"""Characters that are looked at; a pledge is far shorter."""
_AND_NOT = re.compile(
    r"(?:\b(?:and|but)|[,;])\s+(?:I|we)(?:\s+(?:(?:will|shall|do|am|are)\s+)?|['’](?:ll|m|re)\s+)"
    r"(?:not|never|won['’]?t|shan['’]?t|don['’]?t)\b",
    re.IGNORECASE,
)
"""Where something begins that won't be done: its times are no times of what will."""


class TimeGrammar:
    """Finds time phrases: rules over the kinds of words, matched by spaCy, then joined with their neighbours.

    Every rule is a row of kinds such as "THE? END OF THIS|NEXT UNIT", so that "fri", "Friday" and "firday"
    are one case. The matcher runs over the kinds, not the words, and holds the rows in a tree, so that its
    time grows with the text alone. Texts only need to be tokenised.

    Args:
        vocab: of the pipeline whose tokens are read.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._matcher = PhraseMatcher(vocab, attr="ORTH")
        self._rules = {}
        for number, (row, rule) in enumerate(RULES):
            key = f"time-rule-{number}"
            self._matcher.add(key, [Doc(vocab, words=kinds) for kinds in rows_of(row)])
            self._rules[vocab.strings[key]] = number, rule

    def find(self, doc: Doc) -> tuple[TimePhrase, ...]:
        """The time phrases of a text, in order, apart from each other, each as long as makes sense."""
        units = units_of(doc)
        text = doc.text
        found = (piece for piece in self._pieces(units) if piece.kind not in UNTOLD)
        return tuple(_phrase(piece, units, text) for piece in found)

    def _pieces(self, units: Sequence[TextUnit]) -> list[Piece]:
        """All pieces with their prepositions, joined, in order."""
        clauses = list(clauses_of(units))
        found = [*loose_of(units), *(with_lead(event, units) for event in events_of(units))]
        found = _apart([*found, *(with_lead(piece, units) for piece in self._matched(units))])
        tailed = told([with_tail(piece, units) for piece in joined(found, units)], units)
        return unquoted(_apart(_with_clauses(unquoted(list(tailed), units), clauses)), units)

    def _matched(self, units: Sequence[TextUnit]) -> Iterator[Piece]:
        """What the rules find, the longest at each place."""
        kinds = ["EVENT" if unit.kind == OTHER_WORD and unit.is_event else unit.kind for unit in units]
        doc = Doc(self._vocab, words=kinds)
        found = ((start, -end, *self._rules[key]) for key, start, end in self._matcher(doc))
        last = 0
        for start, minus_end, _, rule in sorted(found, key=itemgetter(0, 1, 2)):
            if start >= last:
                piece = rule(Matched(units, start, -minus_end))
                if piece is not None:
                    last = piece.last
                    yield piece


def rows_of(rule: str) -> list[list[str]]:
    """The rows of kinds that a rule allows: "|" parts alternatives, "?" behind a place makes it optional.

    >>> rows_of("THE? DAY|WEEK")
    [['THE', 'DAY'], ['THE', 'WEEK'], ['DAY'], ['WEEK']]
    """
    places = []
    for place in rule.split():
        choices = [[kind] for kind in place.rstrip("?").split("|")]
        places.append([*choices, []] if place.endswith("?") else choices)
    return [list(chain.from_iterable(row)) for row in product(*places)]


def _apart(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in order; of two that overlap the longer, of equal ones the earlier found."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda piece: (piece.first, -piece.last)):
        if kept and piece.first < kept[-1].last:
            if piece.last - piece.first > kept[-1].last - kept[-1].first:
                kept[-1] = piece
            continue
        kept.append(piece)
    return kept


def _with_clauses(pieces: Sequence[Piece], clauses: Sequence[Piece]) -> list[Piece]:
    """Cue clauses swallow the pieces in them, and take over their day."""
    found: list[Piece] = []
    left = deque(pieces)
    for clause in clauses:
        while left and left[0].last <= clause.first:
            found.append(left.popleft())
        inner = []
        while left and left[0].first < clause.last:
            inner.append(left.popleft())
        dated = next((p for p in inner if p.kind in ("day", "window", "repeat") and p.role < Role.CUE), None)
        if dated and (clause.kind == "cue" or clause.condition):
            clause = _dated(clause, dated)
        first = min([clause.first, *(p.first for p in inner)])
        last = max([clause.last, *(p.last for p in inner)])
        found.append(replace(clause, first=first, last=last))
    return [*found, *left]


def _dated(clause: Piece, dated: Piece) -> Piece:
    """The clause with the day in it: "when I see Tom on Thursday"; a window stays one."""
    role = (
        Role.WINDOW if dated.kind == "window" or clause.condition else Role.CUE if clause.asks else Role.DATED
    )
    return replace(
        clause, role=role, day=dated.day, clock=dated.clock, recurring=clause.recurring or dated.recurring
    )


def _phrase(piece: Piece, units: Sequence[TextUnit], text: str) -> TimePhrase:
    start, end = units[piece.first].start, units[piece.last - 1].end
    act = len(_AND_NOT.findall(text[:start]))
    meaning = Meaning(piece.role, piece.day, piece.clock, piece.shift, piece.elapsed, piece.starts, act)
    said = text[start:end]
    return TimePhrase(start, end, said, piece.level, meaning, piece.recurring, piece.event, piece.condition)
