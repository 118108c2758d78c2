"""Where a cue clause begins: "when", "as soon as", "before we …", "the moment that …"."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.language.times.event_words import ASKING, FIXED_IFS, INDIRECT, LOOSE_CUE, SUBJECTLESS
from nudge.language.times.pieces import is_word
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

AUXILIARIES = words(
    "is are was were has have had does starts ends comes goes gets leaves begins get go come leave arrive"
    " start end see meet say ask sees meets opens closes arrives says asks visits runs hears finishes"
    " finish open close run visit hits lands leaves unlock dry dries quieten quiet calm settle turns"
    " wakes sleeps"
)
TIME_NOUNS = words("moment minute instant second day")
WHENS = words("when whenever if")
LONG_HEDGES = (("as", "long", "as"), ("so", "long", "as"), ("on", "condition", "that"), ("in", "case", "of"))
DURATIVES = words("while whilst")
SUBJECTS = words("PRON THE OUR A ANY")
INSIDE = words(
    "THE OUR A ANY MONTH SEASON WEEKDAY NTH ORD NUM QNAME DAILY NEXT NEW PART HOLIDAY SPRINT QUARTER"
    " APOS MEET"
)
DONE = words(
    "in out done back over ready up on finished here fixed gone been released closed clear through free"
)
COUNTED = ("UNIT", "QUARTER", "FORTNIGHT", "EVERY")
LOOSE_SUBJECTS = words(
    "i i'm we there's there things it it's you life work stuff that the ah everything workload they"
)
ASKED = ("PRON", "OUR", "THE", "MONTH")
LONGEST_ASKED = 4
SOON_AS = ("as", "soon", "as")


def marker_end(units: Sequence[TextUnit], at: int) -> int:
    """Where the marker of a clause ends that begins here; 0 when none does."""
    unit = units[at]
    lower = [each.lower for each in units[at : at + 4]]
    if unit.lower in WHENS:
        return 0 if _is_fixed(lower, unit) or _is_question(units, at) else at + 1
    if tuple(lower[:3]) == SOON_AS or tuple(lower[:3]) in LONG_HEDGES:
        return at + 3
    if lower[:2] in (["soon", "as"], ["in", "case"], ["only", "if"]):
        return at + 2 if len(lower) > 2 and lower[:3] != ["soon", "as", "possible"] else 0
    if unit.lower in ("unless", "provided", "assuming", "providing"):
        return at + 2 if lower[1:2] == ["that"] else at + 1 if _has_subject(units, at) else 0
    if unit.lower in DURATIVES:
        return at + 1 if _goes_along(units, at) else 0
    if lower == ["by", "the", "time", "we"]:
        return at + 3
    if unit.kind in ("BEFORE", "AFTER", "UNTIL", "ONCE"):
        return at + 1 if _opens_clause(units, at) else 0
    return _time_marker(units, at)


def _is_fixed(lower: Sequence[str], unit: TextUnit) -> bool:
    """For "if you ask me", "when are you free", "if not": no cue."""
    quiet = (
        lower[1:2] == ["not"]
        and len(lower) > 2
        and (lower[2] in ("so", "too", "as") or lower[2] in LOOSE_CUE)
    )
    if lower[1:2] in (["only"], ["any"]) or (lower[1:2] == ["not"] and not quiet):
        return True
    asks = unit.lower == "when" and lower[1:2] != [] and lower[1] in SUBJECTLESS
    return asks or tuple(lower[1:3]) in FIXED_IFS or tuple(lower[1:2]) in FIXED_IFS


def _has_subject(units: Sequence[TextUnit], at: int) -> bool:
    behind = units[at + 1] if at + 1 < len(units) else None
    return behind is not None and (behind.kind in SUBJECTS or behind.is_title)


def _goes_along(units: Sequence[TextUnit], at: int) -> bool:
    """For "while studying", "while I'm waiting"; "while" as "although" is none."""
    behind = [unit.lower for unit in units[at + 1 : at + 3]]
    if not behind:
        return False
    own = behind[0] in ("i'm", "they're", "she's", "he's", "we're", "it's", "you're")
    waiting = behind[0] == "the" and len(behind) > 1
    return own or waiting or (behind[0].endswith("ing") and is_word(units[at + 1]))


def _time_marker(units: Sequence[TextUnit], at: int) -> int:
    """For "(the) next time", "every time", "the moment"."""
    start = at + 1 if units[at].kind == "THE" else at
    kinds = [each.kind for each in units[start : start + 3]]
    if kinds[:2] in (["NEXT", "TIME"], ["EVERY", "TIME"]) and len(kinds) > 2 and kinds[2] != "OF":
        return start + 2
    noun = start > at and start < len(units) and units[start].lower in TIME_NOUNS
    if not noun or start + 2 >= len(units):
        return 0
    if kinds[1] == "THAT" or [unit.lower for unit in units[start + 1 : start + 3]] == ["in", "that"]:
        return start + 2
    return start + 1 if kinds[1] in SUBJECTS or _names_subject(units[start], units[start + 1]) else 0


def _names_subject(noun: TextUnit, behind: TextUnit) -> bool:
    """Whether a name follows: "the moment Ana", but not "the day job"."""
    return is_word(behind) and (noun.lower in ("moment", "minute", "instant") or behind.is_title)


def _opens_clause(units: Sequence[TextUnit], at: int) -> bool:
    """Whether "before", "after", "until" or "once" has a subject and a verb behind it, or an -ing form."""
    behind = units[at + 1 : at + 8]
    if not behind:
        return False
    if units[at].kind == "ONCE" and behind[0].lower in LOOSE_SUBJECTS and len(behind) > 1:
        return behind[0].lower != "the" or _has_verb(behind)
    if units[at].kind == "ONCE" and is_word(behind[0]):
        return _has_verb(behind[1:4])
    if units[at].kind == "ONCE":
        counts = len(behind) > 1 and (
            behind[1].kind in COUNTED or (behind[0].kind == "A" and behind[1].is_event)
        )
        return behind[0].kind in SUBJECTS and len(behind) > 1 and not counts
    if behind[0].kind == "PRON":
        return len(behind) > 1 and (is_word(behind[1]) or behind[1].kind in ("MEET", "NEXT", "START", "END"))
    if behind[0].lower.endswith("ing") and is_word(behind[0]) and not behind[0].is_event:
        return True
    return _has_verb(behind)


def _has_verb(behind: Sequence[TextUnit]) -> bool:
    """Whether a verb follows the words of a subject: "the report's in", "my mother visits"."""
    for place, unit in enumerate(behind):
        if unit.lower in AUXILIARIES and place:
            return True
        follows = behind[place + 1] if place + 1 < len(behind) else None
        if unit.lower.endswith("'s") and follows and (follows.lower in DONE or follows.lower.endswith("ed")):
            return True
        if not (is_word(unit) or unit.kind in INSIDE or (unit.kind == "PRON" and place == 0)):
            return False
    return False


def _is_question(units: Sequence[TextUnit], at: int) -> bool:
    """Whether it asks: "ask my team if they know", "find out when", "tell me when"."""
    if at and units[at - 1].lower in INDIRECT:
        return True
    for place in range(at - 1, max(at - LONGEST_ASKED, 0) - 1, -1):
        unit = units[place]
        if unit.lower in ASKING:
            return True
        if not (is_word(unit) or unit.kind in ASKED):
            return False
        if unit.lower == "me" and place and units[place - 1].lower == "tell":
            return True
    return False
