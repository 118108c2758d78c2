"""A bank on disk, checked: each finding at its file, line and column; exceptions, ids and near-duplicates."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from nudge.bank.checking import BankReport, Place, check
from nudge.bank.loading import checked_tables, load_bank
from nudge.bank.seals import FILE, entries_of, read_seal, write_seal
from nudge.domain.editorial.duplicates import Nearness
from nudge.domain.editorial.findings import Severity
from nudge.domain.editorial.identity import sealed_with
from nudge.domain.errors import Conflict, Invalid
from tests.bank.test_loading import FILES, write

BANK = Path(__file__).parents[2] / "question_bank"
REFLECT = "questions/reflect.toml"
TIPS = """
[[tip]]
id = "tip.no-vote"
version = 1
text = "Keep your own vote for later."
for_sessions = [0]
situations = ["opening"]
"""
BAD = """
[[question]]
id = "reflect.test-one"
version = 1
depth = 1
text = "Take one matter. Why did you leave it “as it is” for so long?"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path, FILES | {"tips.toml": TIPS})


def add(folder: Path, text: str, file: str = REFLECT) -> int:
    """Append to a file; gives the number of its last line before."""
    path = folder / file
    before = path.read_text(encoding="utf-8")
    path.write_text(before + text, encoding="utf-8")
    return len(before.splitlines())


def change(folder: Path, old: str, new: str, file: str = REFLECT) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def codes(report: BankReport, text_id: str = "reflect.test-one") -> list[str]:
    return [found.finding.rule.code for found in report.findings if found.finding.id == text_id]


def seal(folder: Path) -> None:
    write_seal(folder, sealed_with(read_seal(folder), entries_of(checked_tables(folder)[0])))


def test_ours_has_no_error() -> None:
    """Warnings are for editors to weigh."""
    report = check(BANK)
    errors = [found for found in report.findings if found.severity is Severity.ERROR]
    assert errors == []
    assert report.n_texts["question"] >= 480
    assert set(report.n_texts) >= {"question", "check_in", "follow_up", "tip", "nudge"}


def test_a_finding_is_where_its_words_are(folder: Path) -> None:
    """Line and columns from 1; the end is behind the words."""
    lines = add(folder, BAD)
    (found,) = [each for each in check(folder).findings if each.finding.id == "reflect.test-one"]
    column = len('text = "Take one matter. ') + 1
    assert found.finding.rule.code == "why-to-the-person"
    assert found.place == Place(REFLECT, lines + 6, column, column + len(found.finding.span.text))


def test_what_cant_be_read_is_an_error_like_the_others(folder: Path) -> None:
    """And the rest is checked all the same."""
    add(folder, BAD.replace("reflect.", "act.") + "dept = 2\n", "questions/act.toml")
    add(folder, BAD)
    report = check(folder)
    assert [found.finding.message for found in report.findings if found.finding.rule.code == "structure"] == [
        "unknown field “dept”. Did you mean “depth”?"
    ]
    assert "why-to-the-person" in codes(report)


def test_an_id_without_a_stage_is_reported_not_crashed_on(folder: Path) -> None:
    """Its structure is wrong; nothing else can be said."""
    add(folder, BAD.replace("reflect.test-one", "reflected.test-one"))
    (found,) = [each for each in check(folder).findings if each.finding.rule.code == "structure"]
    assert "isn't of the form stage.kebab-slug" in found.finding.message


def test_a_reason_excuses(folder: Path) -> None:
    """With a reason what is allowed isn't found; without it both are."""
    lines = add(folder, BAD + 'allow = ["why-to-the-person"]\nbecause = "They asked themselves."\n')
    assert codes(check(folder)) == []
    change(folder, 'because = "They asked themselves."\n', "")
    report = check(folder)
    assert sorted(codes(report)) == ["allow-without-reason", "why-to-the-person"]
    assert Place(REFLECT, lines + 7, 1, len('allow = ["why-to-the-person"]') + 1) in [
        f.place for f in report.findings
    ]


def test_an_exception_that_isnt_needed_is_reported(folder: Path) -> None:
    """So is one from a rule that doesn't exist; other kinds than questions have exceptions, too."""
    add(folder, BAD + 'allow = ["why-to-the-person", "idiom", "idoim"]\nbecause = "They asked."\n')
    assert sorted(codes(check(folder))) == ["allow-unknown", "allow-unused"]
    change(
        folder,
        'id = "tip.no-vote"\n',
        'id = "tip.no-vote"\nallow = ["jargon"]\nbecause = "None."\n',
        "tips.toml",
    )
    assert codes(check(folder), "tip.no-vote") == ["allow-unused"]


def test_drafts_are_checked_and_retired_ones_arent(folder: Path) -> None:
    """Neither is served; a retired text stays as it was."""
    add(folder, BAD + 'status = "draft"\n')
    assert codes(check(folder)) == ["why-to-the-person"]
    change(folder, 'status = "draft"', 'status = "retired"')
    assert codes(check(folder)) == []
    assert "reflect.test-one" not in load_bank(folder).positions


def test_tips_and_the_others_can_be_retired(folder: Path) -> None:
    """Kept under their ids, never shown."""
    change(folder, 'id = "tip.no-vote"\n', 'id = "tip.no-vote"\nstatus = "retired"\n', "tips.toml")
    assert check(folder).n_texts["tip"] == 0
    assert load_bank(folder).tips == ()


def test_a_seal_keeps_ids_and_words(folder: Path) -> None:
    """Changed words need a higher version; an id that is gone is found in the seal."""
    add(folder, BAD.replace("Why did you leave", "What made you leave"))
    assert check(folder).n_unsealed > 0
    seal(folder)
    assert check(folder).n_unsealed == 0
    assert codes(check(folder)) == []
    change(folder, "Take one matter. What", "Take two matters. What")
    assert codes(check(folder)) == ["words-changed"]
    with pytest.raises(Conflict):
        seal(folder)
    change(folder, '"reflect.test-one"\nversion = 1', '"reflect.test-one"\nversion = 2')
    assert codes(check(folder)) == []
    seal(folder)
    change(folder, '"reflect.test-one"', '"reflect.test-two"')
    (gone,) = [found for found in check(folder).findings if found.finding.id == "reflect.test-one"]
    line = (folder / FILE).read_text(encoding="utf-8").splitlines()[gone.place.line - 1]
    assert (gone.finding.rule.code, gone.place.file) == ("id-vanished", FILE)
    assert line.startswith('"reflect.test-one"')


def test_files_that_cant_be_read_have_not_vanished(folder: Path) -> None:
    """One broken file doesn't make all of its ids look lost."""
    seal(folder)
    add(folder, "[[question\n")
    assert {
        found.finding.rule.code for found in check(folder).findings if found.severity is Severity.ERROR
    } == {"structure"}


def test_a_seal_is_written_as_it_is_read(folder: Path) -> None:
    """Sorted, a line for each id; the bank it belongs to is the same bank."""
    seal(folder)
    before = (folder / FILE).read_bytes()
    write_seal(folder, read_seal(folder))
    assert (folder / FILE).read_bytes() == before
    sealed = load_bank(folder).fingerprint
    (folder / FILE).unlink()
    assert load_bank(folder).fingerprint == sealed


@pytest.mark.parametrize(
    "text", ["[question", '[question]\n"act.a" = 1\n', '[question]\n"act.a" = { version = 1 }\n']
)
def test_a_broken_seal_says_so(folder: Path, text: str) -> None:
    """Rather than losing what it knew."""
    (folder / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(Invalid) as caught:
        check(folder)
    assert caught.value.code == "seal-unreadable"


def test_near_duplicates_are_found_between_questions(folder: Path) -> None:
    """By what is given; and an exception from them is only unused when they were looked for."""
    add(
        folder,
        BAD.replace("Why did you leave", "What made you leave")
        + 'allow = ["near-duplicate"]\nbecause = "No."\n',
    )

    def unlike(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        return [[0.0] * len(others) for _ in texts]

    def alike(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        return [[0.9 if other.startswith("Take") else 0.0 for other in others] for _ in texts]

    assert check(folder).nearness is None
    assert codes(check(folder)) == []
    assert codes(check(folder, Nearness("letters", unlike, 0.8))) == ["allow-unused"]
    add(folder, BAD.replace("test-one", "test-two").replace("one matter. Why", "two matters. What made"))
    change(folder, 'because = "No."', 'because = "They differ."')
    report = check(folder, Nearness("letters", alike, 0.8))
    assert report.nearness == "letters"
    assert "near-duplicate" in codes(report, "reflect.test-two")
