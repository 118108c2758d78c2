"""Translations on disk: what is read, what is refused, and what is stale."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from nudge.bank.checking import check
from nudge.bank.german import german_problems
from nudge.bank.loading import load_bank
from nudge.domain.translations import TextKind
from nudge.web.pages import FOLDER as WEB
from nudge.web.texts import Texts
from tests.app.world import BANK, bank
from tests.bank.test_loading import FILES, problems_of, write

QUESTIONS = """\
[[question]]
id = "act.second"
of_version = 2
text = "Was noch?"
[question.with_slot]
person = "Was sagt {{ person }} dazu?"
"""
CHECK_INS = """\
[[check_in]]
id = "check_in.kept"
of_version = 1
text = "Wie war das?"
[check_in.with_slot]
quote = "Du hast geschrieben: „{{ quote }}“. Wie war das?"
"""
DE = "translations/de/questions.toml"


def bank_with(directory: Path, **files: str) -> Path:
    """The small bank with a translation, some of its files changed."""
    for_all = {DE: QUESTIONS, "translations/de/check_ins.toml": CHECK_INS, **files}
    (directory / "translations" / "de").mkdir(parents=True)
    return write(directory, {**FILES, **for_all})


def test_it_is_found_under_the_id_of_the_original(tmp_path: Path) -> None:
    """Question, check-in and their slots are there in German, and the rest isn't."""
    found = load_bank(bank_with(tmp_path)).translations.by_locale["de"]
    assert set(found.texts) == {(TextKind.QUESTION, "act.second"), (TextKind.CHECK_IN, "check_in.kept")}
    assert found.texts[TextKind.QUESTION, "act.second"].with_slot == {"person": "Was sagt {{ person }} dazu?"}


def test_it_counts_in_the_fingerprint(tmp_path: Path) -> None:
    """Another word of a translation is another bank."""
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    prints = [
        load_bank(bank_with(one)).fingerprint,
        load_bank(bank_with(other, **{DE: QUESTIONS.replace("noch", "sonst noch")})).fingerprint,
    ]
    assert len(set(prints)) == 2


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"act.second"', '"act.secnd"', "the bank has no “act.secnd”. Did you mean “act.second”?"),
        ("of_version = 2", "of_version = 3", "the bank has version 2 of “act.second”, no later one"),
        ("person", "quote", "the original has no wording with quote"),
        ('person = "Was', 'pledge = "Was', "pledge"),
        ("{{ person }}", "{{ boss }}", "unknown slot “boss”"),
        ("Was noch?", "Hast du noch was?", "“Hast” begins a question that can be answered with ja or nein"),
        ("Was noch?", "Was möchten Sie noch?", "“Sie” is formal"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    """Ids, versions, slots and German are checked before anything is served."""
    problems = problems_of(bank_with(tmp_path, **{DE: QUESTIONS.replace(old, new)}))
    assert any(re.match(rf"{DE}:\d+: ", line) and says in line for line in problems)


def test_a_folder_that_is_no_language_is_named(tmp_path: Path) -> None:
    """“deutsch” is nobody's locale, and a misspelt file would be read by nobody."""
    bank_with(tmp_path, **{"translations/de/question.toml": QUESTIONS})
    (tmp_path / "translations" / "deutsch").mkdir()
    problems = problems_of(tmp_path)
    assert any("“deutsch” isn't another language" in line for line in problems)
    assert any("unknown file “question.toml”" in line for line in problems)


def test_a_stale_one_is_a_warning_and_not_used(tmp_path: Path) -> None:
    """The original has a later version: it is asked until the translation is mended."""
    bank_with(tmp_path, **{DE: QUESTIONS.replace("of_version = 2", "of_version = 1")})
    report = check(tmp_path)
    stale = [found for found in report.findings if found.finding.rule.code == "stale-translation"]
    assert [(found.place.file, found.place.line, found.severity) for found in stale] == [(DE, 3, "warning")]
    assert report.translated["de"]["question"] == (0, 8)
    found = load_bank(tmp_path).translations.find(TextKind.QUESTION, "act.second", "…", "de")
    assert (found.is_fallback, found.words) == (True, None)


def test_a_draft_is_checked_and_not_used(tmp_path: Path) -> None:
    """It is kept until somebody has read it aloud."""
    draft = QUESTIONS.replace("text =", 'status = "draft"\ntext =', 1)
    found = load_bank(bank_with(tmp_path, **{DE: draft})).translations.by_locale["de"]
    assert (TextKind.QUESTION, "act.second") not in found.texts


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Falls es noch vor dir liegt: Hast du Zeit?", "ja or nein"),
        ("Denk an gestern. Das hat dir gefallen?", "ja or nein"),
        ("Warum hast du das gesagt?", "accusation"),
        ("Was solltest du als Nächstes tun?", "advice"),
        ("Welche Kolleg*innen fragst du?", "read aloud"),
        ("Du schreibst: {{ quote }}. Was nun?", "inside"),
        ("Du schreibst: “{{ quote }}”. Was nun?", "inside"),
        ("Denk an gestern.", "asks nothing"),
    ],
)
def test_german_that_must_not_pass(text: str, says: str) -> None:
    """Each rule finds what it is for."""
    assert any(says in problem for problem in german_problems(text, kind=TextKind.QUESTION))


@pytest.mark.parametrize(
    "text",
    [
        "Welches Wort passt am besten: eingehalten, geändert oder losgelassen?",
        "Stell dir vor, nebenan zieht jemand ein. Was erzählst du?",
        "Wenn du dir das heute noch einmal vornehmen würdest, mit welchen Worten?",
        "Erzähl mir von einem Moment, an den du noch denkst.",
        "Sie ist eine Kollegin, die du kennst. Womit kommt sie zu dir?",
    ],
)
def test_german_that_must_pass(text: str) -> None:
    """Near misses aren't found."""
    assert list(german_problems(text, kind=TextKind.QUESTION)) == []


class TestTheBank:
    """What the project itself has in German."""

    def test_every_check_in_and_every_nudge_is_there(self) -> None:
        """A nudge never comes half in another language; a conversation always opens in the own one."""
        texts = bank().translations.by_locale["de"].texts
        assert {id for kind, id in texts if kind is TextKind.CHECK_IN} == {one.id for one in bank().check_ins}
        assert {id for kind, id in texts if kind is TextKind.NUDGE} == {one.id for one in bank().nudges}

    def test_the_fixed_sets_are_there(self) -> None:
        """Without models a pair has whole sets in German."""
        texts = bank().translations.by_locale["de"].texts
        wanted = {id for fixed in bank().fixed_sets for id in fixed}
        assert wanted <= {id for kind, id in texts if kind is TextKind.QUESTION}

    def test_every_page_is_there_and_no_other(self) -> None:
        """Pages in German have every text of the original, with the same slots, and no others."""
        original = tomllib.loads((WEB / "texts.toml").read_text(encoding="utf-8"))
        german = tomllib.loads((BANK / "translations" / "de" / "page.toml").read_text(encoding="utf-8"))
        german.pop("letter")
        assert slots_by_place(german) == slots_by_place(original)
        assert Texts(WEB / "texts.toml", bank().translations).in_locale("de-AT").language == "de"


def slots_by_place(table: dict[str, object], place: str = "") -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for name, value in table.items():
        if isinstance(value, dict):
            found |= slots_by_place(value, f"{place}.{name}")
        else:
            found[f"{place}.{name}"] = set(re.findall(r"\{\w+\}", str(value)))
    return found
