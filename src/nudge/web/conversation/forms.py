"""What somebody sent with a form of the conversation page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TypeVar

from nudge.app.check_ins import CheckIn
from nudge.app.conversation_notes import N_QUESTIONS, QuestionNote
from nudge.app.live_ports import SuggestRequest
from nudge.domain.errors import Invalid
from nudge.domain.notes import Visibility
from nudge.domain.pledges import Outcome
from nudge.domain.seats import Side
from nudge.domain.wall_clock import zone_names
from nudge.web.forms import Form

E = TypeVar("E", bound=StrEnum)
LONGEST_ANSWER = 10_000
"""Characters of what the coach types; the last are kept."""
LONGEST_OWN = 2_000
"""Characters of a question that the coach tries out."""
MOST_GONE = 20
NEXT_TIME = "next"
"""The value of "at our next conversation" among the dates of a pledge."""
QUESTIONS = {f"question-{n}": n for n in range(1, N_QUESTIONS + 1)}
STEPS = ("welcome", "check-in", *QUESTIONS, "pledge", "close")
HELPED = {"yes": True, "no": False, "": None}


@dataclass(frozen=True, slots=True)
class Heard:
    """What the coach typed.

    Attributes:
        answer: words of the speaker.
        gone: the texts of suggestions that are asked or put aside.
        own: a question of the coach's own.
    """

    answer: str
    gone: tuple[str, ...] = ()
    own: str = ""

    def to_request(self, question: str, sessions_done: int) -> SuggestRequest:
        """What is asked for."""
        return SuggestRequest(question, self.answer, self.gone, sessions_done)


@dataclass(frozen=True, slots=True)
class PledgeForm:
    """A pledge as typed.

    Attributes:
        due: an instant, `NEXT_TIME`, or "" when nothing is chosen.
        dates: the instants that there were to choose from, with blanks between.
    """

    text: str
    due: str = ""
    time_zone: str | None = None
    dates: str = ""

    def due_at(self) -> datetime | None:
        """The instant that was chosen; None leaves it to the next conversation.

        Raises:
            Invalid: `due-unreadable`.
        """
        if self.due in ("", NEXT_TIME):
            return None
        try:
            return datetime.fromisoformat(self.due).astimezone(UTC)
        except (ValueError, OverflowError):
            raise Invalid("due-unreadable", "The day can't be read.") from None


def to_number(form: Form) -> int:
    """Which question it is about.

    Raises:
        Invalid: `form-malformed`.
    """
    numbers = {str(n): n for n in range(1, N_QUESTIONS + 1)}
    if (said := form.get("number", "")) not in numbers:
        raise _malformed()
    return numbers[said]


def to_note(form: Form) -> QuestionNote:
    """The note at a question; private unless somebody says otherwise."""
    return QuestionNote(
        _lines(form.get("note", "")), one_of(Visibility, form.get("visibility"), Visibility.PRIVATE)
    )


def to_check_in(form: Form) -> CheckIn:
    """What became of the last pledge."""
    outcome = one_of(Outcome, form.get("outcome"), Outcome.NOT_SAID)
    return CheckIn(
        outcome, _lines(form.get("reflection", ""))[:LONGEST_ANSWER], HELPED.get(form.get("helped", ""))
    )


def to_side(form: Form) -> tuple[Side, bool]:
    """Which side to be on, and whether the clock runs."""
    return one_of(Side, form.get("side"), Side.SPEAKER), form.get("clock") != "pause"


def to_step(form: Form) -> str:
    """Where to go.

    Raises:
        Invalid: `form-malformed`.
    """
    if (said := form.get("to", "")) not in STEPS:
        raise _malformed()
    return said


def to_heard(form: Form) -> Heard:
    """What the coach typed. The button that was pressed puts its suggestion aside."""
    gone = [line for line in _lines(form.get("gone", "")).split("\n") if line]
    gone += [line for line in [form.get("drop", "").replace("\n", " ")] if line]
    return Heard(
        answer=_lines(form.get("answer", ""))[-LONGEST_ANSWER:],
        gone=tuple(dict.fromkeys(gone))[-MOST_GONE:],
        own=_lines(form.get("own", ""))[:LONGEST_OWN],
    )


def to_pledge_form(form: Form, known_zone: str | None) -> PledgeForm:
    """The pledge as typed. What the browser says of its zone counts where nobody knows another."""
    zone = known_zone or form.get("time_zone", "")
    text = _lines(form.get("pledge", "")).strip()
    return PledgeForm(
        text, form.get("due", ""), zone if zone in zone_names() else None, form.get("dates", "")
    )


def one_of(kind: type[E], said: str | None, default: E) -> E:
    """The member that was said, the default when nothing was.

    Raises:
        Invalid: `form-malformed`.
    """
    if not said:
        return default
    try:
        return kind(said)
    except ValueError:
        raise _malformed() from None


def _lines(text: str) -> str:
    """With the line ends that everything else has; without what no database keeps."""
    return text.replace("\r\n", "\n").replace("\x00", "")


def _malformed() -> Invalid:
    return Invalid("form-malformed", "The form can't be read.")
