"""How pledges are measured: the measures, what is held out, and all of it on a few voices."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr
from sklearn.metrics import cohen_kappa_score, f1_score

from nudge.domain.errors import Invalid
from nudge.domain.specificity import Facet
from nudge.domain.timing import Meaning, Role, TimePhrase
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.specificity.corpus import Label, LabelledPledge, read_corpus
from nudge.language.specificity.measuring.agreement import agreement
from nudge.language.specificity.measuring.baselines import BASELINES
from nudge.language.specificity.measuring.benchmarks import thresholds_of, without_confidence
from nudge.language.specificity.measuring.evaluation import MODEL, READERS, RULES, PledgeExam, figures_of
from nudge.language.specificity.measuring.figures import (
    UNKNOWN,
    Resampling,
    best_threshold,
    calibration_error,
    macro_f1,
    spearman,
    weighted_kappa,
)
from nudge.language.specificity.measuring.held_out import baseline_readings, splits
from nudge.language.specificity.measuring.readings import Readings, truth_of
from nudge.language.specificity.measuring.when_said import when_figures

MODELS = Path(__file__).parents[2] / "models"
DATA = MODELS / "pledge_specificity" / "data"
CODES = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=2, max_size=30)


def pledge(
    number: int, *levels: int, voice: str = "", text: str = "", due_on: str | None = None
) -> LabelledPledge:
    """A pledge whose readers give all facets these levels."""
    labels = [
        Label(True, 1, dict.fromkeys(Facet, level), 1 + 2 * level, intent="promise") for level in levels
    ]
    return LabelledPledge(f"p{number}", text or f"words {number}", tuple(labels), voice, "w", due_on=due_on)


@settings(deadline=None)
@given(CODES)
def test_measures_are_those_of_the_libraries(pairs: list[tuple[int, int]]) -> None:
    """Spearman as in SciPy, macro-F1 and kappa as in scikit-learn."""
    truth, said = (np.array(each, dtype=np.int64) for each in zip(*pairs, strict=True))
    assert macro_f1(truth, said) == pytest.approx(f1_score(truth, said, average="macro"))
    if len(set(truth)) > 1 and len(set(said)) > 1:
        assert spearman(truth.astype(float), said.astype(float)) == pytest.approx(spearmanr(truth, said)[0])
        kappa = cohen_kappa_score(truth, said, weights="quadratic", labels=[0, 1, 2])
        assert weighted_kappa(truth, said) == pytest.approx(kappa)


def test_labels_that_nobody_gave_are_not_counted() -> None:
    """A reader who said nothing is neither right nor wrong."""
    assert macro_f1(np.array([0, 1, UNKNOWN]), np.array([0, 1, 1])) == 1.0


def test_probabilities_that_hold_have_no_calibration_error() -> None:
    """Eight of ten at .8 are right; all of them would be .2 off."""
    said = np.full(10, 0.8)
    assert calibration_error(said, np.array([1.0] * 8 + [0.0] * 2)) == pytest.approx(0)
    assert calibration_error(said, np.ones(10)) == pytest.approx(0.2)


def test_an_interval_is_wider_when_whole_voices_are_drawn() -> None:
    """Ten rows of a voice that go the same way are not ten findings."""
    rng = np.random.default_rng(1)
    values = np.repeat(rng.normal(size=20), 10)
    alone = Resampling([str(row) for row in range(200)], n_resamples=200)
    voices = Resampling([str(row // 10) for row in range(200)], n_resamples=200)
    narrow, wide = (draws.figure(lambda rows: float(values[rows].mean())) for draws in (alone, voices))
    assert narrow.value == wide.value
    assert wide.high - wide.low > 2 * (narrow.high - narrow.low)
    assert narrow.low < narrow.value < narrow.high


def test_the_same_draws_give_the_same_interval() -> None:
    """A figure in the card can be had again."""
    values = np.arange(30.0)
    figures = [
        Resampling([str(n) for n in range(30)]).figure(lambda r: float(values[r].mean())) for _ in "ab"
    ]
    assert figures[0] == figures[1]


def test_a_facet_is_measured_by_each_reader() -> None:
    """Where two readers differ and one is met, the figure is the mean of both."""
    pledges = [pledge(n, n % 2, 0) for n in range(8)]
    truth = truth_of(pledges)
    said = Readings(
        truth.overall, {name: readers[0] for name, readers in truth.codes.items()}, truth.pledge, truth.pledge
    )
    found = figures_of(truth, said, Resampling([each.id for each in pledges], n_resamples=20))
    with_second = macro_f1(truth.codes["action"][1], truth.codes["action"][0])
    assert found["action"].value == pytest.approx((1 + with_second) / 2)
    assert found["overall"].value == 1.0


def test_agreement_needs_a_second_reader() -> None:
    """Nothing is said of pledges read once; of the same labels, that they are the same."""
    assert agreement([pledge(1, 2)]) == {}
    same = agreement([pledge(n, n % 3, n % 3) for n in range(9)], n_resamples=20)
    assert same["kappa action"].value == same["overall"].value == 1.0


def test_no_voice_is_both_learnt_from_and_read() -> None:
    """Every pledge is held out once, together with all of its voice, or of its writer."""
    pledges = read_corpus(DATA)[::9]
    for by in ("voice", "writer"):
        masks = splits(pledges, by)
        assert (np.sum(masks, axis=0) == 1).all()
        groups = np.array([getattr(each, by) for each in pledges])
        for mask in masks:
            assert not set(groups[mask]) & set(groups[~mask])


@pytest.mark.parametrize("way", BASELINES)
def test_a_baseline_reads_every_pledge_in_order(way: str) -> None:
    """Its columns have a row for each, and longer pledges of this corpus are clearer."""
    pledges = read_corpus(DATA)[::9]
    said = baseline_readings(pledges, "voice", BASELINES[way])
    assert len(said.overall) == len(said.pledge) == len(said.codes["when"]) == len(pledges)
    assert spearman(truth_of(pledges).overall, said.overall) > 0.2


def test_a_baseline_learns_from_labels_that_are_all_the_same() -> None:
    """A small corpus of one's own may have no vague pledge."""
    pledges = [pledge(n, 2) for n in range(4)]
    assert BASELINES["TF-IDF + ridge"]().fit(pledges).read(["ring Ana"]).codes["action"].tolist() == [2]


@pytest.mark.parametrize(
    "goal",
    [
        "walk daily (Confidence: 75%)",
        "walk daily (75% confidence)",
        "walk daily, confidence 7/10",
        "walk daily (confidence level: 8/10)",
    ],
)
def test_how_sure_somebody_is_of_a_goal_is_taken_out(goal: str) -> None:
    """The words about it are no part of the goal."""
    assert without_confidence(goal) == "walk daily"


def test_thresholds_come_from_our_own_mail() -> None:
    """Without any mail they stay at one half."""
    pledges = [pledge(n, 2) for n in range(4)]
    truth = truth_of(pledges)
    said = Readings(truth.overall, {}, truth.pledge, truth.pledge)
    assert thresholds_of(pledges, said).intent == 0.5
    assert best_threshold(np.array([0.1, 0.3, 0.9]), np.array([0, 1, 1])) == 0.11


def test_due_days_and_time_phrases_are_counted() -> None:
    """One day is right of one given, of two that were meant; one marked phrase of two is found."""
    words = "ring Ana on Friday"
    found = [TimePhrase(9, 18, "on Friday", 2, Meaning(Role.SESSION)), None]
    pledges = [
        LabelledPledge("a", words, pledge(1, 2, 2).labels, times=("Friday",), due_on="2026-12-02"),
        LabelledPledge("b", words, pledge(1, 2, 2).labels, times=("Friday",), due_on="2026-11-20"),
    ]
    draws = Resampling(["a", "b"], n_resamples=20)
    figures = when_figures(pledges, [[each] if each else [] for each in found], draws)
    assert (figures["times: precision"].value, figures["times: recall"].value) == (1.0, 0.5)
    assert (figures["due day: precision"].value, figures["due day: recall"].value) == (1.0, 0.5)


@pytest.mark.models
def test_a_few_voices_are_measured_in_every_way(tmp_path: Path) -> None:
    """Both splits, all ways; benchmarks that aren't there are named, and the model beats length."""
    (tmp_path / "second").mkdir()
    for name in ("offices.jsonl", "trades.jsonl"):
        lines = (DATA / name).read_text(encoding="utf-8").splitlines()
        kept = [line for line in lines if json.loads(line)["voice"][-2:] in ("01", "02")]
        (tmp_path / name).write_text("\n".join(kept), encoding="utf-8")
        shutil.copy(DATA / "second" / name, tmp_path / "second" / name)
    manifest = read_manifest(MODELS)
    told: list[str] = []
    exam = PledgeExam(Encoder(manifest), Parser(manifest), manifest, told.append, n_resamples=20)
    found = exam.take(tmp_path, tmp_path / "nowhere", n_worst=3)
    by_voice = found.sets["own corpus, voices held out"]
    assert set(by_voice) == {*BASELINES, RULES, MODEL, READERS}
    assert by_voice[MODEL]["overall"].value > by_voice["length only"]["overall"].value
    assert "own corpus, writers held out" in found.sets
    assert len(found.misses) == 3
    assert len([why for why in found.skipped if "nowhere" in why]) == 3
    assert told


def test_one_voice_is_too_few(tmp_path: Path) -> None:
    """It would be measured on what it learnt from."""
    line = (DATA / "offices.jsonl").read_text(encoding="utf-8").splitlines()[0]
    (tmp_path / "own.jsonl").write_text(line, encoding="utf-8")
    manifest = read_manifest(MODELS)
    with pytest.raises(Invalid, match="two voices"):
        PledgeExam(Encoder(manifest), Parser(manifest), manifest, print).take(tmp_path, tmp_path)
