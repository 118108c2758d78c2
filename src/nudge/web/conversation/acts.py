"""`/c/{conversation}/…`: what one does in the hour. Each answers a page, or a part of it for htmx."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from litestar import Controller, Request, Response, post
from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.response import Redirect

from nudge.app.pledge_terms import PledgeTerms
from nudge.app.tap_changes import LONGEST_PLEDGE
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.records import StoredPledge
from nudge.web.conversation.forms import (
    PledgeForm,
    to_check_in,
    to_note,
    to_number,
    to_pledge_form,
    to_side,
    to_step,
)
from nudge.web.conversation.pages import HourPages
from nudge.web.conversation.panels import Panels, to_score
from nudge.web.conversation.parts import Parts
from nudge.web.conversation.seating import Seated, no_cookies, refuse_unproven, turns_cookie
from nudge.web.conversation.sheets import HEADERS, Sheets
from nudge.web.conversation.turns import Turns
from nudge.web.forms import Form


async def proven(
    request: Request[Any, Any, Any], seated: NamedDependency[Seated], form: NamedDependency[Form]
) -> Form:
    """The fields of a form that is of a page of this seat.

    Raises:
        NotAllowed: `form-foreign`.
    """
    refuse_unproven(request, seated, form)
    return form


class ActsController(Controller):
    """Needs the cookie of a seat in this conversation, and a form of its pages."""

    path = "/c/{conversation:str}"
    include_in_schema = False

    @post("/begin", status_code=303, sync_to_thread=True)
    def begin(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        secure: NamedDependency[bool],
    ) -> Redirect:
        """The hour begins."""
        turns = seated.turns.begun(parts.seconds())
        return _to("check-in", [_kept(parts, seated, turns, secure)])

    @post("/check-in", status_code=303, sync_to_thread=True)
    def check_in(
        self, seated: NamedDependency[Seated], said: NamedDependency[Form], parts: NamedDependency[Parts]
    ) -> Redirect:
        """Note what became of the last pledge."""
        view = parts.view(seated.seat)
        if view.last_pledge is not None:
            parts.pledges.check_in(seated.seat.tenant, view.last_pledge.id, to_check_in(said))
        return _to("question-1")

    @post("/turn", status_code=303, sync_to_thread=True)
    def turn(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        secure: NamedDependency[bool],
    ) -> Redirect:
        """Change sides, or let the clock rest. What was typed meanwhile is kept."""
        _keep_note(parts, seated, said)
        side, running = to_side(said)
        turns = seated.turns.turned(side, parts.seconds(), running=running)
        return _to(f"question-{to_number(said)}", [_kept(parts, seated, turns, secure)])

    @post("/note", status_code=200, sync_to_thread=True)
    def note(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """Keep the note at a question."""
        _keep_note(parts, seated, said)
        if not seated.is_partial:
            return _to(f"question-{to_number(said)}")
        zone = parts.view(seated.seat).time_zone
        place = "saved" if to_note(said).text.strip() else "empty"
        return panels.saved_part(place, parts.clock.now(), zone)

    @post("/go", status_code=303, sync_to_thread=True)
    def go(
        self, seated: NamedDependency[Seated], said: NamedDependency[Form], parts: NamedDependency[Parts]
    ) -> Redirect:
        """On to another step. What was typed is kept first."""
        _keep_note(parts, seated, said)
        return _to(to_step(said))

    @post("/read-pledge", status_code=200, sync_to_thread=True)
    def read_pledge(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """What is read in a pledge that is being written. Nothing of it is kept."""
        view = parts.view(seated.seat)
        form = to_pledge_form(said, view.time_zone)
        form = replace(form, text=form.text[:LONGEST_PLEDGE])
        reading = panels.reading(form, parts.scored(to_score(form, view.next_at)), view)
        if seated.is_partial:
            return panels.reading_part(reading)
        return hour.pledge(seated, view, parts.seconds(), reading)

    @post("/pledge", status_code=303, sync_to_thread=True)
    def pledge(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """Make the pledge, or change it. Where a date has to be settled first, it asks."""
        view = parts.view(seated.seat)
        form = to_pledge_form(said, view.time_zone)
        scored = parts.scored(to_score(form, view.next_at))
        reading = panels.reading(form, scored, view)
        try:
            if reading["dates"] and form.dates != reading["dates"]:
                raise Invalid("due-open", "There are dates that the person hasn't seen.")
            _make(parts, seated, view.pledge, form)
        except (Invalid, Conflict) as error:
            if not hour.is_about_pledge(error.code):
                raise
            status = 409 if isinstance(error, Conflict) else 422
            return hour.pledge(seated, view, parts.seconds(), reading, problem=error.code, status=status)
        return _to("close")

    @post("/close", status_code=303, sync_to_thread=True)
    def close(
        self, seated: NamedDependency[Seated], said: NamedDependency[Form], parts: NamedDependency[Parts]
    ) -> Redirect:
        """The conversation has taken place. Both may say so."""
        try:
            parts.conversations.close(seated.seat.tenant, seated.seat.conversation)
        except Conflict as error:
            if error.code != "conversation-closed":
                raise
        return _to("close")

    @post("/leave", status_code=200, sync_to_thread=True)
    def leave(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        sheets: NamedDependency[Sheets],
        secure: NamedDependency[bool],
    ) -> Response[str]:
        """Leave nothing in this browser."""
        headers = {"Clear-Site-Data": '"cache", "storage"'}
        return sheets.message("left", cookies=no_cookies(seated.seat, secure=secure), headers=headers)


def _keep_note(parts: Parts, seated: Seated, said: Form) -> None:
    if "note" in said:
        seat = seated.seat
        parts.notes.keep(seat.tenant, seat.conversation, seat.participant, to_number(said), to_note(said))


def _make(parts: Parts, seated: Seated, present: StoredPledge | None, form: PledgeForm) -> None:
    """Raises: Invalid, Conflict: what is wrong with it."""
    if not form.text:
        raise Invalid("pledge-empty", "A pledge needs a few words.")
    if len(form.text) > LONGEST_PLEDGE:
        raise Invalid("pledge-too-long", "The pledge is too long.", limit=LONGEST_PLEDGE)
    due_at, seat = form.due_at(), seated.seat
    zone = form.time_zone if due_at else None
    terms = PledgeTerms(form.text, due_at, zone, due_confirmed=due_at is not None)
    if present is None:
        parts.pledges.make(seat.tenant, seat.participant, terms, conversation=seat.conversation)
    else:
        parts.pledges.change(seat.tenant, present.id, terms, expected_revision=present.revision)


def _kept(parts: Parts, seated: Seated, turns: Turns, secure: bool) -> Cookie:
    return turns_cookie(seated.seat, turns, parts.clock.now(), secure=secure)


def _to(step: str, cookies: list[Cookie] | None = None) -> Redirect:
    """On to a step; every address is beside every other."""
    return Redirect(step, status_code=303, cookies=cookies or [], headers=dict(HEADERS))
