from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from litestar.testing import TestClient

from nudge.api.application import create_app
from nudge.domain.questions import QuestionBank
from tests.api.client import Api
from tests.app.world import World
from tests.fakes.reader import FakeReader
from tests.fakes.store import FakeStore


class SlowReader(FakeReader):
    """Loads until it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def warm_up(self, bank: QuestionBank) -> None:
        self.go.wait(10)
        super().warm_up(bank)


def eventually(api: Api, status: int) -> bool:
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        if api("GET", "/health/ready", key="").status_code == status:
            return True
        time.sleep(0.01)
    return False


def test_it_is_alive_and_ready(api: Api) -> None:
    assert api("GET", "/health/live", key="").json() == {"status": "live"}
    assert eventually(api, 200)
    assert api("GET", "/health/ready", key="").json() == {"status": "ready", "degraded": None}


def test_head_is_get_without_the_body(api: Api) -> None:
    """`curl -I` works on what can be read, and on nothing else."""
    for path in ("/docs", "/health/live", "/v1/participants"):
        head, get = api("HEAD", path), api("GET", path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-type"] == get.headers["content-type"]
    assert api("HEAD", "/v1/question-sets").status_code == 405
    assert "HEAD" in api("OPTIONS", "/v1/participants").headers["allow"]
    assert 'method="HEAD"' in api("GET", "/metrics").text


def test_it_is_not_ready_without_its_database(world: World, api: Api) -> None:
    assert isinstance(world.store, FakeStore)
    world.store.is_down = True
    assert api("GET", "/health/ready", key="").json()["code"] == "storage-unavailable"
    assert api("GET", "/health/live", key="").status_code == 200


def test_it_is_not_ready_before_the_models_are_loaded() -> None:
    reader = SlowReader()
    world = World(reader=reader)
    with TestClient(create_app(world.services, keyless=True, max_body_bytes=10_000)) as client:
        api = Api(client, "")
        assert api("GET", "/health/ready").json()["code"] == "models-loading"
        reader.go.set()
        assert eventually(api, 200)


def test_it_is_not_ready_before_the_first_suggestion_would_be_fast() -> None:
    """The follow-ups of the bank are embedded at the first start; who distributes requests waits for that."""
    world, go = World(), threading.Event()

    def slow() -> None:
        go.wait(10)

    world.services.follow_ups.warm_up = slow  # type: ignore[method-assign]
    with TestClient(create_app(world.services, keyless=True, max_body_bytes=10_000)) as client:
        api = Api(client, "")
        time.sleep(0.1)  # the other models are there long before
        assert api("GET", "/health/ready").json()["code"] == "models-loading"
        go.set()
        assert eventually(api, 200)


def test_what_cannot_be_warmed_keeps_nobody_waiting(caplog: pytest.LogCaptureFixture) -> None:
    """Follow-ups that can't be loaded are the concern of who asks for them, and the log has no words."""

    def broken() -> None:
        raise RuntimeError("secret path")

    world = World()
    world.services.follow_ups.warm_up = broken  # type: ignore[method-assign]
    with TestClient(create_app(world.services, keyless=True, max_body_bytes=10_000)) as client:
        assert eventually(Api(client, ""), 200)
    assert "RuntimeError" in caplog.text
    assert "secret" not in caplog.text


def test_it_is_ready_when_models_are_known_to_be_missing(world: World) -> None:
    """It still gives fixed sets: whoever distributes requests must not take it out."""
    world.reader.is_missing = True
    with TestClient(create_app(world.services, keyless=True, max_body_bytes=10_000)) as client:
        api = Api(client, "")
        assert eventually(api, 200)
        ready = api("GET", "/health/ready").json()
        assert ready["status"] == "ready"
        assert ready["degraded"].startswith("models-missing: ")


def test_it_is_ready_when_models_are_broken(world: World) -> None:
    class BrokenReader(FakeReader):
        def warm_up(self, bank: QuestionBank) -> None:
            raise RuntimeError("secret path")

    world = World(reader=BrokenReader())
    with TestClient(create_app(world.services, keyless=True, max_body_bytes=10_000)) as client:
        api = Api(client, "")
        assert eventually(api, 200)
        assert api("GET", "/health/ready").json()["degraded"] == (
            "models-broken: The models can't be loaded (RuntimeError)."
        )


def test_hooks_are_called(world: World) -> None:
    called: list[str] = []
    app = create_app(
        world.services,
        keyless=True,
        max_body_bytes=10_000,
        on_startup=[lambda: called.append("start")],
        on_shutdown=[lambda: called.append("stop")],
    )
    with TestClient(app):
        assert called == ["start"]
    assert called == ["start", "stop"]


def test_what_is_under_way_is_finished_before_it_stops(world: World) -> None:
    """The hooks that close the database run after the last answer."""
    began, order = threading.Event(), []

    def slow_check() -> None:
        began.set()
        time.sleep(0.3)
        order.append("answered")

    world.store.check = slow_check  # type: ignore[method-assign]
    app = create_app(
        world.services, keyless=True, max_body_bytes=10_000, on_shutdown=[lambda: order.append("stopped")]
    )
    with ThreadPoolExecutor(1) as threads:
        with TestClient(app) as client:
            answer = threads.submit(client.get, "/health/ready")
            began.wait(5)
        assert answer.result().status_code in (200, 503)
    assert order == ["answered", "stopped"]
