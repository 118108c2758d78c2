"""What is shown of a pledge: its nudges on the person's own calendar. No word of the pledge is in it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from nudge.domain.nudge_policies import Moment
from nudge.domain.nudge_reasons import REASONS
from nudge.domain.quiet_hours import OpenHours

_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""What turns the direction of the text around it."""
_NO_TEXT = frozenset("\ufffe\uffff")
"""What XML doesn't allow, besides control characters."""
LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class Mark:
    """A nudge that is to be sent, or one that isn't.

    Attributes:
        why: a sentence, to stand after the decision.
        at: in the person's zone; None for what has no time.
        says: the subject, or the name of the wording.
    """

    moment: Moment
    is_sent: bool
    why: str
    at: datetime | None = None
    says: str = ""

    def spoken(self) -> str:
        """All of it in a sentence."""
        place = f"{self.moment}, {day_and_time(self.at)}" if self.at else f"{self.moment}"
        return f"{place}. {'To be sent' if self.is_sent else 'Not sent'}: {self.why}."


@dataclass(frozen=True, slots=True)
class Timeline:
    """The nudges of one pledge.

    Attributes:
        name: of the person, as the caller knows them.
        starts: aware, in the person's zone, as are `due_at` and `next_session_at`.
        last_day: the last one that is shown.
    """

    name: str
    hours: OpenHours
    starts: datetime
    last_day: date
    marks: Sequence[Mark]
    due_at: datetime | None = None
    next_session_at: datetime | None = None

    @property
    def zone(self) -> str:
        """IANA name of the person's zone."""
        return self.hours.zone.key

    def shows(self, at: datetime | None) -> bool:
        """Whether an instant is on one of the days that are shown."""
        return at is not None and self.starts.date() <= at.date() <= self.last_day

    @property
    def n_sent(self) -> int:
        """Nudges that are to be sent."""
        return sum(mark.is_sent for mark in self.marks)


def reason_in_words(code: str) -> str:
    """The sentence of a reason; of one that only the ledger knows the code, said with spaces.

    >>> reason_in_words("clear_enough"), reason_in_words("too_late")
    ('the pledge is clear enough', 'too late')
    """
    return REASONS.get(code, code.replace("_", " ").replace("-", " "))


def day_and_time(at: datetime) -> str:
    """As one says it.

    >>> day_and_time(datetime(2026, 11, 20, 8, 30))
    'Friday 20 November, 08:30'
    """
    return f"{at:%A} {at.day} {at:%B}, {at:%H:%M}"


def plain(text: str) -> str:
    """A text on one line, without what isn't seen: safe in a terminal and in XML.

    >>> plain("a\\x1b[31mna\\u202e  b")
    'a [31mna b'
    """
    seen = (c if _is_seen(c) else " " for c in text[:LONGEST_NAME])
    return " ".join("".join(seen).split())


def _is_seen(character: str) -> bool:
    is_control = unicodedata.category(character) in ("Cc", "Cs")
    return not is_control and character not in _TURNING | _NO_TEXT
