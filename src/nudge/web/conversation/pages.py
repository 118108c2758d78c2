"""The pages of the hour, each of what one participant may see."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response
from litestar.datastructures import Cookie

from nudge.app.conversation_notes import LONGEST_NOTE, N_QUESTIONS
from nudge.app.conversation_views import ConversationView, Round
from nudge.app.tap_changes import LONGEST_PLEDGE
from nudge.domain.pledges import Outcome
from nudge.domain.seats import Side
from nudge.web.conversation.panels import Panels
from nudge.web.conversation.pledge_readings import said_moment
from nudge.web.conversation.seating import Seated
from nudge.web.conversation.sheets import Sheets
from nudge.web.conversation.turns import ONE_TURN, Times

OUTCOMES = tuple(Outcome)
HEAD_START = 60
"""Seconds that the bar gives both, so that a first sentence doesn't fill it. The script does the same."""
_NAME = re.compile(r"[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){0,3}\.?")


class HourPages:
    """Shows the steps of the hour."""

    def __init__(self, sheets: Sheets, panels: Panels) -> None:
        self._sheets = sheets
        self._panels = panels

    def welcome(self, seated: Seated, view: ConversationView, now: int) -> Response[str]:
        """Who, what, and how the hour goes."""
        return self._page("welcome", seated, view, now, {"planned": _planned(view)})

    def check_in(self, seated: Seated, view: ConversationView, now: int) -> Response[str]:
        """What became of the last pledge."""
        return self._page("check_in", seated, view, now, {"outcomes": OUTCOMES})

    def question(
        self,
        seated: Seated,
        view: ConversationView,
        now: int,
        number: int,
        *,
        panel: Mapping[str, Any] | None = None,
    ) -> Response[str]:
        """One question, from the side that one is on.

        Args:
            panel: what is offered to whoever listens; None before anything was asked for.
        """
        values = {
            "round": _round(view, number),
            "number": number,
            "n_questions": N_QUESTIONS,
            "longest": LONGEST_NOTE,
            "speaks": panel is None and seated.turns.side is Side.SPEAKER,
            "running": seated.turns.is_running,
            "saved": "",
            **(panel or self._panels.blank()),
        }
        return self._page("question", seated, view, now, values, step=f"question-{number}")

    def pledge(
        self,
        seated: Seated,
        view: ConversationView,
        now: int,
        reading: Mapping[str, Any],
        *,
        problem: str = "",
        status: int = 200,
    ) -> Response[str]:
        """The pledge, with what is read in it."""
        problems = self._sheets.texts.at("pledge.problems")
        values = {**reading, "problem": problems.get(problem, ""), "longest": LONGEST_PLEDGE}
        return self._page("pledge", seated, view, now, values, status=status)

    def close(self, seated: Seated, view: ConversationView, now: int) -> Response[str]:
        """What was noted, who can see what, and when they meet again."""
        pledge, zone = view.pledge, view.time_zone
        due = said_moment(pledge.due_at, pledge.due_zone or zone or "UTC") if pledge and pledge.due_at else ""
        next_at = said_moment(view.next_at, zone or "UTC") if view.next_at else ""
        slots = {"day": due}
        values = {"due": self._said("close", seated, view, slots)["due"] if due else "", "next_at": next_at}
        return self._page("close", seated, view, now, values, slots={"day": next_at, "zone": zone or "UTC"})

    def sheet(self, seated: Seated, view: ConversationView, now: int) -> Response[str]:
        """The hour on one sheet of paper."""
        return self._page("sheet", seated, view, now, {"planned": _planned(view)})

    def is_about_pledge(self, code: str) -> bool:
        """Whether a problem can be put right in the form of a pledge."""
        return code in self._sheets.texts.at("pledge.problems")

    def _page(
        self,
        name: str,
        seated: Seated,
        view: ConversationView,
        now: int,
        values: Mapping[str, object],
        *,
        step: str = "",
        status: int = 200,
        slots: Mapping[str, object] | None = None,
        cookies: Sequence[Cookie] = (),
    ) -> Response[str]:
        times = seated.turns.at(now)
        common = {
            "page": self._said(name, seated, view, slots or {}),
            "frame": self._frame(seated, view, times),
            "saved_texts": self._sheets.texts.at("saved"),
            "view": view,
            "seated": seated,
            "proof": seated.proof,
            "step": step or name.replace("_", "-"),
            "times": times,
            "share": _share(times),
            "ring": round(100 * times.turn / ONE_TURN) if times.turn < ONE_TURN else 100,
        }
        template = f"{name}.html"
        return self._sheets.render(template, {**common, **values}, status=status, cookies=cookies)

    def _said(
        self, place: str, seated: Seated, view: ConversationView, slots: Mapping[str, object]
    ) -> Mapping[str, str]:
        return self._sheets.texts.at(place, **{**self.names(seated, view), **slots})

    def _frame(self, seated: Seated, view: ConversationView, times: Times) -> Mapping[str, str]:
        names = self.names(seated, view)
        minutes = {
            "spoken": times.spoken // 60,
            "listened": times.listened // 60,
            "minutes": -(-times.turn_left // 60),
        }
        texts = self._sheets.texts.at("frame", **names)  # the script fills these slots itself
        says = {f"says_{name}": texts[name] for name in ("spoken", "listened", "turn_left")}
        return {**self._sheets.texts.at("frame", **names, **minutes), **says}

    def names(self, seated: Seated, view: ConversationView) -> Mapping[str, object]:
        """Slots of every page. What the application says the partner is called goes before its reference."""
        frame = self._sheets.texts.at("frame")
        name = seated.seat.partner_name or name_in(view.partner_ref)
        return {
            "number": view.conversation.session_number,
            "partner": name or frame["partner"],
            "Partner": name or frame["Partner"],
        }


def name_in(ref: str) -> str:
    """A name, where the application's own word for somebody reads like one; else nothing.

    >>> name_in("ana"), name_in("Ben O'Hara"), name_in("u-8812"), name_in("ben@example.org")
    ('Ana', "Ben O'Hara", '', '')
    """
    if not _NAME.fullmatch(ref) or len(ref) > 40:
        return ""
    return ref.title() if ref.islower() else ref


def _round(view: ConversationView, number: int) -> Round | None:
    return next((one for one in view.rounds if one.number == number), None)


def _planned(view: ConversationView) -> str:
    at, zone = view.conversation.planned_at, view.time_zone
    return said_moment(at, zone) if at and zone else ""


def _share(times: Times) -> int:
    """How much of the bar is one's own, in percent: half at first, and in no hurry to be anything else."""
    both = times.spoken + times.listened
    return round(100 * (times.spoken + HEAD_START) / (both + 2 * HEAD_START))
