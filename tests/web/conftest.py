from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING

import httpx
import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.nudge_policies import NudgePreferences
from nudge.web.router import pages
from tests.app.tapping import Tapping
from tests.app.world import World
from tests.web.browsing import chromium, served
from tests.web.rooms import Guest, Rooms, browser_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Client = httpx.Client
Opened = Callable[[Tapping], Client]


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Makes a client of the whole application with the pages of somebody's nudges in it."""
    with ExitStack() as stack:

        def client(tapping: Tapping) -> Client:
            app = create_app(
                World().services, keyless=True, max_body_bytes=100_000, handlers=[pages(tapping.taps)]
            )
            return stack.enter_context(TestClient(app, raise_server_exceptions=False))

        yield client


@pytest.fixture
def tapping() -> Tapping:
    """Who sees their own words on pages."""
    return Tapping(preferences=NudgePreferences(shows_words=True))


@pytest.fixture
def client(opened: Opened, tapping: Tapping) -> Client:
    return opened(tapping)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as started:
        yield started


@pytest.fixture
def rooms() -> Rooms:
    return Rooms()


@pytest.fixture
def address(rooms: Rooms) -> Iterator[str]:
    with served(rooms.app()) as address:
        yield address


@pytest.fixture
def ana(rooms: Rooms) -> Iterator[Guest]:
    with browser_of(rooms.app()) as client:
        yield Guest(rooms, client, rooms.ana)


@pytest.fixture
def ben(rooms: Rooms) -> Iterator[Guest]:
    """In a browser of his own."""
    with browser_of(rooms.app()) as client:
        yield Guest(rooms, client, rooms.ben)
