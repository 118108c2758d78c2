"""`nudge evaluate pledges` and `… questions`: figures as tables and as JSON, progress beside them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from nudge.cli.main import nudge
from nudge.language.question_sets.measuring.cards import Cards
from nudge.language.question_sets.measuring.evaluation import QuestionSetEvaluation, WeakSet
from nudge.language.question_sets.measuring.reasons import WrongReason
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


SETS = QuestionSetEvaluation(
    {"follows the person": {"nudge": FIGURES, "random": {}}},
    [WrongReason("p01", "act.leave-alone", "quotes that stand in the text they name")],
    [WeakSet("p01", "a foreman", "words of mine", ("What [next]?",))],
)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """For whom questions are measured; nothing is."""
    looked: dict[str, object] = {}

    def found(
        _: Settings, folder: Path, part: str, tell: Callable[[str], None], *, n_worst: int
    ) -> QuestionSetEvaluation:
        looked.update(folder=folder, part=part)
        tell("reading people")
        return QuestionSetEvaluation(SETS.sets, SETS.wrong, SETS.worst[:n_worst])

    def cards(_: Settings, folder: Path, part: str, tell: Callable[[str], None]) -> Cards:
        looked.update(folder=folder, part=part)
        shown = {"card": "c1", "kind": "sets", "A": ["What?"], "B": ["How?"]}
        return Cards((shown,), ({"card": "c1", "kind": "sets", "ours": "B", "against": "MMR"},))

    monkeypatch.setattr(wiring, "evaluate_questions", found)
    monkeypatch.setattr(wiring, "question_cards", cards)
    return looked


def test_questions_are_measured_on_people_held_out(asked: dict[str, object]) -> None:
    """By default; wrong reasons are named by id, and nobody's words are shown unasked."""
    ran = CliRunner().invoke(nudge, ["evaluate", "questions"])
    assert ran.exit_code == 0, ran.output
    assert asked["part"] == "held_out"
    assert ".91 [.90, .93]" in ran.stdout
    assert "p01, act.leave-alone: not so: quotes that stand" in ran.stdout
    assert "reading people" in ran.stderr
    assert "words of mine" not in ran.output


def test_the_weakest_sets_are_shown_when_asked_for(asked: dict[str, object], tmp_path: Path) -> None:
    """Of the people of another folder and part, brackets and all; figures as JSON too."""
    options = ["evaluate", "questions", "--people", str(tmp_path), "--part", "development", "--worst", "1"]
    ran = CliRunner().invoke(nudge, options)
    assert asked == {"folder": tmp_path, "part": "development"}
    assert "words of mine" in ran.stdout
    assert "- What [next]?" in ran.stdout
    figures = json.loads(CliRunner().invoke(nudge, [*options, "--json"]).stdout)
    assert figures["sets"]["follows the person"]["nudge"]["overall"]["value"] == 0.9123


def test_cards_are_written_and_judgements_counted(asked: dict[str, object], tmp_path: Path) -> None:
    """The key stands beside the cards, and only there; judgements need both."""
    cards, said = tmp_path / "cards.jsonl", tmp_path / "said.jsonl"
    ran = CliRunner().invoke(nudge, ["evaluate", "questions", "--cards", str(cards)])
    assert ran.exit_code == 0, ran.output
    assert "MMR" not in cards.read_text()
    assert "MMR" in (tmp_path / "cards.key.jsonl").read_text()
    said.write_text('{"card": "c1", "prefer": "B"}')
    ran = CliRunner().invoke(nudge, ["evaluate", "questions", "--cards", str(cards), "--judged", str(said)])
    assert "1.00 [.21, 1.00]" in ran.stdout
    ran = CliRunner().invoke(nudge, ["evaluate", "questions", "--judged", str(said)])
    assert ran.exit_code == 2
