"""Overlays on disk: a whole one lies over the bank, a broken one is named by file and line."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings

from nudge.bank.loading import load_bank
from nudge.bank.overlay_checks import check_overlay
from nudge.bank.overlays import (
    FILE,
    is_overlay,
    load_curation,
    load_overlay,
    overlay_of,
    read_overlay,
)
from nudge.bank.writing import write_overlay
from nudge.domain.curations import LARGEST_LEANING
from nudge.domain.editorial.findings import Severity
from nudge.domain.errors import Invalid
from nudge.domain.overlays import Overlay, Rewording, overlaid
from nudge.domain.questions import QuestionBank, Slot, Stage
from tests.domain.test_overlays import overlays
from tests.makers import make_overlay, make_own_question

BANK = Path(__file__).parents[2] / "question_bank"
REFLECT = "questions/reflect.toml"
OWN = """\
# Ours

[[question]]
id = "reflect.own.night-shift"
version = 1
depth = 1
text = "Think of your last night shift. What went differently from what you had planned?"
themes = ["priorities"]
[question.with_slot]
person = "Think of your last night shift with {{ person }}. What went differently from the plan?"

[[question]]
id = "reflect.own.draft"
version = 1
depth = 1
text = "Think of a draft that you wrote last week. What did you take out of it?"
status = "draft"
"""
MARKS = """\
[[hide]]
id = "act.look-back-on"
because = "Our survey asks this."

[[reword]]
id = "act.small-enough"
of_version = 1
text = "Choose one thing you want to do before the next shift. How small could it be and still count?"

[[weigh]]
id = "reflect.own.night-shift"
weight = 2
"""


@cache
def bank() -> QuestionBank:
    return load_bank(BANK)


def written(folder: Path, **files: str) -> Path:
    for name, text in {REFLECT: OWN, FILE: MARKS, **files}.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def test_a_folder_lies_over_the_bank(tmp_path: Path) -> None:
    """Own questions are asked, drafts not; hidden ones go, words change, weights lean."""
    curation = load_curation(BANK, [written(tmp_path)])
    assert "reflect.own.night-shift" in curation.bank.positions
    assert "reflect.own.draft" not in curation.bank.positions
    assert "act.look-back-on" not in curation.bank.positions
    small = curation.bank.questions[curation.bank.positions["act.small-enough"]]
    assert "next shift" in small.text
    assert curation.leanings == {"reflect.own.night-shift": LARGEST_LEANING}
    assert curation.bank.fingerprint.startswith(bank().fingerprint + "+")


def test_any_file_may_be_missing_but_not_all(tmp_path: Path) -> None:
    only_own = tmp_path / "own"
    written(only_own)
    (only_own / FILE).write_text("")
    assert load_overlay(only_own, bank()).hidden == frozenset()
    (only_own / FILE).unlink()
    assert load_overlay(only_own, bank()).questions
    (tmp_path / "empty").mkdir()
    with pytest.raises(Invalid, match=f"there is neither {FILE}"):
        load_overlay(tmp_path / "empty", bank())
    with pytest.raises(Invalid, match="no such folder"):
        load_overlay(tmp_path / "nowhere", bank())
    assert load_curation(BANK).bank.fingerprint == bank().fingerprint


def test_the_later_folder_wins(tmp_path: Path) -> None:
    """It can hide, reword and weigh what an earlier one added."""
    later = '[[hide]]\nid = "reflect.own.night-shift"\n[[weigh]]\nid = "act.small-enough"\nweight = -2\n'
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / FILE).write_text(later)
    curation = load_curation(BANK, [written(tmp_path / "first"), tmp_path / "later"])
    assert "reflect.own.night-shift" not in curation.bank.positions
    assert curation.leanings["act.small-enough"] == -LARGEST_LEANING


def test_a_bank_that_retires_questions_can_be_updated_under_a_folder(tmp_path: Path) -> None:
    """What the folder hid, reworded or weighs may be retired; a folder may hide what an earlier one hides."""
    gone = "act.look-back-on"
    asked = tuple(question for question in bank().questions if question.id != gone)
    newer = replace(bank(), questions=asked, retired=frozenset({gone}))
    marks = f'{MARKS}[[weigh]]\nid = "{gone}"\nweight = 1\n[[reword]]\nid = "{gone}"\ntext = "What now?"\n'
    overlay = load_overlay(written(tmp_path / "own", **{FILE: marks}), newer)
    assert gone not in overlaid(newer, overlay).positions
    assert not check_overlay(tmp_path / "own", newer).counts[Severity.ERROR]
    (tmp_path / "later").mkdir()
    (tmp_path / "later" / FILE).write_text(f'[[hide]]\nid = "{gone}"\n')
    assert gone not in load_curation(BANK, [tmp_path / "own", tmp_path / "later"]).bank.positions


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    """As some editors write one."""
    written(tmp_path, **{FILE: f"\ufeff{MARKS}"})
    assert load_overlay(tmp_path, bank()).hidden == {"act.look-back-on"}


@pytest.mark.parametrize(
    ("file", "old", "new", "says", "at"),
    [
        (
            REFLECT,
            ".own.night-shift",
            ".night-shift",
            "isn't of the form stage.own.kebab-slug",
            'id = "reflect.n',
        ),
        (REFLECT, ".own.night", ".own.again-night", "isn't of the form", 'id = "reflect.own.again'),
        (REFLECT, "reflect.own.night", "act.own.night", "belongs into questions/act.toml", 'id = "act'),
        (REFLECT, "own.draft", "own.night-shift", "is there twice", 'id = "reflect.own.night-shift"'),
        (REFLECT, "depth = 1", "dept = 1", "Did you mean “depth”?", "dept = 1"),
        (REFLECT, '["priorities"]', '["prioritis"]', "Did you mean “priorities”?", "themes ="),
        (REFLECT, "{{ person }}", "{{ person|upper }}", "only text and {{ person }}", "person ="),
        (
            REFLECT,
            "Think of your last night shift. ",
            "{% set x = 1 %}",
            "slots aren't allowed here",
            "text =",
        ),
        (FILE, "act.look-back-on", "act.look-back", "Did you mean “act.look-back-on”?", 'id = "act.look'),
        (FILE, "act.small-enough", "reflect.own.night-shift", "to reword", 'id = "reflect.own.night-shift"'),
        (FILE, "weight = 2", "weight = 3", "from -2 to 2", "weight = 3"),
        (FILE, 'because = "O', 'becuase = "O', "Did you mean “because”?", "becuase"),
        (FILE, "[[weigh]]", "[[wiegh]]", "unknown table “wiegh”", "[[wiegh]]"),
        (FILE, "Choose one thing", "Choose {{ pledge }}", "unknown slot “pledge”", "text ="),
        (FILE, "of_version = 1", "of_version = ", "isn't valid TOML", "of_version"),
    ],
)
def test_what_is_wrong_has_its_file_and_line(
    tmp_path: Path, file: str, old: str, new: str, says: str, at: str
) -> None:
    before = {REFLECT: OWN, FILE: MARKS}[file]
    assert old in before
    text = before.replace(old, new, 1)
    written(tmp_path, **{file: text})
    with pytest.raises(Invalid) as refused:
        load_overlay(tmp_path, bank())
    assert refused.value.code == "overlay-invalid"
    found = [line for line in refused.value.message.splitlines() if says in line]
    assert found, refused.value.message
    place = found[0].strip().removeprefix(f"{tmp_path}/{file}:")
    assert at in text.splitlines()[int(place.split(":")[0]) - 1]


def test_a_file_that_would_not_be_read_is_told(tmp_path: Path) -> None:
    written(tmp_path, **{"tips.toml": "", "questions/reflct.toml": ""})
    with pytest.raises(Invalid) as refused:
        load_overlay(tmp_path, bank())
    assert "tips.toml:1" in refused.value.message
    assert "questions/reflct.toml:1" in refused.value.message


def test_too_much_cant_be_hidden(tmp_path: Path) -> None:
    ids = [q.id for q in bank().questions if q.stage is Stage.ACT]
    written(tmp_path, **{FILE: "".join(f'[[hide]]\nid = "{id}"\n' for id in ids)})
    with pytest.raises(Invalid) as refused:
        load_overlay(tmp_path, bank())
    assert f"{FILE}:{2 * len(ids) - 1}: In “act” 0 questions would be left" in refused.value.message


def test_the_editorial_rules_are_checked_with_line_and_column(tmp_path: Path) -> None:
    """Structure first; rules of a text can be excused as in the bank."""
    bad = OWN.replace(
        "What went differently from what you had planned?", "Have you tried asking for help?", 1
    )
    marks = MARKS.replace("How small could it be and still count?", "Why so small?")
    report = check_overlay(written(tmp_path, **{REFLECT: bad, FILE: marks}), bank())
    places = {
        (found.place.file, found.place.line): found.finding.rule.code
        for found in report.findings
        if found.severity == "error"
    }
    assert places[(REFLECT, 7)] == "advice"
    assert places[(FILE, 8)] == "why-to-the-person"
    excused = bad.replace('themes = ["priorities"]', 'allow = ["advice", "closed"]\nbecause = "We mean it."')
    fewer = check_overlay(written(tmp_path, **{REFLECT: excused}), bank())
    assert fewer.n_errors == 0
    assert check_overlay(written(tmp_path, **{FILE: "[[hide"}), bank()).n_errors == 1


def test_words_that_are_asked_already_are_found(tmp_path: Path) -> None:
    text = bank().questions[bank().positions["reflect.one-moment-again"]].text
    same = OWN.replace(
        "Think of your last night shift. What went differently from what you had planned?", text
    )
    report = check_overlay(written(tmp_path, **{REFLECT: same}), bank())
    assert "same-words" in {found.finding.rule.code for found in report.findings}


def test_a_folder_is_told_from_a_bank(tmp_path: Path) -> None:
    assert not is_overlay(BANK)
    assert is_overlay(written(tmp_path))


class TestWriting:
    def test_what_is_written_is_read(self, tmp_path: Path) -> None:
        overlay = replace(make_overlay().overlay, removed={})
        paths = write_overlay(tmp_path, Overlay(), overlay)
        assert [path.relative_to(tmp_path).as_posix() for path in paths] == [REFLECT, FILE]
        assert load_overlay(tmp_path, bank()) == overlay
        assert write_overlay(tmp_path, overlay, overlay) == []

    def test_what_nobody_changed_stays_with_its_comments(self, tmp_path: Path) -> None:
        """Drafts, order and remarks of a writer are kept; only what changed is written."""
        written(tmp_path)
        before = load_overlay(tmp_path, bank())
        (old,) = before.questions
        new = replace(old, text="Think of “tonight”. = What\\how?", version=2, depth=2)
        after = replace(before, questions=(new, make_own_question("new")), hidden=frozenset(), reasons={})
        write_overlay(tmp_path, before, after)
        text = (tmp_path / REFLECT).read_text()
        assert text.startswith("# Ours\n\n[[question]]\n")
        assert 'id = "reflect.own.draft"' in text
        assert "[[hide]]" not in (tmp_path / FILE).read_text()
        assert load_overlay(tmp_path, bank()) == after

    @settings(max_examples=40, deadline=None)
    @given(overlays(), overlays())
    def test_any_overlay_becomes_any_other(self, one: Overlay, other: Overlay) -> None:
        """Written over each other in one folder, in turn; what is read is always the last."""
        with TemporaryDirectory() as name:
            before = Overlay()
            for each in (one, other, one):
                after = _plain(each)
                write_overlay(Path(name), before, after)
                before = after
                read = _read(Path(name))
                assert replace(read, questions=()) == replace(after, questions=())
                assert {q.id: q for q in read.questions} == {q.id: q for q in after.questions}


def _plain(overlay: Overlay) -> Overlay:
    """With wordings that a file may have."""
    wordings = {Slot.PERSON: "With {{ person }}?"}
    rewordings = {
        id: Rewording(r.text, wordings if r.wordings else {}, 1) for id, r in overlay.rewordings.items()
    }
    return replace(overlay, rewordings=rewordings)


def _read(folder: Path) -> Overlay:
    """Whatever is in the files, over whatever bank."""
    return overlay_of(read_overlay(folder, bank())[0])
