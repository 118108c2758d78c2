"""`/c/{conversation}/…`: what helps whoever listens. Nothing of it is kept, nor told to the other."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Controller, Response, post
from litestar.di import NamedDependency

from nudge.app.conversation_views import ConversationView
from nudge.app.live_ports import SuggestResponse
from nudge.domain.errors import Unavailable
from nudge.web.conversation.forms import Heard, to_heard, to_number
from nudge.web.conversation.pages import HourPages
from nudge.web.conversation.panels import Panels
from nudge.web.conversation.parts import Parts
from nudge.web.conversation.seating import Seated
from nudge.web.forms import Form


class ListeningController(Controller):
    """Needs the cookie of a seat in this conversation, and a form of its pages."""

    path = "/c/{conversation:str}"
    include_in_schema = False

    @post("/follow-ups", status_code=200, sync_to_thread=True)
    def follow_ups(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """What to say or do next."""
        number, heard, view = to_number(said), to_heard(said), parts.view(seated.seat)
        panel = _panel(parts, panels, view, number, heard)
        if seated.is_partial:
            return panels.offers_part(panel)
        return hour.question(seated, view, parts.seconds(), number, panel=panel)

    @post("/check", status_code=200, sync_to_thread=True)
    def check(
        self,
        seated: NamedDependency[Seated],
        said: NamedDependency[Form],
        parts: NamedDependency[Parts],
        hour: NamedDependency[HourPages],
        panels: NamedDependency[Panels],
    ) -> Response[str]:
        """What could be asked more openly in a question of their own: one thing at most, and no rewrite."""
        number, heard = to_number(said), to_heard(said)
        if seated.is_partial:
            return panels.check_part(panels.checked(heard, parts.check(heard.own)))
        view = parts.view(seated.seat)
        panel = _panel(parts, panels, view, number, heard)
        return hour.question(seated, view, parts.seconds(), number, panel=panel)


def _panel(
    parts: Parts, panels: Panels, view: ConversationView, number: int, heard: Heard
) -> Mapping[str, Any]:
    offered = panels.offered(heard, _suggested(parts, view, number, heard))
    return {**offered, **panels.checked(heard, parts.check(heard.own))}


def _suggested(parts: Parts, view: ConversationView, number: int, heard: Heard) -> SuggestResponse | None:
    """What is offered after what was heard; nothing before, None when nobody can choose."""
    if not heard.answer.strip():
        return SuggestResponse()
    asked = next((one.partners for one in view.rounds if one.number == number), None)
    try:
        return parts.suggest(heard.to_request(asked.text if asked else "", view.sessions_done))
    except Unavailable:
        return None
