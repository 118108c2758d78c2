"""`nudge bank coverage`: the holes of a bank, drawn and told, and a year of few people."""

from __future__ import annotations

import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner

from nudge.bank.loading import load_bank
from nudge.cli.bank.pictures.charts import apart
from nudge.cli.bank.pictures.picture import picture
from nudge.cli.bank.tables import print_coverage, print_year, why_never
from nudge.cli.main import nudge
from nudge.domain.coverage import coverage_of
from nudge.domain.questions import QuestionBank
from nudge.domain.rehearsals import Year, year_of
from tests.app.rehearsing import bank_of, rehearsals

ROOT = Path(__file__).parents[2]
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def bank() -> QuestionBank:
    return load_bank(ROOT / "question_bank")


@pytest.fixture(scope="module")
def year() -> Year:
    small = bank_of(12)
    found = rehearsals(small).year(range(6), seed=1)
    return year_of(small, found.askings, found.meetings, same=0.8, near=0.7)


def test_the_bank_of_the_project_is_told_as_json() -> None:
    """Every cell with what it needs and why; no model is loaded for it."""
    ran = CliRunner().invoke(nudge, ["bank", "coverage", "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.output)
    assert found["n_questions"] >= 480
    assert len(found["cells"]) > 400
    assert all(cell["because"] for cell in found["cells"])
    assert found["holes"] == [cell for cell in found["cells"] if cell["n"] < cell["needed"]]


def test_a_hole_that_is_made_is_found(tmp_path: Path) -> None:
    """Without the questions on one theme that theme's cells are holes, and it says what to write."""
    place = tmp_path / "bank"
    shutil.copytree(ROOT / "question_bank", place)
    for path in (place / "questions").glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        path.write_text(re.sub(r'themes = \["remote"(, )?', "themes = [", text), encoding="utf-8")
    ran = CliRunner().invoke(nudge, ["bank", "coverage", str(place)])
    assert ran.exit_code == 0, ran.output
    assert "theme remote, stage act, depth 1" in ran.output
    assert " 0!" in ran.output


def test_the_picture_shows_every_hole(bank: QuestionBank, year: Year) -> None:
    """As many rings as holes, besides the one of the legend; it is an image with a description."""
    without = tuple(question for question in bank.questions if "remote" not in question.themes)
    coverage = coverage_of(replace(bank, questions=without))
    drawn = ElementTree.fromstring(picture(coverage, year))
    rings = [each for each in drawn.iter(f"{SVG}rect") if each.get("class") == "hole"]
    assert len(rings) == len(coverage.holes) + 1 > 1
    assert drawn.get("role") == "img"
    told = drawn.find(f"{SVG}desc")
    assert told is not None
    assert "theme remote, stage act, depth 1" in (told.text or "")


def test_nothing_in_the_picture_is_outside_of_it(bank: QuestionBank, year: Year) -> None:
    """Neither boxes nor the beginnings of texts, with a year and without."""
    for found in (year, None):
        drawn = ElementTree.fromstring(picture(coverage_of(bank), found))
        width, height = float(drawn.get("width", "0")), float(drawn.get("height", "0"))
        for each in (*drawn.iter(f"{SVG}rect"), *drawn.iter(f"{SVG}text")):
            x, y = float(each.get("x", "0")), float(each.get("y", "0"))
            assert 0 <= x + float(each.get("width", "0")) <= width
            assert 0 <= y + float(each.get("height", "0")) <= height


def test_without_a_year_the_picture_has_none(bank: QuestionBank) -> None:
    """And it is shorter."""
    assert "invented people" not in picture(coverage_of(bank))


def test_the_tables_name_what_the_year_found(bank: QuestionBank, year: Year) -> None:
    """Holes, figures, and why questions were never chosen."""
    out = io.StringIO()
    print_coverage(coverage_of(bank), out)
    print_year(year, bank_of(12), out)
    assert "driver values" in out.getvalue()
    assert f"bank-exhausted: {year.degraded['bank-exhausted']}" in out.getvalue()
    assert all(id in out.getvalue() for id, _ in year.most)


def test_why_a_question_is_never_asked(bank: QuestionBank) -> None:
    """As far as the tags tell."""
    first = next(q for q in bank.questions if q.stage == "reflect" and not q.needs and not q.themes)
    assert why_never(bank, first.id) == "others fitted better"
    deep = replace(bank, questions=(replace(first, depth=3),))
    assert why_never(deep, first.id) == "deeper than the ladder goes"


def test_labels_are_moved_apart() -> None:
    """By as little as they need, in their order."""
    assert apart([10.0, 12.0, 14.0], 10.0) == pytest.approx([2.0, 12.0, 22.0], abs=0.1)


def test_an_odd_number_of_people_is_refused() -> None:
    """One would be alone; that is known before any model is loaded."""
    ran = CliRunner().invoke(nudge, ["bank", "coverage", "--simulate", "7"])
    assert ran.exit_code != 0
    assert "even number" in str(ran.exception)


@pytest.mark.models
def test_six_people_live_through_a_year(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the real models: nobody is asked twice, or anything that says the same as before."""
    monkeypatch.setenv("NUDGE_DATA", str(tmp_path_factory.getbasetemp() / "compared"))
    ran = CliRunner().invoke(nudge, ["bank", "coverage", "--simulate", "6", "--json"])
    assert ran.exit_code == 0, ran.output
    found = json.loads(ran.stdout)["year"]
    assert (found["n_conversations"], found["n_askings"]) == (60, 480)
    assert (found["n_repeats"], found["n_same"], found["degraded"]) == (0, 0, {})
