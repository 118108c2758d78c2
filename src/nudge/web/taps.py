"""`/t/{token}`: the links of a nudge. GET shows what would happen, POST does it, the token allows it."""

from __future__ import annotations

from litestar import Controller, MediaType, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from nudge.app.taps import Taps
from nudge.domain.errors import Conflict, Invalid
from nudge.domain.letters import TapAction
from nudge.web.forms import Form, is_one_click, to_choice
from nudge.web.tap_pages import TapPages


class TapsController(Controller):
    """Pages that need no key and no cookie: only who got the letter has the link."""

    path = "/t"
    include_in_schema = False

    @get("/", sync_to_thread=False)
    def cut_short(self) -> Response[str]:
        """A link that lost its token on the way."""
        raise _not_ours()

    @get("/{token:str}", sync_to_thread=True)
    def look(
        self, token: FromPath[str], taps: NamedDependency[Taps], tap_pages: NamedDependency[TapPages]
    ) -> Response[str]:
        """What the link is for. Scanners of mail open every link: nothing changes."""
        return tap_pages.view(taps.look(token))

    @post("/{token:str}", status_code=200, sync_to_thread=True)
    def act(
        self,
        token: FromPath[str],
        form: NamedDependency[Form],
        taps: NamedDependency[Taps],
        tap_pages: NamedDependency[TapPages],
    ) -> Response[str]:
        """Do it, once."""
        if is_one_click(form):
            return _unsubscribe(taps, token)
        try:
            return tap_pages.result(taps.act(token, to_choice(form)))
        except (Invalid, Conflict) as error:
            if not tap_pages.is_about_form(error.code):
                raise
            return _again(taps, tap_pages, token, form, error)


def _unsubscribe(taps: Taps, token: str) -> Response[str]:
    """Stop everything, for a mail program that shows nobody the answer.

    Source: RFC 8058, section 3.2.
    """
    if taps.look(token).action is not TapAction.STOP_ALL:
        raise _not_ours()
    taps.act(token)
    return Response("Stopped.\n", media_type=MediaType.TEXT)


def _again(
    taps: Taps, tap_pages: TapPages, token: str, form: Form, error: Invalid | Conflict
) -> Response[str]:
    """The form once more with what was typed; as the pledge is now, where somebody else changed it."""
    entered = {name: form.get(name, "") for name in ("text", "due_on", "revision")}
    is_stale = error.code == "pledge-reworded"
    view = taps.look(token)
    if view.action is not TapAction.CHANGE:
        raise error
    return tap_pages.view(
        view,
        entered=None if is_stale else entered,
        problem=error.code,
        status=409 if isinstance(error, Conflict) else 422,
    )


def _not_ours() -> Invalid:
    return Invalid("link-invalid", "This isn't a link of ours, or it is incomplete.")
