from __future__ import annotations

from collections.abc import Iterator

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from tests.api.client import Api
from tests.app.world import World


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def api(world: World) -> Iterator[Api]:
    """An application with a key that may do everything."""
    app = create_app(world.services, keyless=True, max_body_bytes=10_000)
    with TestClient(app) as client:
        yield Api(client, world.key())
