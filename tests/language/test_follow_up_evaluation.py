"""How the choice of follow-ups is measured: labels, measures on a few answers, and what must not come."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nudge.app.live_ports import Offer
from nudge.cli.main import nudge
from nudge.domain.errors import Invalid
from nudge.domain.follow_ups import CoachAudience, Cue, FollowUp, FollowUpSlot, Move
from nudge.language.follow_ups.measuring.agreement import kappas, plain_kappa
from nudge.language.follow_ups.measuring.answers import AnswerLabel, LabelledAnswer, read_answers
from nudge.language.follow_ups.measuring.evaluation import (
    TOOL,
    FollowUpEvaluation,
    bad_by_move,
    silences,
    worst,
)
from nudge.language.follow_ups.measuring.measures import (
    feeling_figures,
    known,
    macro_figures,
    move_figures,
    overlap,
    phrase_figures,
    question_figures,
    silence_figures,
)
from nudge.language.follow_ups.measuring.offers import (
    Offered,
    always_the_same,
    by_chance,
    by_reader,
    words_given_back,
)
from nudge.language.follow_ups.measuring.sheet import Sheet, sheet_of
from nudge.language.follow_ups.measuring.wording import Check, gives_advice, is_closed
from nudge.settings import Settings, read_settings
from nudge.wiring import models as wiring
from nudge.wiring.models import evaluate_follow_ups

ROOT = Path(__file__).parents[2]
DATA = ROOT / "models" / "follow_ups"
RECORDED = {"offers something": 0.9, "any of three: good for one": 0.95}
"""Figures of the shipped choice, with a margin below."""
MARGIN = 0.1


def label(good: str, bad: str = "", *, nothing: bool = False, phrase: str = "") -> AnswerLabel:
    """What one reader says: moves separated by blanks, the best one first."""
    moves = tuple(map(Move, good.split()))
    return AnswerLabel(moves, frozenset(map(Move, bad.split())), moves[0], nothing, nothing, phrase)


def answer(number: int, *labels: AnswerLabel, text: str = "It is always the office") -> LabelledAnswer:
    """An answer of its own voice."""
    return LabelledAnswer(f"v{number}", f"v{number}", "What happened?", text, (), 0, labels)


ANSWERS = [
    answer(1, label("mirror wait", "story", phrase="always the office"), label("mirror story", "obstacle")),
    answer(2, label("feeling", "story mirror"), label("wait", "story", phrase="the office")),
    answer(3, label("wait", "mirror", nothing=True), label("wait", "mirror", nothing=True)),
    answer(4, label("wait deepen"), label("deepen wait")),
]
OFFERS = [
    Offered(
        (Move.MIRROR, Move.STORY), ("“Always the office.”", "What happened?"), phrases=("Always the office",)
    ),
    Offered((Move.STORY, Move.FEELING), ("What happened?", "You felt sad."), phrases=("the kitchen",)),
    Offered(silence="off_topic"),
    Offered(silence="not_sure"),
]


@pytest.fixture
def sheet() -> Sheet:
    """Four answers, with what is offered after them."""
    return sheet_of(ANSWERS, OFFERS, n_resamples=20)


def values(figures: dict[str, Any]) -> dict[str, float]:
    """Without intervals."""
    return {name: round(figure.value, 3) for name, figure in figures.items()}


def test_what_is_offered_is_judged_by_both_readers(sheet: Sheet) -> None:
    """Only where something is offered; a first one that is bad for both is harm."""
    found = values(move_figures(sheet))
    assert found["offers something"] == 0.5
    assert found["first: good, mean of readers"] == 0.5
    assert found["first: good for both"] == 0.5
    assert found["first: bad for both"] == 0.5
    assert found["first: the best, mean of readers"] == 0.5
    assert found["any of three: good for one"] == 1.0
    assert found["any of three: good for both"] == 0.5
    assert found["each: good for one at least"] == 0.75
    assert found["each: bad for both"] == 0.25
    assert found["each: bad for one at least"] == 0.5


def test_questions_are_judged_apart_from_mirrors(sheet: Sheet) -> None:
    """A mirror in front doesn't help a bad question."""
    found = values(question_figures(sheet))
    assert found["asks something"] == 0.5
    assert found["first question: good for one at least"] == 0.5
    assert found["first question: bad for both"] == 0.5
    assert found["each question: good for one at least"] == pytest.approx(0.667)


def test_rare_moves_count_as_much_as_frequent_ones(sheet: Sheet) -> None:
    """Mirror 1 of 1, story 1 of 2, feeling 1 of 1; of the three that both want, mirror comes."""
    found = values(macro_figures(sheet))
    assert found["good for one, of offered"] == pytest.approx(0.833)
    assert found["offered, of good for both"] == pytest.approx(0.333)


def test_silence_is_right_where_readers_want_nothing(sheet: Sheet) -> None:
    """One of two silences is right; the other is told with its reason."""
    found = values(silence_figures(sheet))
    assert found["abstains: right for both"] == 0.5
    assert found["abstains, of nothing for both"] == 1.0
    assert found["abstains, of nothing for neither"] == pytest.approx(0.333)
    assert {code: str(check) for code, check in silences(sheet).items()} == {
        "not_sure": "1 of 1",
        "off_topic": "0 of 1",
    }


def test_words_given_back_are_the_speakers_and_near_to_those_of_readers(sheet: Sheet) -> None:
    """A kitchen that nobody spoke of isn't verbatim."""
    found = values(phrase_figures(sheet))
    assert found["verbatim"] == 0.5
    assert found["overlap (F1), nearer reader"] == pytest.approx((1 + 0.5) / 2)
    assert overlap("the office", "the office") == 1.0


def test_feelings_are_asked_for_where_a_reader_would(sheet: Sheet) -> None:
    """It is offered once, there."""
    found = values(feeling_figures(sheet))
    assert found["offered, of good for one"] == 1.0
    assert found["first, of good for one"] == 0.0


def test_the_worst_comes_first_with_its_mark(sheet: Sheet) -> None:
    """Only what is bad for both, and which move it is."""
    (found,) = worst(sheet, 5)
    assert found.id == "v2"
    assert found.offered == ("✗ story: What happened?", "feeling: You felt sad.")
    assert str(bad_by_move(sheet)["story"]) == "1 of 2"


def test_what_there_is_nothing_to_count_of_is_left_out() -> None:
    """Whoever never abstains has no precision of abstaining."""
    found = known(silence_figures(sheet_of(ANSWERS, always_the_same(ANSWERS), n_resamples=5)))
    assert "abstains: right for both" not in found
    assert found["abstains, of nothing for both"].value == 0.0


def test_simpler_ways_offer_three_moves() -> None:
    """The most frequent good ones; chance, always the same; a reader's best first, or nothing."""
    assert set(always_the_same(ANSWERS)[0].moves) == {Move.WAIT, Move.MIRROR, Move.DEEPEN}
    assert by_chance(9) == by_chance(9)
    assert all(len(set(each.moves)) == 3 for each in by_chance(50))
    assert by_reader(label("story mirror wait values")).moves == (Move.STORY, Move.MIRROR, Move.WAIT)
    assert by_reader(label("wait", nothing=True)) == Offered()


def test_words_given_back_are_found_in_the_text() -> None:
    """By the wording; the text without any has none."""
    wordings = {FollowUpSlot.PHRASE: "“{{ phrase }}”. Say more."}
    follow_up = FollowUp(
        "mirror.a", 1, Move.MIRROR, "Say it.", CoachAudience.ANY, (Cue.SHORT,), wordings=wordings
    )
    assert (
        words_given_back(Offer("mirror.a", "mirror", "“My desk”. Say more.", 1, ""), follow_up) == "My desk"
    )
    assert words_given_back(Offer("mirror.a", "mirror", "Say it.", 1, ""), follow_up) == ""


def test_readers_who_say_the_same_agree() -> None:
    """Kappa is 1, without weights too; less when they differ."""
    same = [answer(n, label(move), label(move)) for n, move in enumerate(("wait", "mirror", "story"))]
    found = kappas(same, n_resamples=5)
    assert found["best"].value == found["wait"].value == 1.0
    assert kappas(ANSWERS, n_resamples=5)["best"].value < 1.0
    assert plain_kappa(*sheet_best()) == pytest.approx(0.5)


def sheet_best() -> tuple[Any, Any]:
    """Two readers of four things, of which they see three the same, half of that by chance."""
    import numpy as np

    return np.array([0, 0, 1, 1]), np.array([0, 1, 1, 1])


@pytest.mark.parametrize(
    ("text", "advice", "closed"),
    [
        ("What happened then?", False, False),
        ("Have you tried asking her?", True, True),
        ("So, did it help?", False, True),
        ("“I should go. Will I?” Say more.", False, False),
        ("That was hard, right?", False, True),
        ("What would you like to put right?", False, False),
        ("You could ring her first.", True, False),
        ("What would you have to leave undone for that?", False, False),
        ("How about a list?", True, False),
    ],
)
def test_advice_and_closed_questions_are_seen(text: str, *, advice: bool, closed: bool) -> None:
    """Apart from the speaker's own words."""
    assert (gives_advice(text), is_closed(text)) == (advice, closed)


LINE = {"id": "a", "voice": "v", "question": "", "answer": "My desk", "already_asked": [], "sessions_done": 0}
READ = {
    "id": "a",
    "good": ["wait"],
    "bad": [],
    "best": "wait",
    "silence": True,
    "nothing": False,
    "phrase": "desk",
}


def written(folder: Path, line: dict[str, Any], read: dict[str, Any]) -> Path:
    """Two answers of two voices, one of them this."""
    for name, rows in (
        ("answers/w", [line, LINE | {"id": "b", "voice": "w"}]),
        ("labels/r", [read, READ | {"id": "b"}]),
    ):
        file = folder / f"{name}.jsonl"
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return folder


def test_answers_are_read_with_their_labels(tmp_path: Path) -> None:
    """And whose file they stand in."""
    found = read_answers(written(tmp_path, LINE, READ))
    assert [(each.id, each.writer) for each in found] == [("a", "w"), ("b", "w")]
    assert found[0].labels[0].best is Move.WAIT


@pytest.mark.parametrize(
    ("line", "read"),
    [
        (LINE | {"voice": "w"}, READ),
        (LINE | {"id": "c"}, READ),
        (LINE, READ | {"best": "mirror"}),
        (LINE, READ | {"good": ["praise"]}),
        (LINE, READ | {"bad": ["wait"]}),
        (LINE, READ | {"phrase": "kitchen"}),
        ({"id": "a"}, READ),
        ({}, READ),
    ],
)
def test_what_is_wrong_in_a_file_is_named_but_not_its_text(
    line: dict[str, Any], read: dict[str, Any], tmp_path: Path
) -> None:
    """One voice, a label missing, a best one that isn't good, unknown moves, words that weren't said."""
    with pytest.raises(Invalid) as caught:
        read_answers(written(tmp_path, line, read))
    assert caught.value.code == "corpus-invalid"
    assert "kitchen" not in caught.value.message


def test_our_own_answers_are_whole() -> None:
    """Forty voices, two writers, two readers; no label is of another answer."""
    found = read_answers(DATA)
    assert len(found) == 240
    assert len({each.voice for each in found}) == 40
    assert {each.writer for each in found} == {"writer_1", "writer_2"}
    assert all(len(each.labels) == 2 for each in found)


@pytest.mark.models
def test_the_shipped_choice_is_no_worse_than_recorded(tmp_path: Path) -> None:
    """With a margin; what must not come doesn't come at all."""
    settings: Settings = read_settings({"NUDGE_DATA": str(tmp_path)})
    found = evaluate_follow_ups(settings, DATA, lambda _: None, n_worst=1, n_resamples=2)
    moves = found.sets["moves"][TOOL]
    for name, least in RECORDED.items():
        assert moves[name].value >= least - MARGIN, name
    for name in (
        "advice, by patterns",
        "closed, by patterns",
        "two questions",
        "near what was asked already",
    ):
        assert found.checks[name].n == 0, found.checks[name].which
    assert found.sets["words given back"][TOOL]["verbatim"].value == 1.0


def test_the_command_shows_tables_and_texts_only_when_asked(
    sheet: Sheet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Figures with intervals, what must not come, and the worst with `--worst`."""

    def found(_: Settings, folder: Path, tell: Callable[[str], None], *, n_worst: int) -> FollowUpEvaluation:
        tell("reading")
        sets = {"moves": {TOOL: move_figures(sheet)}}
        checks = {"closed": Check(0, 869)}
        return FollowUpEvaluation(sets, checks, bad_by_move(sheet), silences(sheet), worst(sheet, n_worst))

    monkeypatch.setattr(wiring, "evaluate_follow_ups", found)
    ran = CliRunner().invoke(nudge, ["evaluate", "follow-ups"])
    assert ran.exit_code == 0, ran.output
    assert "0 of 869" in ran.stdout
    assert "always the office" not in ran.output
    assert "✗ story" in CliRunner().invoke(nudge, ["evaluate", "follow-ups", "--worst", "1"]).stdout
    figures = json.loads(CliRunner().invoke(nudge, ["evaluate", "follow-ups", "--json"]).stdout)
    assert figures["sets"]["moves"][TOOL]["first: good for both"]["value"] == 0.5
