"""What is no time to come: words in quotation marks, and reports of the past."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nudge.domain.timing import Role
from nudge.language.times.pieces import Piece
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

OPENING, CLOSING = frozenset('"“«„'), frozenset('"”»“')
MOST_QUOTED = 0.6
"""Of a text; when more stands in quotation marks, they hold the pledge itself."""
FAR = 12
"""How many units from a phrase the verb is looked for. Chosen: longer reaches into another clause."""

PASTS = words(
    "was were had did went came gave took saw wrote began fell knew drove ate ran spoke became got"
    " forgot threw"
    " wasn't weren't didn't hadn't couldn't couldnae wis clapped happened turned finished"
    " asked called talked walked started showed tried wanted needed worked seemed looked landed ended visited"
)
"""Forms of the past that stand for a finite verb nearly always."""
PAST_AFTER_SUBJECT = words("sent made told met left said found lost won paid held built kept spent drank")
"""Forms that may be participles too ("sent by Friday"): they count behind a subject only."""
SUBJECTS = words("i we he she they it who ah that")
BREAKS = words("because what that who which where why how if while since like so")
"""Behind a phrase these begin a clause of their own."""
AHEAD = words("NEXT COMING TOMORROW TONIGHT")
PARTICIPLES = words("be been being is are get gets getting have has 've having to and")
TO_COME = words(
    "will shall going gonna gonnae must should can could may might want wants plan try trying hope"
    " hoping need"
    " needs i'll we'll she'll he'll they'll you'll ah'll let's lets wanna promise intend aim wish would"
    " i'd let"
    " until till from"
)
WISHES = words("if as wish though suppose")
"""Before "were" and "had" these make no past of it."""
TOLD_KINDS = words("day clock window repeat event count session")


def quoted(units: Sequence[TextUnit]) -> list[bool]:
    """For each unit whether it stands in quotation marks; none does in a text that is quoted as a whole."""
    inside = [False] * len(units)
    opened = -1
    for at, unit in enumerate(units):
        if opened >= 0 and unit.lower in CLOSING:
            inside[opened : at + 1] = [True] * (at + 1 - opened)
            opened = -1
        elif unit.lower in OPENING:
            opened = at
    return [False] * len(units) if sum(inside) > MOST_QUOTED * len(units) else inside


def unquoted(pieces: Sequence[Piece], units: Sequence[TextUnit]) -> list[Piece]:
    """The pieces that don't stand in quotation marks as a whole."""
    inside = quoted(units)
    return [piece for piece in pieces if not all(inside[piece.first : piece.last])]


def told(pieces: Sequence[Piece], units: Sequence[TextUnit]) -> Iterator[Piece]:
    """The pieces that can be times of an act to come."""
    return (piece for piece in pieces if piece.kind not in TOLD_KINDS or not _is_over(units, piece))


def _is_over(units: Sequence[TextUnit], piece: Piece) -> bool:
    """Whether the verb nearest to it, of those before and else of those behind, is one of the past."""
    if piece.role in (Role.DEADLINE, Role.UNTIL, Role.START) or piece.starts:
        return False
    if any(unit.kind in AHEAD for unit in units[piece.first : piece.last]):
        return False
    signs = (_sign(units, at) for at in _sentence(units, piece.first - 1, -1))
    before = next((sign for sign in signs if sign), 0)
    if before:
        return before < 0
    signs = (_sign(units, at) for at in _sentence(units, piece.last, 1))
    return next((sign for sign in signs if sign), 0) < 0


def _sentence(units: Sequence[TextUnit], at: int, step: int) -> Iterator[int]:
    """The places from here to the end of the sentence, on one side."""
    for place in range(at, max(-1, at - FAR) if step < 0 else min(len(units), at + FAR), step):
        unit = units[place]
        if unit.kind == "STOP" or (unit.kind == "COMMA" if step < 0 else unit.lower in BREAKS):
            return
        yield place


def _sign(units: Sequence[TextUnit], at: int) -> int:
    """-1 for a verb of the past, 1 for a word of what is to come, else 0."""
    lower = units[at].lower
    before = units[at - 1].lower if at else ""
    if lower in TO_COME:
        return 1
    if lower in PASTS:
        return 0 if before in PARTICIPLES or before.endswith(("'s", "'ve")) or _is_wished(units, at) else -1
    ends_so = lower in PAST_AFTER_SUBJECT or (lower.endswith("ed") and len(lower) > 4 and lower != "need")
    return -1 if ends_so and before in SUBJECTS else 0


def _is_wished(units: Sequence[TextUnit], at: int) -> bool:
    """For "if I were", "as if"."""
    return any(unit.lower in WISHES for unit in units[max(at - 2, 0) : at])
