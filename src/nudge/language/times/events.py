"""Events that say when: "before the board meeting", "on my next shift", "before our next conversation"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import time

from nudge.domain.calendar_days import Ahead, Day, Weekday, Weekdays
from nudge.domain.timing import Clock, Role
from nudge.language.times.event_words import (
    ARTEFACTS,
    BARE,
    BY_EVENTS,
    CALLS,
    EVENT_CLOCKS,
    EVENTS,
    MEALS,
    NOT_IN,
    ON_EVENTS,
    PLACES,
    SESSIONS,
    VERBISH,
    VERBS_BEFORE,
    WAYS,
)
from nudge.language.times.pieces import Piece, is_word
from nudge.language.times.plain_events import ENDS_RUN, LONGEST_RUN, bare_event, fixed_event
from nudge.language.times.units import TextUnit
from nudge.language.times.words import words

LEADS = words("BEFORE AFTER DURING UNTIL IN AT ON OVER BY WITH UPON FOR FROM")
WAITING = words("BEFORE AFTER DURING UNTIL")
BOUNDS = words("BEFORE BY UNTIL")
ARTICLES = words("THE A OUR EVERY THIS")
INSIDE = ARTICLES | words(
    "ANY ALL MOST LONG AND SAME TONIGHT PARTS NEXT COMING WEEKDAY TODAY TOMORROW PART DAILY ORD NTH NUM x"
    " MONTH END START MIDDLE OF SPRINT HOLIDAY UNIT QUARTER EARLY LATE SEASON QNAME WEEKEND"
)
DETERMINERS = words("THE OUR EVERY NEXT A LAST NTH ANY")
LONGEST_UNKNOWN = 2


def events_of(units: Sequence[TextUnit]) -> Iterator[Piece]:
    """All event pieces, each from its preposition to its last word."""
    last = 0
    for at, unit in enumerate(units):
        if at < last:
            continue
        found = _event_at(units, at) if unit.kind in LEADS else _without_lead(units, at)
        if found:
            last = found.last
            yield found


def _without_lead(units: Sequence[TextUnit], at: int) -> Piece | None:
    """For "end of every late shift", and the events that are plain words."""
    if units[at].kind == "END" and at + 1 < len(units) and units[at + 1].kind == "OF":
        end = _end_of_known(units, at + 1)
        return Piece(at, end, "event", Role.CUE, event=True) if end else None
    return bare_event(units, at)


@dataclass(frozen=True, slots=True)
class _Run:
    """A preposition with the noun phrase behind it."""

    units: Sequence[TextUnit]
    at: int
    end: int

    def has(self, *kinds: str) -> bool:
        return any(unit.kind in kinds for unit in self.units[self.at + 1 : self.end])

    @property
    def head(self) -> TextUnit:
        return self.units[self.end - 1]

    @property
    def lead(self) -> str:
        return self.units[self.at].kind

    def words(self) -> list[TextUnit]:
        return [unit for unit in self.units[self.at + 1 : self.end - 1] if is_word(unit)]


def _event_at(units: Sequence[TextUnit], at: int) -> Piece | None:
    before = units[at - 1].lower if at else ""
    fixed = fixed_event(units, at)
    if fixed:
        return Piece(at, fixed, "event", Role.CUE, event=True)
    if before in VERBS_BEFORE.get(units[at].lower, ()):
        return None
    end = _end_of_known(units, at)
    if end:
        run = _Run(units, at, end)
        return _session(run) or (_known(run) if _counts(run) else None)
    end = _end_of_unknown(units, at) if units[at].kind in WAITING else _end_of_dated(units, at)
    return _known(_Run(units, at, end)) if end else None


def _end_of_dated(units: Sequence[TextUnit], at: int) -> int:
    """Behind "Thursday's negotiation" and "the next talk": an unknown event, dated or the next."""
    place = at + 1
    while place < len(units) and units[place].kind in ("THE", "OUR"):
        place += 1
    if units[at].kind not in ("IN", "AT", "ON", "DURING", "FOR", "FROM") or place >= len(units):
        return 0
    unit = units[place]
    has_day = unit.is_possessive and unit.kind in ("WEEKDAY", "TODAY", "TOMORROW", "TONIGHT")
    if not (has_day or (unit.kind == "NEXT" and units[at].kind != "FROM")):
        return 0
    end = place + 1
    while (
        end < len(units)
        and end - place <= LONGEST_UNKNOWN
        and (is_word(units[end]) or units[end].kind == "MEET")
    ):
        end += 1
    return end if end > place + 1 and units[end - 1].lower not in ARTEFACTS else 0


def _end_of_known(units: Sequence[TextUnit], at: int) -> int:
    """Where the run ends that has a word for an event as its head; 0 without one."""
    has_article, n_words = False, 0
    behind = units[at + 1] if at + 1 < len(units) else None
    if units[at].kind in ("WITH", "FOR", "FROM") and not _is_meal(units, at):
        return 0
    if behind and is_word(behind) and behind.lower.endswith("ing") and not behind.is_event:
        return 0
    for place in range(at + 1, min(at + LONGEST_RUN, len(units))):
        unit = units[place]
        if unit.lower in EVENTS and unit.kind in ("x", "HOLIDAY", "PARTS", "HOUR"):
            return _end_of_heads(units, place, has_article)
        sure = has_article or unit.is_possessive or unit.kind != "WEEKDAY" or _is_days_event(units, at, place)
        n_words += unit.kind == "x"
        if unit.kind not in INSIDE or not sure or (n_words > 1 and not has_article):
            return 0
        has_article = has_article or unit.kind in ARTICLES or unit.kind == "NEXT"
    return 0


def _is_days_event(units: Sequence[TextUnit], at: int, place: int) -> bool:
    """For "before Sunday brunch": an event that can't be a verb."""
    behind = units[place + 1] if place + 1 < len(units) else None
    return units[at].kind != "ON" and behind is not None and behind.is_event and behind.lower not in VERBISH


def _is_meal(units: Sequence[TextUnit], at: int) -> bool:
    """For "with breakfast", "with each meal"."""
    behind = [unit for unit in units[at + 1 : at + 3] if unit.kind not in ("OUR", "EVERY")]
    return units[at].kind == "WITH" and bool(behind) and behind[0].lower in MEALS


def _end_of_heads(units: Sequence[TextUnit], place: int, has_article: bool) -> int:
    """Behind "meeting", or "session" of "training session"; not behind a verb, as in "lunch call Ben"."""
    while place + 1 < len(units) and units[place + 1].lower in EVENTS:
        follower = units[place + 2] if place + 2 < len(units) else None
        if not has_article and follower and follower.kind not in ENDS_RUN:
            break
        if follower and (follower.kind in ARTICLES or (follower.is_title and follower.kind == "x")):
            break
        place += 1
    is_place = place + 1 < len(units) and units[place + 1].lower in PLACES
    return 0 if is_place else place + 1


def _end_of_unknown(units: Sequence[TextUnit], at: int) -> int:
    """Behind "the inspection" or "mails": one or two words that are no event we know."""
    place = at + 1
    while place < len(units) and (units[place].kind in DETERMINERS or units[place].is_possessive):
        place += 1
    if place == at + 1:
        return place + 1 if place < len(units) and units[place].lower in BARE else 0
    start = place
    while place < len(units) and place - start < LONGEST_UNKNOWN and is_word(units[place]):
        place += 1
    return place if place > start else 0


def _counts(run: _Run) -> bool:
    """Whether the preposition makes a time of this event: "on my next shift" but not "on the audit"."""
    determined = run.has("THE", "OUR", "A", "EVERY", "THIS", "NEXT") or any(
        unit.is_possessive for unit in run.units[run.at + 1 : run.end]
    )
    if run.lead == "ON":
        own = run.has("OUR", "EVERY", "THIS", "NEXT", "COMING") or run.head.lower in WAYS
        own = own or any(unit.kind == "WEEKDAY" for unit in run.units[run.at + 1 : run.end])
        return determined and own and run.head.lower in ON_EVENTS | MEALS
    if run.lead == "BY":
        return determined or run.head.lower in BY_EVENTS or run.head.lower in EVENT_CLOCKS
    if run.lead == "IN" and not determined:
        return run.has("WEEKDAY", "TODAY", "TOMORROW")
    return run.lead in (*WAITING, "WITH") or determined or run.head.lower not in NOT_IN


def _session(run: _Run) -> Piece | None:
    """The pair's next conversation, when it is that."""
    follows = run.units[run.end].kind if run.end < len(run.units) else ""
    own = run.head.lower in SESSIONS or (run.head.lower in CALLS and run.lead in BOUNDS)
    if (
        run.lead == "WITH"
        or not (own and run.has("NEXT") and not run.words())
        or follows == "WITH"
        or run.has("WEEKDAY")
    ):
        return None
    return Piece(run.at, run.end, "session", Role.SESSION)


def _known(run: _Run) -> Piece:
    """An event, with its day when it says one: "in Thursday's review"."""
    hour = EVENT_CLOCKS.get(run.head.lower)
    lunch = Clock(time(hour)) if hour and run.lead != "AFTER" else None
    day = _day_in(run)
    if day is None:
        return Piece(
            run.at, run.end, "event", Role.CUE, event=True, event_clock=lunch, recurring=run.has("EVERY")
        )
    role = Role.REPEATED if run.has("EVERY") else Role.UNTIL if run.lead == "UNTIL" else Role.DATED
    kind = "repeat" if run.has("EVERY") else "day"
    return Piece(
        run.at,
        run.end,
        kind,
        role,
        day=day,
        clock=lunch,
        relation="AT",
        event=True,
        recurring=run.has("EVERY"),
    )


def _day_in(run: _Run) -> Day | None:
    for unit in run.units[run.at + 1 : run.end]:
        if unit.kind == "WEEKDAY":
            return Weekdays((unit.value,)) if run.has("EVERY") else Weekday(unit.value)
        if unit.kind in ("TODAY", "TOMORROW", "TONIGHT"):
            return Ahead(int(unit.kind == "TOMORROW"))
    return None
