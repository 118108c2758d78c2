"""The pages behind the links of a nudge."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response

from nudge.app.tap_changes import LONGEST_PLEDGE
from nudge.app.tap_views import Standing, TapResult, TapView
from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment
from nudge.domain.pledges import Outcome
from nudge.web.pages import Pages
from nudge.web.texts import TextsIn

OUTCOMES = (Outcome.KEPT, Outcome.PARTLY, Outcome.CHANGED, Outcome.DROPPED)


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
        texts = self._texts.in_locale(view.locale)
        if view.standing is not Standing.OPEN:
            return self._message(texts, view.action, str(view.standing))
        said: dict[str, object] = {
            "about": _about(texts, view.action),
            "problem": texts.at("change.problems")[problem] if problem else "",
            "words": view.words,
            "due": texts.at("frame", day=texts.day(view.due_on))["due"] if view.due_on else "",
        }
        template, place, more = self._form(texts, view, entered)
        return self._pages.page(template, texts, place, {**said, **more}, status=status)

    def _form(
        self, texts: TextsIn, view: TapView, entered: Mapping[str, str] | None
    ) -> tuple[str, str, Mapping[str, object]]:
        """Which template, which texts, and what else is shown."""
        match view.action:
            case TapAction.DONE if view.moment is Moment.OUTCOME:
                return "outcome.html", "done.outcome", {"outcomes": OUTCOMES}
            case TapAction.LATER:
                return "later.html", "later.open", {"days": _days(texts, view)}
            case TapAction.CHANGE:
                values = {"entered": entered or _stored(view), "longest": LONGEST_PLEDGE}
                return "change.html", "change.open", {**values, "words": None}
        return "tap.html", f"{view.action}.open", {}

    def result(self, result: TapResult) -> Response[str]:
        """What came of acting."""
        texts = self._texts.in_locale(result.locale)
        if result.is_new:
            place = f"result.{result.outcome}" if result.outcome else "result"
            day = texts.day(result.again_on) if result.again_on else ""
            return self._message(texts, result.action, place, day=day)
        place = "same" if result.standing is Standing.OPEN else str(result.standing)
        return self._message(texts, result.action, place)

    def is_about_form(self, code: str) -> bool:
        """Whether a problem can be put right in the form of a change."""
        return code in self._texts.at("change.problems")

    def _message(self, texts: TextsIn, action: TapAction, place: str, **slots: object) -> Response[str]:
        about = _about(texts, action)
        return self._pages.message(texts, f"{action}.{place}", about=about, slots=slots)


def _about(texts: TextsIn, action: TapAction) -> str:
    return texts.at("frame")["about_all" if action is TapAction.STOP_ALL else "about"]


def _days(texts: TextsIn, view: TapView) -> list[dict[str, Any]]:
    return [
        {"value": snooze, "label": _label(texts, day, view.today), "date": texts.day(day)}
        for snooze, day in view.later.items()
    ]


def _label(texts: TextsIn, day: date, today: date | None) -> str:
    n_days = (day - today).days if today else 0
    said = texts.at("later.open", n=texts.number(n_days))
    return said["tomorrow" if n_days == 1 else "in_a_week" if n_days == 7 else "in_days"]


def _stored(view: TapView) -> Mapping[str, str]:
    """The form as it is first shown."""
    return {
        "text": view.words or "",
        "due_on": view.due_on.isoformat() if view.due_on else "",
        "revision": str(view.revision),
    }
