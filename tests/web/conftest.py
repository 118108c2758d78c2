from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack

import httpx
import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.nudge_policies import NudgePreferences
from nudge.web.router import pages
from tests.app.tapping import Tapping
from tests.app.world import World

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
