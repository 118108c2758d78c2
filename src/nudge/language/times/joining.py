"""Putting pieces together: the preposition before each, and neighbours such as "on Friday" and "at 10"."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time

from nudge.domain.calendar_days import Ahead, Dated, Day, MonthDay, OneOf, OnWeekday, Unit, Weekday
from nudge.domain.stretches import Holiday, NamedMonths, Part, Stretch, WeekOf
from nudge.domain.timing import Clock, Role
from nudge.language.times.pieces import PREPOSITIONS, Piece
from nudge.language.times.units import TextUnit
from nudge.language.times.words import MODIFIERS

OWN_LEAD = ("event", "cue", "session", "vague", "mention", "past", "count")
"""Pieces that begin with their preposition or take none."""
LEADLESS = ("HALF", "HALFTERM", "OUR", "EVERY", "FEAST", "SAME", "END", "x")
"""How an event begins that a rule found without its preposition."""
TAILS = (("at", "the", "latest"), ("at", "the", "earliest"), ("on", "the", "dot"))
LIMITS = ("FROM", "UNTIL", "WITHIN", "COMMENCING")
PARTS_OF_DAY = (time(12), time(18), time(21))
WRITTEN = (Dated, MonthDay, OneOf)


def with_lead(piece: Piece, units: Sequence[TextUnit]) -> Piece:
    """The piece with its preposition and what stands before that: "right after", "no later than"."""
    has_own = piece.kind in OWN_LEAD and units[piece.first].kind not in LEADLESS
    if has_own or piece.relation == "AT":
        return replace(piece, first=_modified(piece.first, units))
    at = piece.first - 1
    if at > 0 and piece.kind == "clock" and units[at].kind == "AROUND" and units[at - 1].kind in PREPOSITIONS:
        at -= 1
    if at > 0 and units[at].kind == "THE" and units[at - 1].kind in PREPOSITIONS:
        at -= 1
    if at > 0 and units[at].lower == "than" and units[at - 1].kind == "LATER":
        first = at - 2 if at > 1 and units[at - 2].lower == "no" else at - 1
        return related(replace(piece, first=first), "BY")
    if at < 0 or units[at].kind not in PREPOSITIONS:
        return piece
    return related(replace(piece, first=_modified(at, units)), units[at].kind)


def _modified(first: int, units: Sequence[TextUnit]) -> int:
    waits = units[first].kind in ("BEFORE", "AFTER")
    return first - 1 if waits and first and units[first - 1].lower in MODIFIERS else first


def with_tail(piece: Piece, units: Sequence[TextUnit]) -> Piece:
    """The piece with what stands behind it: "at the latest", "or so", "sharp", "itself"."""
    lower = [unit.lower for unit in units[piece.last : piece.last + 3]]
    n = 1 if lower[:1] in (["latest"], ["sharp"], ["itself"]) else 0
    n = n or (2 if lower[:2] in (["at", "latest"], ["at", "earliest"], ["or", "so"]) else 0)
    n = n or (3 if tuple(lower) in TAILS else 0)
    if not n or piece.kind in ("cue", "vague", "past"):
        return piece
    piece = replace(piece, last=piece.last + n)
    if "so" in lower[:n]:
        return replace(piece, level=1, kind="window", role=Role.WINDOW, day=None, elapsed=None)
    is_limit = "latest" in lower[:n] and piece.role in (Role.DATED, Role.WINDOW)
    return replace(piece, role=Role.DEADLINE, level=2) if is_limit else piece


def related(piece: Piece, lead: str) -> Piece:
    """What the preposition makes of it: "by Friday" a deadline, "before Friday" one on the day before."""
    dated = piece.day is not None or piece.clock is not None
    if lead in ("BY", "BEFORE") and dated:
        level = 2
        is_feast = isinstance(piece.day, Holiday)
        shifts = (lead == "BEFORE" or is_feast) and piece.clock is None and not _is_end(piece)
        day = replace(piece.day, part=Part.START) if shifts and isinstance(piece.day, Stretch) else piece.day
        return replace(
            piece,
            role=Role.DEADLINE,
            level=level,
            shift=-1 if shifts else 0,
            day=day,
            relation=lead,
            kind="day" if piece.kind == "window" else piece.kind,
        )
    if lead == "UNTIL" or (lead in ("FOR", "OVER", "DURING") and piece.relation == "UNTIL"):
        return replace(piece, role=Role.UNTIL, level=max(piece.level, 2), relation="UNTIL")
    if lead == "AFTER" and piece.day is not None and piece.clock is None:
        return replace(piece, shift=1, relation=lead)
    if lead in ("FROM", "COMMENCING") and piece.day is not None and piece.relation != "WITHIN":
        if isinstance(piece.day, Stretch | NamedMonths):
            piece = replace(piece, day=replace(piece.day, part=Part.START))
        role = Role.START if piece.kind in ("day", "window") else piece.role
        return replace(piece, role=role, relation="FROM")
    return replace(piece, relation=lead)


def _is_end(piece: Piece) -> bool:
    """For "before the end of the month" has its limit in it."""
    return piece.relation == "BY" or (isinstance(piece.day, Stretch | NamedMonths) and piece.kind == "day")


def joined(pieces: Iterable[Piece], units: Sequence[TextUnit]) -> list[Piece]:
    """The pieces in order, with neighbours that belong together made one."""
    found: list[Piece] = []
    for piece in pieces:
        while found:
            both = _one_of(found[-1], piece, units)
            if both is None:
                break
            found.pop()
            piece = both
        found.append(piece)
    return found


def _one_of(a: Piece, b: Piece, units: Sequence[TextUnit]) -> Piece | None:
    """Both as one piece, when nothing (or a comma between day and date or clock) is between them."""
    between = [unit.kind for unit in units[a.last : b.first]]
    comma = between == ["COMMA"] and {a.kind, b.kind} <= {"day", "clock"}
    if between and not comma:
        return None
    one = _combined(a, b) or _some_time(a, b, units)
    return replace(one, first=a.first, last=b.last) if one else None


def _some_time(a: Piece, b: Piece, units: Sequence[TextUnit]) -> Piece | None:
    """For "sometime next week", "at some point this year": loose, also where the second alone isn't."""
    lower = [unit.lower for unit in units[a.first : a.last]]
    some = lower[-1] in ("sometime", "point", "stage", "time") or lower == ["one", "day"]
    if a.kind != "vague" or not some:
        return None
    if b.kind in ("window", "event"):
        far = isinstance(b.day, Stretch) and b.day.unit not in (Unit.WEEK, Unit.WEEKEND)
        return replace(b, level=1, day=None if far else b.day)
    is_wide = b.kind == "day" and isinstance(b.day, Stretch | NamedMonths | Holiday | Ahead)
    return replace(b, kind="window", level=1, role=Role.WINDOW, day=None) if is_wide else None


def _combined(a: Piece, b: Piece) -> Piece | None:
    kinds = {a.kind, b.kind}
    if "past" in kinds and kinds & {"clock", "day"}:
        return replace(a, kind="past", role=Role.MENTION)
    if kinds == {"event", "repeat"}:
        return _at_event(*((a, b) if a.kind == "repeat" else (b, a)))
    first, second = (a, b) if a.kind in ("event", "week of", "week ending", "count", "repeat") else (b, a)
    if first.kind in ("week of", "week ending") and second is b and b.day is not None:
        return _week(first, b)
    if kinds == {"day"}:
        return _same_day(a, b)
    if kinds == {"clock"}:
        return _same_clock(a, b)
    if kinds == {"day", "clock"}:
        day, clock = (a, b) if a.kind == "day" else (b, a)
        return _timed(day, clock)
    if first.kind == "repeat":
        return _repeated(first, second)
    if first.kind == "event" and second.kind in ("day", "clock", "window"):
        return _event_on(first, second)
    if first.kind == "count" and second is b and b.kind in ("day", "window"):
        return replace(b, level=max(1, b.level))
    return None


def _week(week: Piece, dated: Piece) -> Piece:
    """For "w/c 5 Oct" is that week, "w/e 27 Nov" that day; "by" makes a deadline of both."""
    day: Day | None = WeekOf(dated.day) if week.kind == "week of" and dated.day else dated.day
    bound = week.relation in ("BY", "BEFORE")
    role = Role.DEADLINE if bound else Role.WINDOW
    return replace(
        dated, kind="day" if bound else "window", role=role, level=2 if bound else 1, day=day, shift=0
    )


def _same_day(a: Piece, b: Piece) -> Piece | None:
    """For "Friday 27 November": the date says it all."""
    if b.relation in (*LIMITS, "BY", "BEFORE", "AFTER"):
        return None
    if isinstance(a.day, Weekday) and isinstance(b.day, WRITTEN):
        return replace(a, day=OnWeekday(b.day, a.day.day), clock=a.clock or b.clock)
    if isinstance(b.day, Weekday) and isinstance(a.day, WRITTEN):
        return replace(a, day=OnWeekday(a.day, b.day.day), clock=a.clock or b.clock)
    if isinstance(b.day, Weekday) and isinstance(a.day, Ahead):
        return replace(a, clock=a.clock or b.clock)
    if a.event and b.day is not None and not b.event:
        return replace(b, event=True, role=min(a.role, b.role), clock=b.clock or a.clock)
    return None


def _same_clock(a: Piece, b: Piece) -> Piece | None:
    """For "7 in the evening", "first thing in the morning"."""
    part, exact = (b.clock, a.clock) if _is_part(b.clock) else (a.clock, b.clock)
    return replace(a, clock=_at_part(part, exact)) if _is_part(part) else None


def _is_part(clock: Clock | None) -> bool:
    return clock is not None and clock.at in PARTS_OF_DAY


def _at_part(part: Clock | None, exact: Clock | None) -> Clock | None:
    """The exact time, in the afternoon or evening when the part of the day says so."""
    if part is None or exact is None:
        return part or exact
    late = part.at > time(12) and exact.at.hour < 12
    return Clock(exact.at.replace(hour=exact.at.hour + 12)) if late else exact


def _timed(day: Piece, clock: Piece) -> Piece:
    role = day.role if day.relation == "FROM" else min(day.role, clock.role)
    exact = _at_part(day.clock, clock.clock) if day.clock is None or _is_part(day.clock) else day.clock
    return replace(day, clock=exact, role=role, shift=0, level=2, relation=day.relation or clock.relation)


def _repeated(repeat: Piece, other: Piece) -> Piece | None:
    """For "every Monday from next week", "every day at 4", "each morning before mails"."""
    if other.kind == "clock":
        return replace(repeat, clock=_at_part(repeat.clock, other.clock))
    if other.day is not None and other.relation == "FROM":
        return replace(repeat, starts=other.day)
    bounds = other.relation in ("UNTIL", "WITHIN") or (other.kind == "window" and not other.relation)
    if other.kind in ("day", "window") and bounds:
        return repeat
    return None


def _at_event(repeat: Piece, event: Piece) -> Piece:
    """For "each morning before mails", "before lunch every workday"."""
    return replace(repeat, event=True, clock=repeat.clock or event.event_clock)


def _event_on(event: Piece, other: Piece) -> Piece:
    """For "after stand-up tomorrow", "at lunch on Thursday"."""
    role = Role.DATED if other.role is Role.VAGUE else other.role
    return replace(other, event=True, level=2, role=role, clock=other.clock or event.event_clock)
