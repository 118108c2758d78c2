"""The pages behind the links of a nudge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response

from nudge.app.snoozes import Snooze
from nudge.app.tap_changes import LONGEST_PLEDGE
from nudge.app.tap_views import Standing, TapResult, TapView
from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.pledges import Outcome
from nudge.web.pages import Pages

OUTCOMES = (Outcome.KEPT, Outcome.PARTLY, Outcome.CHANGED, Outcome.DROPPED)
_NUMBERS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


class TapPages:
    """Shows what a link is for, and what came of it."""

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._texts = pages.texts

    def view(
        self, view: TapView, *, entered: Mapping[str, str] | None = None, problem: str = "", status: int = 200
    ) -> Response[str]:
        """What the link is for, with the form that does it; nothing to press where nothing is to be done.

        Args:
            entered: what was typed before, to be corrected.
            problem: code of what is wrong with it.
        """
        if view.standing is not Standing.OPEN:
            return self._message(view.action, str(view.standing))
        said: dict[str, object] = {
            "about": self._about(view.action),
            "problem": self._texts.at("change.problems")[problem] if problem else "",
            "words": view.words,
            "due": self._due(view),
        }
        template, place, more = self._form(view, entered)
        return self._pages.page(template, self._texts.at(place), {**said, **more}, status=status)

    def _form(
        self, view: TapView, entered: Mapping[str, str] | None
    ) -> tuple[str, str, Mapping[str, object]]:
        """Which template, which texts, and what else is shown."""
        match view.action:
            case TapAction.DONE if view.moment is Moment.OUTCOME:
                return "outcome.html", "done.outcome", {"outcomes": OUTCOMES}
            case TapAction.LATER:
                return "later.html", "later.open", {"days": self._days(view)}
            case TapAction.CHANGE:
                values = {"entered": entered or _stored(view), "longest": LONGEST_PLEDGE}
                return "change.html", "change.open", {**values, "words": None}
        return "tap.html", f"{view.action}.open", {}

    def result(self, result: TapResult) -> Response[str]:
        """What came of acting."""
        if result.is_new:
            place = f"result.{result.outcome}" if result.outcome else "result"
            day = said_day(result.again_on) if result.again_on else ""
            return self._message(result.action, place, day=day)
        return self._message(
            result.action, "same" if result.standing is Standing.OPEN else str(result.standing)
        )

    def is_about_form(self, code: str) -> bool:
        """Whether a problem can be put right in the form of a change."""
        return code in self._texts.at("change.problems")

    def _message(self, action: TapAction, place: str, **slots: object) -> Response[str]:
        return self._pages.message(self._texts.at(f"{action}.{place}", **slots), about=self._about(action))

    def _about(self, action: TapAction) -> str:
        return self._texts.at("frame")["about_all" if action is TapAction.STOP_ALL else "about"]

    def _due(self, view: TapView) -> str:
        return self._texts.at("frame", day=said_day(view.due_on))["due"] if view.due_on else ""

    def _days(self, view: TapView) -> list[dict[str, Any]]:
        return [
            {"value": snooze, "label": self._label(snooze, day, view.today), "date": said_day(day)}
            for snooze, day in view.later.items()
        ]

    def _label(self, snooze: Snooze, day: date, today: date | None) -> str:
        n_days = (day - today).days if today else 0
        number = _NUMBERS[n_days - 2] if 2 <= n_days < 2 + len(_NUMBERS) else str(n_days)
        texts = self._texts.at("later.open", n=number)
        return texts["tomorrow" if n_days == 1 else "in_a_week" if n_days == 7 else "in_days"]


def said_day(day: date) -> str:
    """A day as one says it.

    >>> said_day(date(2026, 3, 6))
    'Friday 6 March'
    """
    return f"{day:%A} {day.day} {day:%B}"


def _stored(view: TapView) -> Mapping[str, str]:
    """The form as it is first shown."""
    return {
        "text": view.words or "",
        "due_on": view.due_on.isoformat() if view.due_on else "",
        "revision": str(view.revision),
    }
