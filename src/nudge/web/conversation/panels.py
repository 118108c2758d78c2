"""The parts of a page that change while somebody types: suggestions, and what is read in a pledge."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from litestar import Response

from nudge.app.conversation_views import ConversationView
from nudge.app.live_ports import SuggestResponse
from nudge.app.specificity import PledgeToScore, ScoredPledge
from nudge.domain.coach_checks import Issue
from nudge.web.conversation.forms import LONGEST_OWN, NEXT_TIME, Heard, PledgeForm
from nudge.web.conversation.pledge_readings import PledgeReadingShown, said_moment, shown_reading
from nudge.web.conversation.sheets import Sheets

QUIET_MOVES = frozenset({"mirror", "wait"})
"""Moves that are something to do rather than something to ask."""
FEWEST_WORDS = 3
"""Before anything is said of a question of one's own. Chosen: “Have you tried” is three."""


class Panels:
    """Shows parts, alone or for a whole page."""

    def __init__(self, sheets: Sheets) -> None:
        self._sheets = sheets

    def blank(self) -> Mapping[str, Any]:
        """Before anything was heard."""
        heard = Heard("")
        return {**self.offered(heard, SuggestResponse()), **self.checked(heard, ())}

    def offered(self, heard: Heard, response: SuggestResponse | None) -> Mapping[str, Any]:
        """What is offered to whoever listens; None when nobody could choose."""
        texts = self._sheets.texts.at("suggestions")
        found = response or SuggestResponse()
        offers = [one for one in found.suggestions if one.text not in heard.gone]
        quiet = found.abstained.text if found.abstained else texts["quiet"]
        return {
            "suggestions": texts,
            "offers": offers,
            "quiet_moves": QUIET_MOVES,
            "tip": found.tip.text if found.tip else "",
            "quiet": "" if offers else quiet if response else texts["unavailable"],
            "heard": heard,
        }

    def checked(self, heard: Heard, issues: Sequence[Issue]) -> Mapping[str, Any]:
        """What could be asked more openly; nothing before there are enough words to tell."""
        is_enough = len(heard.own.split()) >= FEWEST_WORDS
        return {
            "own_texts": self._sheets.texts.at("own"),
            "issue": issues[0] if issues and is_enough else None,
            "is_open": is_enough and not issues,
            "longest_own": LONGEST_OWN,
            "heard": heard,
        }

    def check_part(self, values: Mapping[str, Any]) -> Response[str]:
        """What could be asked more openly, alone."""
        return self._sheets.render("_check.html", values)

    def offers_part(self, values: Mapping[str, Any]) -> Response[str]:
        """The suggestions alone."""
        return self._sheets.render("_offers.html", values)

    def reading(
        self, form: PledgeForm, scored: ScoredPledge | None, view: ConversationView
    ) -> Mapping[str, Any]:
        """What is read in a pledge, with the dates to choose from; None where there is nothing yet."""
        stands = view.pledge.due_at if view.pledge else None
        shown = shown_reading(form.text, scored, form.time_zone, stands) if scored and form.text else None
        day = said_moment(view.next_at, form.time_zone) if view.next_at and form.time_zone else ""
        texts = self._sheets.texts.at(
            "pledge", words=shown.said if shown else "", zone=_zone_said(form.time_zone), day=day
        )
        return {
            "pledge_texts": texts,
            "reading": shown,
            "form": form,
            "due": _chosen(form, shown),
            "dates": dates_in(shown),
            "next_day": day,
        }

    def reading_part(self, values: Mapping[str, Any]) -> Response[str]:
        """What is read alone."""
        return self._sheets.render("_reading.html", values)

    def saved_part(self, place: str, at: datetime, zone: str | None) -> Response[str]:
        """Whether a note is kept."""
        said = said_moment(at, zone or "UTC").rpartition(" ")[2]
        return self._sheets.render("_saved.html", {"saved": self._sheets.texts.at("saved", time=said)[place]})


def to_score(form: PledgeForm, next_at: datetime | None) -> PledgeToScore:
    """The pledge as it is to be read."""
    return PledgeToScore(form.text, time_zone=form.time_zone, next_session_at=next_at)


def dates_in(shown: PledgeReadingShown | None) -> str:
    """The instants that there are to choose from."""
    return " ".join(one.value for one in shown.options) if shown else ""


def _chosen(form: PledgeForm, shown: PledgeReadingShown | None) -> str:
    """What is chosen already: what the person chose among these very dates, else what is plainly meant."""
    options = [one.value for one in shown.options] if shown else []
    if form.due in options or (form.due == NEXT_TIME and form.dates == " ".join(options)):
        return form.due
    if shown and options:
        return "" if shown.is_ambiguous else options[0]
    return NEXT_TIME


def _zone_said(zone: str | None) -> str:
    return (zone or "").replace("_", " ")
