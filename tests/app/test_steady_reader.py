from __future__ import annotations

import pytest

from nudge.app.ports import Reader
from nudge.app.steady_reader import SteadyReader
from nudge.domain.conversations import Brief
from nudge.domain.errors import Unavailable
from nudge.domain.questions import QuestionBank
from tests.app.world import bank
from tests.fakes.reader import FakeReader


class CountingReader(FakeReader):
    """Counts how often it tried to load."""

    def __init__(self, error: Exception | None = None) -> None:
        super().__init__()
        self.error = error
        self.n_attempts = 0

    def warm_up(self, bank: QuestionBank) -> None:
        self.n_attempts += 1
        if self.error is not None:
            raise self.error


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (Unavailable("models-missing", "Not there.", model="parser"), "models-missing"),
        (OSError(), "models-broken"),
    ],
)
def test_models_are_looked_for_once(error: Exception, code: str) -> None:
    """After a failure every call says the same at once, until the next start."""
    inner = CountingReader(error)
    reader: Reader = SteadyReader(inner)
    for attempt in (
        lambda: reader.warm_up(bank()),
        lambda: reader.read(Brief(()), bank()),
        lambda: reader.similarities(bank(), [0], [0]),
        lambda: reader.vectors("text"),
    ):
        with pytest.raises(Unavailable) as refused:
            attempt()
        assert refused.value.code == code
    assert inner.n_attempts == 1
    restarted = SteadyReader(CountingReader())
    restarted.warm_up(bank())
    assert restarted.read(Brief(()), bank()) == ()


def test_a_failure_while_reading_is_kept_too() -> None:
    inner = CountingReader(Unavailable("models-missing", "Not there."))
    reader = SteadyReader(inner)
    for _ in range(3):
        with pytest.raises(Unavailable):
            reader.read(Brief(()), bank())
    assert inner.n_attempts == 1


def test_everything_else_passes_through() -> None:
    inner = FakeReader()
    reader = SteadyReader(inner)
    assert reader.models == inner.models
    assert reader.vectors("text") == inner.vectors("text")
    assert reader.similarities(bank(), [0], [0, 1]) == inner.similarities(bank(), [0], [0, 1])
    reader.forget()
    assert inner.n_forgotten == 1
