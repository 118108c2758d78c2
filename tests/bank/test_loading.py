"""A bank on disk: a whole one loads; a broken one is named by file, line and nearest spelling."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from nudge.bank.loading import load_bank
from nudge.domain.errors import Invalid
from nudge.domain.questions import Audience, Format, Slot, Stage

VOCABULARY = """\
[scheme]
name = "one-driver"
version = 1

[[driver]]
id = "whom"
name = "Whom"
question = "Whom do you work for?"
[[driver.value]]
id = "one"
name = "One"
phrase = "one person"
definition = "One person at a time."
[[driver.value]]
id = "many"
name = "Many"
phrase = "many people"
definition = "Many at once."

[[theme]]
id = "delegation"
phrase = "handing things over"

[[theme]]
id = "inclusion"
phrase = "whose voice counts"
opt_in = true
"""
OUTCOMES = ("kept", "partly", "changed", "dropped", "not_said", "first")
CHECK_INS = "\n".join(
    f"""\
[[check_in]]
id = "check_in.{outcome}"
version = 1
outcome = "{outcome}"
text = "What has happened since ({outcome})?"
[check_in.with_slot]
pledge = "You said you would {{{{ pledge }}}}. What happened ({outcome})?"
"""
    for outcome in OUTCOMES
)
QUESTIONNAIRE = """\
[[item]]
id = "whom.good-day"
driver = "whom"
text = "Which is closest?"
why_asked = "It shows whom you work for."
[[item.option]]
value = "one"
text = "One person."
[[item.option]]
value = "many"
text = "Many people."
"""
FIXED_SETS = """\
[[set]]
session_number = 1
questions = ["reflect.first", "explore.first", "purpose.first", "act.first"]
"""


def questions_of(stage: str) -> str:
    return f"""\
# depth 1

[[question]]
id = "{stage}.first"
version = 1
depth = 1
text = "What was the {stage} of it?"
purposes = ["whom.one"]
themes = ["delegation"]
needs = []

[[question]]
id = "{stage}.second"
version = 2
depth = 2
text = "What else was the {stage} of it?"
audience = "new"
formats = ["pair"]
needs = ["theme:delegation"]
[question.with_slot]
person = "What did {{{{ person }}}} make of the {stage}?"
"""


FILES = {
    "vocabulary.toml": VOCABULARY,
    "check_ins.toml": CHECK_INS,
    "questionnaire.toml": QUESTIONNAIRE,
    "fixed_sets.toml": FIXED_SETS,
    **{f"questions/{stage}.toml": questions_of(stage) for stage in Stage},
}
ACT = "questions/act.toml"


def write(directory: Path, files: dict[str, str]) -> Path:
    (directory / "questions").mkdir()
    for name, text in files.items():
        (directory / name).parent.mkdir(exist_ok=True)
        (directory / name).write_text(text, encoding="utf-8")
    return directory


def problems_of(directory: Path) -> list[str]:
    with pytest.raises(Invalid) as caught:
        load_bank(directory)
    assert caught.value.code == "bank-invalid"
    lines = caught.value.message.splitlines()
    assert caught.value.facts == {"n_problems": len(lines) - 1}
    return [line.strip() for line in lines[1:]]


@dataclass(frozen=True)
class Broken:
    """An edit of the whole bank, and what is said about it: `at` is the text of the line it points to."""

    name: str
    file: str
    old: str
    new: str
    says: str
    at: str | None = None
    also: int = 0
    """How many problems may come with it."""

    def __str__(self) -> str:
        return self.name.replace(" ", "-")


BROKEN = [
    Broken(
        "unknown field",
        ACT,
        "depth = 2",
        "dept = 2",
        "unknown field “dept”. Did you mean “depth”?",
        "dept = 2",
    ),
    Broken(
        "unknown field afar", ACT, 'audience = "new"', "zzz = 1", "unknown field “zzz”. Known are:", "zzz = 1"
    ),
    Broken("field missing", ACT, "version = 2\n", "", "missing required field version"),
    Broken(
        "wrong type",
        ACT,
        "version = 2",
        'version = "2"',
        "Expected int, got str in “version”",
        'version = "2"',
    ),
    Broken(
        "list for text",
        ACT,
        'text = "What else',
        'text = ["What"] #"',
        "Expected str, got array in “text”",
        'text = ["What"]',
    ),
    Broken(
        "text for list",
        ACT,
        'needs = ["theme:delegation"]',
        'needs = "pledge"',
        "Expected array, got str in “needs”",
        'needs = "pledge"',
    ),
    Broken("depth four", ACT, "depth = 2", "depth = 4", "Invalid enum value 4 in “depth”", "depth = 4"),
    Broken(
        "unknown audience",
        ACT,
        '"new"',
        '"novice"',
        "Invalid enum value 'novice' in “audience”",
        'audience = "novice"',
    ),
    Broken(
        "unknown format",
        ACT,
        '["pair"]',
        '["trio"]',
        "Invalid enum value 'trio' in “formats”",
        'formats = ["trio"]',
    ),
    Broken(
        "unknown status",
        ACT,
        "depth = 2",
        'depth = 2\nstatus = "live"',
        "Invalid enum value 'live' in “status”",
        'status = "live"',
    ),
    Broken(
        "unknown theme",
        ACT,
        '["delegation"]',
        '["delegaton"]',
        "unknown “delegaton” in themes. Did you mean “delegation”?",
        'themes = ["delegaton"]',
    ),
    Broken(
        "unknown purpose",
        ACT,
        '"whom.one"',
        '"whom.once"',
        "unknown “whom.once” in purposes. Did you mean “whom.one”?",
        'purposes = ["whom.once"]',
    ),
    Broken(
        "unknown need",
        ACT,
        '"theme:delegation"',
        '"plege"',
        "unknown “plege” in needs. Did you mean “pledge”?",
        'needs = ["plege"]',
    ),
    Broken(
        "need of an unknown theme",
        ACT,
        '"theme:delegation"',
        '"theme:delegate"',
        "unknown “theme:delegate” in needs. Did you mean “theme:delegation”?",
        'needs = ["theme:delegate"]',
    ),
    Broken(
        "unknown slot", ACT, 'person = "What', 'peson = "What', "Invalid enum value 'peson' in “with_slot”"
    ),
    Broken(
        "slot of another name",
        ACT,
        "{{ person }}",
        "{{ pledge }}",
        "unknown slot “pledge”; allowed here: person",
        'person = "',
    ),
    Broken(
        "slot not used",
        ACT,
        "{{ person }}",
        "the person",
        "the wording with person doesn't use it; write {{ person }}",
        'person = "',
    ),
    Broken(
        "duplicate id",
        ACT,
        "act.second",
        "act.first",
        "the id “act.first” is used twice; ids are never reused",
        'id = "act.first"',
        also=1,
    ),
    Broken(
        "id of another stage",
        ACT,
        "act.second",
        "explore.third",
        "the id “explore.third” belongs into questions/explore.toml",
        'id = "explore.third"',
    ),
    Broken(
        "id of no stage",
        ACT,
        "act.second",
        "action.second",
        "the id “action.second” isn't of the form stage.kebab-slug",
        'id = "action.second"',
    ),
    Broken(
        "id with capitals",
        ACT,
        "act.second",
        "act.Second",
        "isn't of the form stage.kebab-slug",
        'id = "act.Second"',
    ),
    Broken(
        "unknown table",
        ACT,
        '[[question]]\nid = "act.second"',
        '[[questoin]]\nid = "act.second"',
        "unknown table “questoin”; use [[question]]",
        "[[questoin]]",
    ),
    Broken("broken TOML", ACT, "depth = 2", "depth = ", "isn't valid TOML", "depth = "),
    Broken(
        "empty text",
        ACT,
        'text = "What else was the act of it?"',
        'text = " "',
        "the text is empty",
        'text = " "',
    ),
    Broken(
        "text with a slot",
        ACT,
        "What else",
        "{{ person }} else",
        "the text must be good without any slot: unknown slot “person”",
        'text = "{{',
    ),
    Broken(
        "template with code",
        ACT,
        "{{ person }}",
        "{% set x = 1 %}{{ person }}",
        "only plain slots such as {{ person }} are allowed",
        'person = "',
    ),
    Broken(
        "template with a loop",
        ACT,
        "{{ person }}",
        "{% for c in person %}{{ c }}{% endfor %}",
        "only plain slots",
        'person = "',
    ),
    Broken("template with a call", ACT, "{{ person }}", "{{ person() }}", "not Call", 'person = "'),
    Broken("template with a filter", ACT, "{{ person }}", "{{ person|upper }}", "not Filter", 'person = "'),
    Broken(
        "template with an attribute walk",
        ACT,
        "{{ person }}",
        "{{ person.__class__.__mro__ }}",
        "not Getattr",
        'person = "',
    ),
    Broken(
        "template with an item", ACT, "{{ person }}", "{{ person[0] }}", "not Const, Getitem", 'person = "'
    ),
    Broken(
        "template with a literal",
        ACT,
        "{{ person }}",
        "{{ 7 * 7 }} {{ person }}",
        "not Const, Mul",
        'person = "',
    ),
    Broken("template left open", ACT, "{{ person }}", "{{ person ", "isn't a template", 'person = "'),
    Broken(
        "template with an include",
        ACT,
        "{{ person }}",
        "{% include 'x' %}{{ person }}",
        "not Const, Include",
        'person = "',
    ),
    Broken(
        "no question left",
        "questions/act.toml",
        questions_of("act"),
        "",
        "there is no published question for the stage act",
        also=1,
    ),
    Broken(
        "unknown outcome",
        "check_ins.toml",
        'outcome = "partly"',
        'outcome = "partially"',
        "Invalid enum value 'partially' in “outcome”",
        'outcome = "partially"',
        also=1,
    ),
    Broken(
        "check-in with a person",
        "check_ins.toml",
        'pledge = "You said you would {{ pledge }}. What happened (kept)?"',
        'person = "Who was {{ person }}?"',
        "Invalid enum value 'person'",
    ),
    Broken(
        "questionnaire of an unknown driver",
        "questionnaire.toml",
        'driver = "whom"',
        'driver = "whome"',
        "unknown “whome” in driver. Did you mean “whom”?",
        'driver = "whome"',
        also=2,
    ),
    Broken(
        "questionnaire without a value",
        "questionnaire.toml",
        '[[item.option]]\nvalue = "many"\ntext = "Many people."\n',
        "",
        "no option for many; every item offers all",
        'id = "whom.good-day"',
    ),
    Broken(
        "fixed set with an unknown question",
        "fixed_sets.toml",
        "act.first",
        "act.frist",
        "unknown “act.frist” in questions. Did you mean “act.first”?",
        "questions = [",
    ),
    Broken(
        "fixed set out of order",
        "fixed_sets.toml",
        '"reflect.first", "explore.first"',
        '"explore.first", "reflect.first"',
        "a fixed set has one question per stage: reflect, explore",
        "questions = [",
    ),
    Broken(
        "fixed set with three",
        "fixed_sets.toml",
        ', "act.first"',
        "",
        "a fixed set has one question per stage",
        "questions = [",
    ),
    Broken(
        "fixed set not for everybody",
        "fixed_sets.toml",
        "act.first",
        "act.second",
        "“act.second” isn't for everybody",
        "questions = [",
    ),
    Broken("no fixed set", "fixed_sets.toml", FIXED_SETS, "", "there is no [[set]]"),
    Broken(
        "no scheme",
        "vocabulary.toml",
        '[scheme]\nname = "one-driver"\nversion = 1\n',
        "",
        "there is no [scheme] table",
    ),
    Broken(
        "vocabulary with a typo",
        "vocabulary.toml",
        'phrase = "handing',
        'frase = "handing',
        "unknown field “frase”. Did you mean “phrase”?",
        'frase = "handing',
    ),
]


class TestBroken:
    @pytest.mark.parametrize("broken", BROKEN, ids=str)
    def test_each_mistake_is_named_exactly(self, broken: Broken, tmp_path: Path) -> None:
        files = dict(FILES)
        assert files[broken.file].count(broken.old) >= 1
        files[broken.file] = files[broken.file].replace(broken.old, broken.new, 1)
        problems = problems_of(write(tmp_path, files))
        found = [problem for problem in problems if broken.says in problem]
        assert found, problems
        assert len(problems) <= 1 + broken.also, problems
        file, line, _ = found[0].split(":", 2)
        assert file == broken.file
        if broken.at:
            assert broken.at in files[file].splitlines()[int(line) - 1]

    @pytest.mark.parametrize("name", FILES)
    def test_a_missing_file(self, name: str, tmp_path: Path) -> None:
        write(tmp_path, FILES)
        (tmp_path / name).unlink()
        assert f"{name}:1: this file is missing from the bank" in problems_of(tmp_path)

    @pytest.mark.parametrize("name", FILES)
    def test_a_file_that_is_not_utf8(self, name: str, tmp_path: Path) -> None:
        write(tmp_path, FILES)
        (tmp_path / name).write_bytes(FILES[name].replace("one", "\u00fc").encode("latin-1") + b"# \xe9")
        assert f"{name}:1: this file isn't UTF-8; save it as UTF-8" in problems_of(tmp_path)

    def test_all_problems_come_at_once_in_order(self, tmp_path: Path) -> None:
        files = {name: text.replace("depth = 2", "depth = 9") for name, text in FILES.items()}
        problems = problems_of(write(tmp_path, files))
        assert [problem.split(":")[0] for problem in problems] == sorted(
            name for name in FILES if name.startswith("questions/")
        )

    def test_an_unreadable_vocabulary_does_not_blame_every_question(self, tmp_path: Path) -> None:
        (problem,) = problems_of(write(tmp_path, FILES | {"vocabulary.toml": "= oops"}))
        assert problem.startswith("vocabulary.toml:1: isn't valid TOML")


class TestWhole:
    def test_everything_is_there(self, tmp_path: Path) -> None:
        bank = load_bank(write(tmp_path, FILES))
        assert [len(bank.positions_by_stage[stage]) for stage in Stage] == [2, 2, 2, 2]
        question = bank.questions[bank.positions["act.second"]]
        assert (question.version, question.depth, question.stage) == (2, 2, Stage.ACT)
        assert (question.audience, question.formats) == (Audience.NEW, frozenset({Format.PAIR}))
        assert question.needs == frozenset({"theme:delegation"})
        assert list(question.wordings) == [Slot.PERSON]
        assert bank.themes_by_id["inclusion"].opt_in
        assert bank.fixed_sets == (("reflect.first", "explore.first", "purpose.first", "act.first"),)

    def test_drafts_are_left_out(self, tmp_path: Path) -> None:
        draft = FILES[ACT].replace("version = 2", 'version = 2\nstatus = "draft"')
        bank = load_bank(write(tmp_path, FILES | {ACT: draft}))
        assert "act.second" not in bank.positions

    def test_the_fingerprint_changes_with_any_text(self, tmp_path: Path) -> None:
        (tmp_path / "a").mkdir()
        (tmp_path / "b").mkdir()
        before = load_bank(write(tmp_path / "a", FILES)).fingerprint
        changed = FILES | {ACT: FILES[ACT].replace("What else", "Who else")}
        assert load_bank(tmp_path / "a").fingerprint == before
        assert load_bank(write(tmp_path / "b", changed)).fingerprint != before


class TestPolicyOfNudges:
    POLICY = 'quiet_hours = []\nmost_a_day = 2\n[moments.cue]\nleads = ["30min"]\nexpires_after = "2h"\n'

    def test_a_bank_can_do_without(self, tmp_path: Path) -> None:
        assert load_bank(write(tmp_path, FILES)).nudge_policy is None

    def test_it_is_part_of_the_bank(self, tmp_path: Path) -> None:
        """In its fingerprint too."""
        for name in "abc":
            (tmp_path / name).mkdir()
        without = load_bank(write(tmp_path / "a", FILES))
        bank = load_bank(write(tmp_path / "b", FILES | {"nudges/policy.toml": self.POLICY}))
        changed = self.POLICY.replace("2\n", "3\n", 1)
        other = load_bank(write(tmp_path / "c", FILES | {"nudges/policy.toml": changed}))
        assert bank.nudge_policy
        assert bank.nudge_policy.most_a_day == 2
        assert len({one.fingerprint for one in (without, bank, other)}) == 3

    @pytest.mark.parametrize(
        ("old", "new", "line", "message"),
        [
            ("most_a_day = 2", "most_a_day = 12", 2, "most_a_day is from 0 to 10"),
            ("most_a_day = 2", "most_a_dya = 2", 2, "Did you mean “most_a_day”"),
            ('"30min"', '"half an hour"', 4, "isn't a length of time"),
            ("[moments.cue]", "[moments", 1, "can't be read as a nudge policy"),
        ],
    )
    def test_what_is_wrong_is_named_with_its_line(
        self, tmp_path: Path, old: str, new: str, line: int, message: str
    ) -> None:
        changed = self.POLICY.replace(old, new)
        with pytest.raises(Invalid) as refused:
            load_bank(write(tmp_path, FILES | {"nudges/policy.toml": changed}))
        assert f"nudges/policy.toml:{line}: " in refused.value.message
        assert message in refused.value.message
