"""Cue clauses: "when Ana asks me", "next time somebody cuts her off", "before I open my mail"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from nudge.domain.timing import Role
from nudge.language.times.clause_markers import LONG_HEDGES, LOOSE_SUBJECTS, SUBJECTS, WHENS, marker_end
from nudge.language.times.event_words import LOOSE_CUE
from nudge.language.times.pieces import Piece, is_word
from nudge.language.times.telling import CLOSING, OPENING
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

LONGEST_CLAUSE = 24
HEDGES = words("if unless provided assuming")
RELATIVES = words(
    "that what how where which who whom if because than as and or while before after when whenever until till"
    " once everything anything something think thinks feel feels know notice realise realize hope"
    " believe sure"
    " guess say says moment first time thing things"
)
"""Behind these a new subject goes on with the clause."""
ENDS = words("STOP COMMA WILL")
PROMISES = words("will shall going gonna might want wanna just only try always")
I_AND_WE = words("i we i'm ah ah'm i'll we're")
PASTS = words("said fell was were did got went came told met saw thought")


def clauses_of(units: Sequence[TextUnit]) -> Iterator[Piece]:
    """All cue clauses, each from its marker to the next mark, promise or second act."""
    last = 0
    for at in range(len(units)):
        if at < last:
            continue
        marker = marker_end(units, at)
        if marker:
            end = _end(units, at, marker)
            found = _piece(units, at, marker, end) if end > marker else None
            if found and _is_hedge(units, at):
                front = _is_front(units, at, end)
                found = replace(
                    found, condition=not front or found.level == 1, level=found.level if front else 1
                )
                found = found if front else replace(found, role=Role.VAGUE, kind="vague")
            if found:
                last = found.last
                yield found


def _is_hedge(units: Sequence[TextUnit], at: int) -> bool:
    lower = tuple(unit.lower for unit in units[at : at + 3])
    return (
        lower[0] in HEDGES
        or lower[0] == "providing"
        or lower in LONG_HEDGES
        or lower[:2] in (("in", "case"), ("only", "if"))
    )


def _is_front(units: Sequence[TextUnit], at: int, end: int) -> bool:
    """Whether the promise comes behind the clause: a cue then, a hedge when it stands behind the promise."""
    if units[at].lower != "if":
        return False
    opens = at == 0 or units[at - 1].kind == "STOP" or (units[at - 1].kind == "AND" and at < 2)
    return (
        opens
        or (end < len(units) and units[end].kind in ("PRON", "WILL"))
        or (end + 1 < len(units) and units[end].kind == "COMMA" and units[end + 1].kind in ("PRON", "WILL"))
    )


def _is_over(clause: Sequence[TextUnit]) -> bool:
    """Whether it tells of the past: "when I fell"."""
    if any(unit.lower in PASTS for unit in clause[:4]):
        return True
    return (
        len(clause) > 1
        and clause[0].kind == "PRON"
        and clause[1].lower.endswith("ed")
        and "'" not in clause[0].lower
    )


def _end(units: Sequence[TextUnit], at: int, marker: int) -> int:
    """Behind the last unit of the clause."""
    first_in_sentence = at == 0 or units[at - 1].kind in ("STOP", "COMMA", "AND")
    for place in range(marker, min(at + LONGEST_CLAUSE, len(units))):
        unit = units[place]
        promise = (
            place > marker
            and unit.kind == "PRON"
            and place + 1 < len(units)
            and units[place + 1].lower in PROMISES
        )
        promise = promise or (place > marker + 1 and _is_new_subject(units, marker, place))
        if unit.lower in OPENING and place > marker:
            return _end_of_quote(units, place)
        second = unit.lower in ("and", "but", "then", "instead") and not (
            first_in_sentence or _is_pair(units, place)
        )
        if unit.kind in ENDS or promise or second or (place > marker and unit.lower == "then"):
            return place
    return min(at + LONGEST_CLAUSE, len(units))


def _is_new_subject(units: Sequence[TextUnit], marker: int, at: int) -> bool:
    """Whether "I" opens the act: "when she calls I listen", but not "what I say"."""
    if units[at].lower not in I_AND_WE or at + 1 >= len(units):
        return False
    before = units[at - 1]
    follows = is_word(units[at + 1]) or units[at + 1].kind == "MEET"
    return follows and before.lower not in RELATIVES and before.kind not in SUBJECTS and at > marker + 1


def _is_pair(units: Sequence[TextUnit], at: int) -> bool:
    """For "if HR and the business agree": an "and" between two subjects."""
    return at + 1 < len(units) and units[at + 1].kind in ("THE", "OUR") and units[at - 2].lower in WHENS


def _end_of_quote(units: Sequence[TextUnit], at: int) -> int:
    """Behind the closing mark, when there is one; else where the quotation opens."""
    for place in range(at + 1, min(at + LONGEST_CLAUSE, len(units))):
        if units[place].lower in CLOSING:
            return place + 1
    return at


def _piece(units: Sequence[TextUnit], at: int, marker: int, end: int) -> Piece | None:
    clause = units[marker:end]
    if units[at].lower in WHENS and _is_over(clause):
        return None
    if _is_session(units, at, marker, end):
        return Piece(at, end, "session", Role.SESSION)
    if _is_loose(units[at], clause):
        return Piece(at, end, "vague", Role.VAGUE, 1, condition=True)
    recurring = units[at].lower in ("whenever", "every", "each")
    return Piece(at, end, "cue", Role.CUE, recurring=recurring, asks=units[at].lower in WHENS)


def _is_session(units: Sequence[TextUnit], at: int, marker: int, end: int) -> bool:
    """For "before we speak again", "by the time we next meet", "next time we talk"."""
    lower = [unit.lower for unit in units[marker:end]]
    again = [word for word in lower if word in ("next", "again")]
    own = [word for word in lower if word not in again]
    sure = units[at].kind in ("BEFORE", "BY") or units[marker - 1].kind == "TIME" or bool(again)
    return (
        sure
        and len(own) == 2
        and own[0] in ("we", "we've")
        and any(unit.kind == "MEET" for unit in units[marker:end])
    )


def _is_loose(marker: TextUnit, clause: Sequence[TextUnit]) -> bool:
    """For "when I find time", "if possible", "as soon as I can"."""
    lower = [unit.lower for unit in clause]
    if marker.kind in ("BEFORE", "AFTER", "BY"):
        return lower[0] == "things"
    mine = lower[0] in LOOSE_SUBJECTS or len(lower) == 1 or lower[0] == "not"
    loose = bool(LOOSE_CUE.intersection(lower)) and (mine or len(lower) < 3)
    return loose or lower[-1] == "can" or (mine and lower[-1] in ("moment", "minute", "to"))
