"""Words that say loosely when: "soon", "one of these days"; and "straight away", which is sure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nudge.domain.timing import Role
from nudge.language.times.pieces import Piece
from nudge.language.times.units import OTHER_WORD, TextUnit
from nudge.language.times.words import AT_ONCE, HOW_OFTEN, LOOSE_PHRASES, words

FIXED = LOOSE_PHRASES | AT_ONCE
FIRST_WORDS = frozenset(phrase.split()[0] for phrase in FIXED)
LONGEST = max(len(phrase.split()) for phrase in FIXED)
SPENDING = words("spend spending spent take takes taking make need needs have give giving find with me")


def loose_of(units: Sequence[TextUnit]) -> Iterator[Piece]:
    """Loose words: "soon", "more often", "one of these days"; and the sure ones of `AT_ONCE`."""
    last = 0
    for at in range(len(units)):
        if at < last:
            continue
        found = _phrase(units, at) or _word(units, at)
        if found:
            last = found.last
            yield found


def _phrase(units: Sequence[TextUnit], at: int) -> Piece | None:
    """The longest fixed phrase that begins here."""
    if units[at].lower not in FIRST_WORDS:
        return None
    for end in range(min(at + LONGEST, len(units)), at, -1):
        said = " ".join(unit.lower for unit in units[at:end])
        if said in AT_ONCE:
            follows = units[end].kind if end < len(units) else ""
            mixed = follows in ("AFTER", "BEFORE") or (at and units[at - 1].lower in ("all", "everything"))
            return None if mixed else Piece(at, end, "event", Role.CUE)
        if said in LOOSE_PHRASES:
            hedge = said.endswith("possible") and _is_if(units[at])
            return (
                None if _is_spent(units, at, end) else Piece(at, end, "vague", Role.VAGUE, 1, condition=hedge)
            )
    return None


def _word(units: Sequence[TextUnit], at: int) -> Piece | None:
    unit = units[at]
    loose = unit.lower in HOW_OFTEN and unit.kind in (OTHER_WORD, "LATER") and not _asks_how(units, at)
    loose = loose or (unit.lower in ("earlier", "early") and _ends_here(units, at))
    return Piece(at, at + 1, "vague", Role.VAGUE, 1) if loose else None


def _ends_here(units: Sequence[TextUnit], at: int) -> bool:
    """Whether a mark or the end follows, and a word stands before."""
    follows = units[at + 1].kind if at + 1 < len(units) else "STOP"
    return follows in ("STOP", "COMMA") and at > 0 and units[at - 1].kind == OTHER_WORD


def _is_if(unit: TextUnit) -> bool:
    return unit.lower in ("if", "when", "whenever")


def _asks_how(units: Sequence[TextUnit], at: int) -> bool:
    """For "how often", "as often as"."""
    return at > 0 and units[at - 1].lower in ("how", "too")


def _is_spent(units: Sequence[TextUnit], at: int, end: int) -> bool:
    """For "spend some time with them", "how many times"."""
    measured = units[end - 1].kind == "TIME" and (at and units[at - 1].lower in SPENDING)
    return bool(measured) or (at > 0 and units[at - 1].lower in ("how", "on"))
