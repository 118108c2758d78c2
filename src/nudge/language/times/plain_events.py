"""Events that are plain words: "next session", "every shift", "on the way home", "AGM: …"."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.domain.timing import Role
from nudge.language.times.event_words import SESSIONS
from nudge.language.times.pieces import Piece, is_word
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

LONGEST_RUN = 7
LONGEST_EVERY = 4

ENDS_RUN = words("STOP COMMA AT ON IN BEFORE AFTER WITH")
UPON_WHAT = words("receipt arrival return completion signing waking entry request delivery approval")
HOMEWARD = words("home hame back in to from out there")


def fixed_event(units: Sequence[TextUnit], at: int) -> int:
    """Where "on the way home", "upon receipt of the form", "by return" end; 0 for anything else."""
    lower = [unit.lower for unit in units[at : at + 4]]
    if lower[:3] in (["on", "the", "way"], ["on", "my", "way"]) and lower[3:] and lower[3] in HOMEWARD:
        goes_on = len(units) > at + 4 and units[at + 4].kind in ("FROM", "TO", "OF")
        return _to_mark(units, at + 3) if goes_on or lower[3] in ("to", "from") else at + 4
    if lower[:2] == ["by", "return"] or lower[:3] == ["by", "pay", "day"]:
        return at + len(lower[:3]) if lower[1] == "pay" else at + 2
    word = lower[2] if lower[1:2] in (["the"], ["my"], ["your"]) and len(lower) > 2 else "".join(lower[1:2])
    if lower[0] in ("upon", "on") and word in UPON_WHAT:
        return _to_mark(units, at + 2)
    return 0


def _to_mark(units: Sequence[TextUnit], at: int) -> int:
    """The next mark, verb of a promise or preposition of another phrase, a few units on at most."""
    for place in range(at + 1, min(at + LONGEST_RUN, len(units))):
        if units[place].kind in ("STOP", "COMMA", "PRON", "WILL", "AND", "WEEKDAY", "BEFORE", "AFTER"):
            return place
    return min(at + LONGEST_RUN, len(units))


def bare_event(units: Sequence[TextUnit], at: int) -> Piece | None:
    """For "next session" without a preposition, "every service", "end of every late shift", "AGM: …"."""
    unit = units[at]
    behind = units[at + 1] if at + 1 < len(units) else None
    if unit.kind == "NEXT":
        own = behind is not None and behind.lower in SESSIONS
        return Piece(at, at + 2, "session", Role.SESSION) if own else None
    if unit.kind == "EVERY":
        end = _end_of_every(units, at)
        return Piece(at, end, "event", Role.CUE, event=True, recurring=True) if end else None
    headed = unit.is_event and behind is not None and behind.lower == ":"
    opens = at == 0 or units[at - 1].kind == "STOP"
    return Piece(at, at + 1, "event", Role.CUE, event=True) if headed and opens else None


def _end_of_every(units: Sequence[TextUnit], at: int) -> int:
    """Behind "every late shift" where it is no object: at a start, behind a mark, or with nothing behind."""
    place = at + 1
    while place < len(units) and place - at < LONGEST_EVERY and not units[place].is_event:
        if not (is_word(units[place]) or units[place].kind in ("AND", "EVERY", "SINGLE", "PART")):
            return 0
        place += 1
    if place >= len(units) or not units[place].is_event:
        return 0
    opens = at == 0 or units[at - 1].kind in ("STOP", "COMMA", "CLOCK")
    ends = place + 1 == len(units) or units[place + 1].kind in ENDS_RUN
    return place + 1 if opens or ends else 0
