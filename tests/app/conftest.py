from __future__ import annotations

import pytest

from tests.app.world import World


@pytest.fixture
def world() -> World:
    return World()
