"""Holes are where the rules say, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

from nudge.domain.coverage import Cell, Coverage, Rule, coverage_of, what_to_write
from nudge.domain.purposes import Driver, DriverValue, PurposeScheme
from nudge.domain.questions import Audience, Question, QuestionBank, Slot, Stage, Theme

SCHEME = PurposeScheme("s", 1, (Driver("how", "How", "?", (DriverValue("order", "Order", "", ""),)),))


def a_question(n: int, **tags: object) -> Question:
    return replace(Question(f"act.q{n}", 1, Stage.ACT, 2, f"What about {n}?"), **tags)  # type: ignore[arg-type]  # tags by name


def bank(*questions: Question, theme: str = "delegation") -> QuestionBank:
    return QuestionBank(SCHEME, (Theme(theme, "handing over"),), questions, ())


def cell_at(coverage: Coverage, rule: Rule, *place: str) -> Cell:
    (found,) = [cell for cell in coverage.of(rule) if cell.place == place]
    return found


def test_a_question_counts_in_each_of_its_cells() -> None:
    """By value, theme, audience and slot, in its stage and depth, and in no other."""
    one = a_question(
        1,
        purposes=frozenset({"how.order"}),
        themes=frozenset({"delegation"}),
        audience=Audience.NEW,
        wordings={Slot.PERSON: "{{ person }}?"},
    )
    coverage = coverage_of(bank(one))
    for rule, name in ((Rule.VALUE, "how.order"), (Rule.THEME, "delegation"), (Rule.AUDIENCE, "new")):
        assert cell_at(coverage, rule, name, "act", "2").n == 1
        assert cell_at(coverage, rule, name, "act", "1").n == 0
        assert cell_at(coverage, rule, name, "explore", "2").n == 0
    assert cell_at(coverage, Rule.THEME_AUDIENCE, "delegation", "new").n == 1
    assert cell_at(coverage, Rule.SLOT, "person", "act").n == 1
    assert cell_at(coverage, Rule.ROUNDTABLE, "roundtable", "act", "2").n == 1


def test_what_a_pair_is_never_asked_is_no_hole() -> None:
    """The first question of a set never is of depth 3; one that is so deep is named."""
    deep = Question("reflect.deep", 1, Stage.REFLECT, 3, "What?")
    coverage = coverage_of(bank(deep))
    assert cell_at(coverage, Rule.THEME, "delegation", "reflect", "3").missing == 0
    assert cell_at(coverage, Rule.THEME, "delegation", "explore", "3").missing == 1
    assert coverage.out_of_reach == ("reflect.deep",)


def test_an_unsafe_place_may_be_empty_and_says_why() -> None:
    """Who may say what about people leaving is bound by law."""
    cell = cell_at(coverage_of(bank(theme="layoffs")), Rule.THEME, "layoffs", "act", "3")
    assert (cell.needed, cell.missing) == (0, 0)
    assert "law" in cell.because


def test_a_hole_closes_with_the_question_it_asks_for() -> None:
    """One question less to write, and every other hole as before."""
    before = coverage_of(bank())
    hole = cell_at(before, Rule.THEME, "delegation", "act", "2")
    assert what_to_write(hole) == "write 1: theme delegation, stage act, depth 2"
    after = coverage_of(bank(a_question(1, themes=frozenset({"delegation"}))))
    assert hole.place not in [cell.place for cell in after.holes if cell.rule is Rule.THEME]
    assert len(after.holes) == len(before.holes) - 1


def test_themes_are_told_apart_only_where_the_years_matter() -> None:
    """Who has led for long seldom leads old colleagues; working far apart is the same for both."""
    former = coverage_of(bank(theme="former-peer")).of(Rule.THEME_AUDIENCE)
    assert [(cell.place[1], cell.needed) for cell in former] == [("new", 1), ("experienced", 0)]
    assert not any(cell.needed for cell in coverage_of(bank(theme="remote")).of(Rule.THEME_AUDIENCE))
