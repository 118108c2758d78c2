"""What somebody sees who opens a link of a nudge, what they may choose there, and what came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nudge.app.snoozes import Snooze
from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.pledges import Outcome


class Standing(StrEnum):
    """How things stand for a link. Only an open one acts."""

    OPEN = "open"
    NOTED = "noted"
    """What it is for was done already."""
    CLOSED = "closed"
    """It is known what became of the pledge: nothing more comes about it."""
    STOPPED = "stopped"
    """The person wanted no more nudges: so there is no later one."""
    ELSEWHERE = "elsewhere"
    """Pages don't show this person's words: they are changed in the application where they were written."""


@dataclass(frozen=True, slots=True)
class TapView:
    """What a link is for, and how things stand.

    Attributes:
        moment: of the nudge; None for what is about all of them.
        words: the pledge, only for who wants to see their words in messages; whoever has the link sees it.
        due_on: by when, on the person's calendar; None where it is due at the next conversation.
        revision: of the pledge, to be sent back with a change.
        later: the day of each snooze.
        today: on the person's calendar.
        locale: of the person, in whose language the page is.
    """

    action: TapAction
    standing: Standing
    moment: Moment | None = None
    words: str | None = None
    due_on: date | None = None
    revision: int = 0
    later: Mapping[Snooze, date] = field(default_factory=dict)
    today: date | None = None
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class TapChoice:
    """What somebody chose on the page; what belongs to other actions isn't looked at.

    Attributes:
        outcome: what became of the pledge, for `done`.
        later: for `later`.
        text, due_on: the pledge as it should be, for `change`; None as text leaves the words.
        revision: of the pledge when the page was shown.
    """

    outcome: Outcome = Outcome.KEPT
    later: Snooze = Snooze.TOMORROW
    text: str | None = None
    due_on: date | None = None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class TapResult:
    """What came of acting.

    Attributes:
        is_new: whether something changed now; else `standing` says why not, open if nothing was different.
        outcome: what became of the pledge, where that was said.
        again_on: the day of the nudge that was put off.
        locale: of the person, in whose language the page is.
    """

    action: TapAction
    standing: Standing
    is_new: bool = False
    outcome: Outcome | None = None
    again_on: date | None = None
    locale: str = "en"
