"""What somebody sent with a form of ours."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar
from urllib.parse import parse_qsl

from litestar import Request
from litestar.exceptions import ClientException

from nudge.app.snoozes import Snooze
from nudge.app.tap_views import TapChoice
from nudge.domain.errors import Invalid
from nudge.domain.pledges import Outcome

T = TypeVar("T", Outcome, Snooze)
MOST_FIELDS = 20
Form = Mapping[str, str]


async def provide_form(request: Request[Any, Any, Any]) -> Form:
    """The fields of a request's body by name, the first of each; empty for another media type.

    The framework's own reader of URL-encoded forms remembers what it has read, so that isn't used.

    Raises:
        Invalid: `form-malformed`.
    """
    media_type, _ = request.content_type
    try:
        if media_type == "application/x-www-form-urlencoded":
            body = (await request.body()).decode("ascii", "replace")
            fields = parse_qsl(body, keep_blank_values=True, max_num_fields=MOST_FIELDS)
        elif media_type == "multipart/form-data":
            fields = list((await request.form()).multi_items())
        else:
            fields = []
    except (ValueError, LookupError):
        raise Invalid("form-malformed", "The form can't be read.") from None
    except ClientException as error:
        if error.status_code == 413:
            raise
        raise Invalid("form-malformed", "The form can't be read.") from None
    return {name: value for name, value in reversed(fields) if isinstance(value, str)}


def is_one_click(form: Form) -> bool:
    """Whether a mail program unsubscribes for its user.

    Source: RFC 8058, section 3.2.
    """
    return form.get("List-Unsubscribe") == "One-Click"


def to_choice(form: Form) -> TapChoice:
    """What somebody chose on a page.

    Raises:
        Invalid: `form-malformed`; `due-unreadable`.
    """
    return TapChoice(
        outcome=_one_of(Outcome, form.get("outcome", Outcome.KEPT)),
        later=_one_of(Snooze, form.get("later", Snooze.TOMORROW)),
        text=form.get("text"),
        due_on=_day(form.get("due_on", "")),
        revision=_number(form.get("revision", "")),
    )


def _one_of(kind: type[T], value: str) -> T:
    try:
        return kind(value)
    except ValueError:
        raise Invalid("form-malformed", "The form can't be read.") from None


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError:
        raise Invalid("due-unreadable", "The day can't be read.") from None


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 10 else 0
