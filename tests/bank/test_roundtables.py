"""Modules of roundtables on disk: what a writer may write, and that ours are so."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from nudge.bank.loading import check_bank, load_bank
from nudge.domain.roundtables import MINUTES, AskOf, SectionKind
from tests.app.world import BANK, bank

FILE = "roundtables/before-the-answer.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BANK, tmp_path / "bank"))


def problems(folder: Path, old: str, new: str, file: str = FILE) -> list[str]:
    """What is wrong once something is written otherwise."""
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in check_bank(folder)[0]]


def test_ours_are_nine_on_different_subjects() -> None:
    modules = bank().roundtables
    assert len(modules) == 9
    assert len({module.themes[0] for module in modules}) == 9
    assert len(bank().table_rules) == 5


@pytest.mark.parametrize("module", bank().roundtables, ids=lambda module: module.id)
def test_each_is_an_hour_and_a_half_with_a_source(module) -> None:  # type: ignore[no-untyped-def]  # parametrized
    """Six sections, ten minutes of happenings, an idea with its source, and questions from the bank."""
    assert [section.kind for section in module.sections] == list(SectionKind)
    assert sum(section.minutes for section in module.sections) == MINUTES
    assert module.sections[0].minutes == 10
    concept = module.sections[3]
    assert concept.source
    assert 100 <= sum(len(paragraph.split()) for paragraph in concept.reading) <= 180
    assert {section.ask.of for section in module.sections if section.ask} == set(AskOf)
    assert all(section.cues for section in module.sections)
    assert [bool(section.round) for section in module.sections] == [True, False, True, False, True, True]


def test_a_good_bank_has_no_problems(folder: Path) -> None:
    assert problems(folder, "To notice the moment", "To see the moment") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (
            'id = "before-the-answer"',
            'id = "listening"',
            "2: the id “listening” is to be the kebab-case name",
        ),
        ('themes = ["listening"]', 'themes = ["listning"]', "Did you mean “listening”?"),
        ('themes = ["listening"]', 'themes = ["inclusion"]', "only for people who chose it"),
        ('themes = ["listening"]', "themes = []", "one to three themes"),
        ('title = "Listening, before', 'titel = "Listening, before', "unknown field “titel”"),
        (
            "minutes = 8\n",
            "minutes = 9\n",
            "1: the minutes of the sections add up to 91; a roundtable has 90",
        ),
        ("minutes = 8\n", "minutes = 4\n", "4 minutes are too few for “topic”; 5 at least"),
        ('kind = "topic"', 'kind = "concept"', "the sections are, in this order: happenings, topic"),
        ('kind = "topic"', 'kind = "tropic"', "Invalid enum value 'tropic'"),
        ("minutes = 10\n", "minutes = 11\n", "happenings have ten minutes"),
        ("round = 23", "round = 26", "the round has fewer minutes than the section's 26"),
        ("{ at = 13,", "{ at = 26,", "a cue comes inside its 26 minutes"),
        ("{ at = 13,", "{ left = 6,", "“left” at most 5 before the end"),
        ("{ at = 13,", "{ at = 13, left = 2,", "one of them"),
        ("{ at = 13,", "{", "one of them"),
        ("Silence, for one minute.", "word " * 31, "a cue has 30 words at most"),
        ("Somebody is speaking.", "word " * 76, "a paragraph has more than 75 words"),
        ("Somebody is speaking.", "word word.\n\n" * 80, "words are too many to read aloud; 180 at most"),
        ("Somebody is speaking.", "You should wait.", "“should” sounds like advice"),
        ('source = "William', 'aim = "William', "unknown field “aim”"),
        ("reflect.when-they-had-finished", "reflect.when-they-finished", "Did you mean “reflect.when-they"),
        ("reflect.when-they-had-finished", "act.last-to-speak", "“act.last-to-speak” isn't for any table"),
        ("reflect.when-they-had-finished", "reflect.same-page", "“reflect.same-page” isn't for any table"),
        ('fixed = ["reflect.when-they-had-finished"]', "fixed = []", "fixed has 1 different ids"),
        ('of = "each"', 'of = "each", n = 2', "each of us is asked one question"),
        ('stage = "explore", of = "each"', 'stage = "act", of = "each"', "questions of the same stage"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(folder: Path, old: str, new: str, says: str) -> None:
    found = problems(folder, old, new)
    assert any(problem.startswith(f"{FILE}:") and says in problem for problem in found), found


def test_the_rules_are_needed_and_alone_in_their_file(folder: Path) -> None:
    rules = folder / "roundtables" / "rules.toml"
    rules.unlink()
    assert "roundtables/rules.toml:1: there are modules" in str(check_bank(folder)[0][0])
    shutil.copy(folder / FILE, rules)
    assert any("has [[rule]]s, and nothing else" in problem.message for problem in check_bank(folder)[0])


def test_two_modules_of_one_name_are_refused(folder: Path) -> None:
    shutil.copy(folder / FILE, folder / "roundtables" / "again.toml")
    found = [str(problem) for problem in check_bank(folder)[0]]
    assert any("is used twice" in problem for problem in found)


def test_they_are_in_the_fingerprint_and_may_be_missing(folder: Path) -> None:
    """A changed word is another bank; a bank without modules is whole."""
    before = load_bank(folder).fingerprint
    assert problems(folder, "To notice the moment", "To see the moment") == []
    assert load_bank(folder).fingerprint != before
    shutil.rmtree(folder / "roundtables")
    assert load_bank(folder).roundtables == ()
