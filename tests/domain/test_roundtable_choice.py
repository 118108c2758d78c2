"""Which module a table has, what it may be asked from, and which question is for all of it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.conversations import ParticipantReading
from nudge.domain.curations import Curation
from nudge.domain.notes import Memory, ThemeMention
from nudge.domain.questions import Format, Question, QuestionBank, Stage
from nudge.domain.roundtable_choice import ModuleReason, best_for_all, choose_module, for_table
from nudge.domain.roundtables import Module
from tests.app.world import bank

MODULES = tuple(
    Module(theme, 1, theme.title(), (theme,), "", "", ()) for theme in ("conflict", "delegation", "feedback")
)


def reading(*focus: str, leans: str = "", mentions: str = "") -> ParticipantReading:
    memory = Memory(
        leanings=((leans, 1.0),) if leans else (),
        themes=(ThemeMention(mentions, 1.0, 1, 0),) if mentions else (),
    )
    return ParticipantReading(focus_themes=focus, memory=memory)


def test_the_nearest_is_what_most_of_them_bring() -> None:
    """A focus goes before what was read out of notes."""
    chosen = choose_module(MODULES, [reading("delegation"), reading(mentions="feedback"), reading()], ())
    assert (chosen.module.id, chosen.reason) == ("delegation", ModuleReason.NEAREST)
    chosen = choose_module(MODULES, [reading("delegation"), *[reading(mentions="feedback")] * 2], ())
    assert chosen.module.id == "feedback"


def test_somebody_who_brings_everything_counts_once() -> None:
    """Whoever names all subjects decides no more than whoever names one."""
    everything = reading("delegation", "feedback", "conflict", "remote", leans="listening")
    assert choose_module(MODULES, [everything, reading("feedback")], ()).module.id == "feedback"


def test_what_the_table_has_had_comes_last() -> None:
    people = [reading("delegation")]
    assert choose_module(MODULES, people, ("delegation",)).reason is ModuleReason.NEXT
    again = choose_module(MODULES, people, ("feedback", "delegation", "conflict", "feedback"))
    assert (again.module.id, again.reason) == ("delegation", ModuleReason.NEXT)


def test_when_nothing_is_known_the_first_comes() -> None:
    for people in ([], [reading()], [reading("remote")]):
        assert choose_module(MODULES, people, ("conflict",)).module.id == "delegation"


def test_a_table_is_asked_nothing_that_needs_a_pair() -> None:
    """Nothing deep, nothing that presumes, nothing that one opts into, nothing written for two."""
    opt_in = {theme.id for theme in bank().themes if theme.opt_in}
    for module in bank().roundtables:
        small = for_table(Curation(bank()), module).bank
        for question in small.questions:
            assert question.depth <= 2
            assert not question.needs
            assert Format.ROUNDTABLE in question.formats
            assert opt_in.isdisjoint(question.themes)
        assert all(len(small.positions_by_stage[stage]) >= 12 for stage in Stage)
        assert {id for row in small.fixed_sets for id in row} <= set(small.positions)


def test_other_subjects_stay_away_where_there_is_enough() -> None:
    """Few on the subject let the others in, with a leaning against them."""
    rich = tuple(
        Question(f"act.own-{n}", 1, Stage.ACT, 1, "…", themes=frozenset({"feedback"})) for n in range(12)
    )
    other = Question("act.other", 1, Stage.ACT, 1, "…", themes=frozenset({"remote"}))
    plain = Question("act.plain", 1, Stage.ACT, 1, "…")
    module = MODULES[2]

    def table(*questions: Question) -> Curation:
        small = QuestionBank(bank().scheme, bank().themes, questions, ())
        return for_table(Curation(small, {"act.plain": 0.1}), module)

    assert "act.other" not in table(*rich, other, plain).bank.positions
    few = table(*rich[:3], other, plain)
    assert "act.other" in few.bank.positions
    assert few.leanings["act.own-0"] > few.leanings["act.plain"] == 0.1 > 0 > few.leanings["act.other"]


def test_each_module_asks_from_a_bank_of_its_own() -> None:
    """Fingerprints differ, so that vectors of one are never taken for another's."""
    banks = [for_table(Curation(bank()), module).bank.fingerprint for module in bank().roundtables]
    assert len(set(banks)) == len(banks)
    assert bank().fingerprint not in banks
    changed = replace(bank().roundtables[0], version=2)
    assert for_table(Curation(bank()), changed).bank.fingerprint not in banks


def test_best_in_sum_is_not_enough_when_it_is_poor_for_one() -> None:
    scores = [{1: 1.0, 2: 0.7, 3: 0.1}, {1: 1.0, 2: 0.7, 3: 0.1}, {1: -0.2, 2: 0.6, 3: 0.9}]
    assert sum(own[1] for own in scores) == 1.8 < sum(own[2] for own in scores)
    assert best_for_all(scores, 1.0)[0] == 2
    close = [{1: 1.0, 2: 0.8}, {1: 1.0, 2: 0.8}, {1: 0.3, 2: 0.6}]
    assert best_for_all(close, 0.0) == [1, 2]
    assert best_for_all(close, 2.0) == [2, 1]


def test_only_what_everybody_may_be_asked() -> None:
    assert best_for_all([{1: 1.0, 2: 0.5}, {2: 0.5, 3: 1.0}], 1.0) == [2]
    assert best_for_all([{1: 1.0}, {2: 1.0}], 1.0) == []


@given(st.lists(st.lists(st.floats(0, 1), min_size=4, max_size=4), min_size=3, max_size=6))
def test_the_best_for_all_is_never_worse_for_everybody(rows: list[list[float]]) -> None:
    """No other question is better for each of them."""
    scores = [dict(enumerate(row)) for row in rows]
    best = best_for_all(scores, 1.0)[0]
    assert not any(all(own[other] > own[best] + 1e-9 for own in scores) for other in range(4))
