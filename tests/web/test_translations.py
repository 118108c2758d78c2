"""The pages behind the links of a nudge, in German."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.letters import TapAction
from nudge.web.router import pages
from tests.app.tapping import Tapping
from tests.app.world import World, bank
from tests.web.conftest import Client


@pytest.fixture
def german(tapping: Tapping) -> Iterator[Client]:
    """A client of somebody whose locale is de-AT."""
    with tapping.store.begin() as records:
        ana = records.participant("ten_1", "par_1")
        records.save_participant(replace(ana, locale="de-AT", revision=ana.revision + 1))
    app = create_app(
        World().services,
        keyless=True,
        max_body_bytes=100_000,
        handlers=[pages(tapping.taps, bank().translations)],
    )
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("action", "title", "button", "after"),
    [
        (TapAction.DONE, "Ist es erledigt?", "Ja, es ist erledigt", "Das ist festgehalten"),
        (TapAction.LATER, "Wann wäre es besser?", "Dann schicken", "Bis dann"),
        (TapAction.STOP, "Keine Nachrichten mehr hierzu?", "Diese Nachrichten beenden", "Sie sind beendet"),
        (TapAction.STOP_ALL, "Gar keine Nachrichten mehr?", "Alle Nachrichten beenden", "Sie sind beendet"),
    ],
)
def test_looking_and_acting_in_the_own_language(
    german: Client, tapping: Tapping, action: TapAction, title: str, button: str, after: str
) -> None:
    """The page says what it is for, what came of it, and that it did so before, in one language."""
    address = f"/t/{tapping.token(action)}"
    page = german.get(address).text
    assert '<html lang="de">' in page
    assert f"<h1>{title}</h1>" in page
    assert button in page
    assert f"<h1>{after}</h1>" in german.post(address).text
    assert "Zu " in german.post(address).text


def test_days_are_said_in_german(german: Client, tapping: Tapping) -> None:
    """Weekday and month are words of the language too."""
    page = german.get(f"/t/{tapping.token(TapAction.LATER)}").text
    assert "In einer Woche" in page
    assert any(f"{day}, " in page for day in ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag"))
    assert "day," not in page


def test_what_is_wrong_in_a_form_is_said_in_german(german: Client, tapping: Tapping) -> None:
    """The form comes again, with the reason."""
    answer = german.post(f"/t/{tapping.token(TapAction.CHANGE)}", data={"text": " ", "revision": "1"})
    assert answer.status_code == 422
    assert "Ein Vorhaben braucht ein paar Worte." in answer.text


@pytest.mark.parametrize(
    ("wanted", "says"), [("de-CH,en;q=0.5", "Dieser Link geht nicht"), ("fr", "This link")]
)
def test_a_broken_link_is_explained_in_the_language_of_the_browser(
    german: Client, wanted: str, says: str
) -> None:
    """Nobody knows whose link it was."""
    answer = german.get("/t/broken", headers={"Accept-Language": wanted})
    assert answer.status_code == 404
    assert says in answer.text
