"""`/c/{conversation}/…`: the pages of the hour. GET shows, and changes nothing."""

from __future__ import annotations

from litestar import Controller, Response, get
from litestar.di import NamedDependency
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from nudge.app.pledge_terms import terms_of
from nudge.domain.wall_clock import zone_of
from nudge.web.conversation.forms import NEXT_TIME, QUESTIONS, PledgeForm
from nudge.web.conversation.pages import HourPages
from nudge.web.conversation.panels import Panels, to_score
from nudge.web.conversation.parts import Parts
from nudge.web.conversation.seating import Seated


class HourController(Controller):
    """Needs the cookie of a seat in this conversation."""

    path = "/c/{conversation:str}"
    include_in_schema = False

    @get("/pledge", sync_to_thread=True)
    def pledge(
        self,
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """The pledge as it stands."""
        view = parts.view(seated.seat)
        form = PledgeForm("", NEXT_TIME, view.time_zone)
        if view.pledge:
            terms = terms_of(view.pledge)
            zone = terms.due_zone or view.time_zone
            due = terms.due_at.astimezone(zone_of(zone)).isoformat() if terms.due_at and zone else NEXT_TIME
            form = PledgeForm(terms.text, due, zone)
        scored = parts.scored(to_score(form, view.next_at)) if form.text else None
        return hour.pledge(seated, view, parts.seconds(), panels.reading(form, scored, view))

    @get("/welcome", sync_to_thread=True)
    def welcome(
        self,
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
    ) -> Response[str]:
        """Who, what, and how the hour goes."""
        return hour.welcome(seated, parts.view(seated.seat), parts.seconds())

    @get("/check-in", sync_to_thread=True)
    def check_in(
        self,
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
    ) -> Response[str]:
        """What became of the last pledge."""
        return hour.check_in(seated, parts.view(seated.seat), parts.seconds())

    @get("/close", sync_to_thread=True)
    def close(
        self,
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
    ) -> Response[str]:
        """What was noted, and who can see what."""
        return hour.close(seated, parts.view(seated.seat), parts.seconds())

    @get("/sheet", sync_to_thread=True)
    def sheet(
        self,
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
    ) -> Response[str]:
        """The hour on paper."""
        return hour.sheet(seated, parts.view(seated.seat), parts.seconds())

    @get("/{step:str}", sync_to_thread=True)
    def question(
        self,
        step: FromPath[str],
        seated: NamedDependency[Seated],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
    ) -> Response[str]:
        """One of the questions."""
        if step not in QUESTIONS:
            raise NotFoundException
        return hour.question(seated, parts.view(seated.seat), parts.seconds(), QUESTIONS[step])
