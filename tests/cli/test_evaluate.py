"""`nudge evaluate pledges`: figures as tables and as JSON, progress beside them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nudge.cli.main import nudge
from nudge.language.specificity.measuring.evaluation import Miss, PledgeEvaluation
from nudge.language.specificity.measuring.figures import Figure
from nudge.settings import Settings
from nudge.wiring import models as wiring

FIGURES = {"overall": Figure(0.9123456, 0.9, 0.93, 2813)}
FOUND = PledgeEvaluation(
    {"own corpus": {"the model": FIGURES, "length only": {}}},
    ["There is no benchmark: skipped."],
    [Miss("ring Ana [soon]", (5.0, 4.0), 1.2)],
)


@pytest.fixture(autouse=True)
def places(monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Where the command looks; nothing is measured."""
    looked: dict[str, Path] = {}

    def found(
        _: Settings, corpus: Path, benchmarks: Path, tell: Callable[[str], None], *, n_worst: int
    ) -> PledgeEvaluation:
        looked.update(corpus=corpus, benchmarks=benchmarks)
        tell("reading")
        return PledgeEvaluation(FOUND.sets, FOUND.skipped, FOUND.misses[:n_worst])

    monkeypatch.setattr(wiring, "evaluate_pledges", found)
    monkeypatch.delenv("BENCHMARKS", raising=False)
    return looked


def test_figures_stand_in_a_table_with_their_intervals() -> None:
    """What was skipped is said; progress goes to standard error; no text is shown unasked."""
    ran = CliRunner().invoke(nudge, ["evaluate", "pledges"])
    assert ran.exit_code == 0, ran.output
    assert ".91 [.90, .93]" in ran.stdout
    assert "n = 2,813" in ran.stdout
    assert "no benchmark: skipped" in ran.stdout
    assert "reading" in ran.stderr
    assert "reading" not in ran.stdout
    assert "Ana" not in ran.output


def test_the_worst_misses_are_shown_when_asked_for() -> None:
    """With the readers' overall and ours, brackets and all."""
    ran = CliRunner().invoke(nudge, ["evaluate", "pledges", "--worst", "1"])
    assert "ring Ana [soon]" in ran.stdout
    assert "5, 4" in ran.stdout


def test_json_has_every_figure() -> None:
    """For whoever compares two runs."""
    ran = CliRunner().invoke(nudge, ["evaluate", "pledges", "--json"])
    figure = json.loads(ran.stdout)["sets"]["own corpus"]["the model"]["overall"]
    assert figure == {"value": 0.9123, "low": 0.9, "high": 0.93, "n": 2813}


def test_directories_can_be_given(places: dict[str, Path], tmp_path: Path) -> None:
    """A corpus of one's own; benchmarks by option or by variable."""
    CliRunner().invoke(nudge, ["evaluate", "pledges", "--corpus", str(tmp_path)], env={"BENCHMARKS": "/b"})
    assert places == {"corpus": tmp_path, "benchmarks": Path("/b")}
    CliRunner().invoke(nudge, ["evaluate", "pledges"])
    assert places["corpus"].parts[-2:] == ("pledge_specificity", "data")
