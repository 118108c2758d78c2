"""Follow-ups and tips on disk: what a writer may write, and that ours is so."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from nudge.bank.loading import check_bank, load_bank
from nudge.domain.follow_ups import Cue, Move
from tests.app.world import BANK, bank

GOOD = """[[follow_up]]
id = "story.test-one"
version = 1
text = "Tell me about the last time."
coach = "any"
cues = ["absolute"]
fits = ["It's always us.", "Never once."]
not_after = ["The last time was Friday.", "Pass."]
[follow_up.with_slot]
phrase = "“{{ phrase }}”. Tell me about the last time."
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BANK, tmp_path / "bank"))


def problems(folder: Path, *changes: tuple[str, str], file: str = "follow_ups/story.toml") -> list[str]:
    text = GOOD
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8") + "\n" + text, encoding="utf-8")
    return [problem.message for problem in check_bank(folder)[0]]


def test_ours_is_large_and_whole() -> None:
    """Every move and every cue is served."""
    moves = Counter(each.move for each in bank().follow_ups)
    assert sum(moves.values()) >= 240
    assert len(bank().tips) >= 60
    assert set(moves) == set(Move)
    assert {cue for each in bank().follow_ups for cue in each.cues} == set(Cue)


def test_a_good_one_is_fine(folder: Path) -> None:
    assert problems(folder) == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("story.test-one", "deepen.test-one", "isn't of the form story.kebab-slug"),
        ('["absolute"]', '["absolut"]', "Invalid enum value 'absolut'"),
        ('["absolute"]', "[]", "cues is empty"),
        ('"Tell me about the last time."', '"Did it go well?"', "can be answered with yes or no"),
        ('"Tell me about the last time."', '"What should he do?"', "sounds like advice"),
        ('"Tell me about the last time."', '"What happened? And then?"', "more than one question"),
        ('"Tell me about the last time."', '"When?"', "1 words; 3 to 14"),
        ('["It\'s always us.", "Never once."]', '["It\'s always us."]', "fits needs 2 answers at least"),
        ('["The last time was Friday.", "Pass."]', '["Pass."]', "not_after needs 2 answers at least"),
        ("“{{ phrase }}”. Tell", "Please tell", "doesn't use it"),
        ("phrase =", "quote =", "Invalid enum value 'quote'"),
        ("{{ phrase }}", "{{ person }}", "unknown slot “person”"),
    ],
)
def test_what_is_wrong_is_said(folder: Path, old: str, new: str, says: str) -> None:
    assert any(says in problem for problem in problems(folder, (old, new)))


def test_mirrors_ask_nothing(folder: Path) -> None:
    found = problems(
        folder,
        ("story.test-one", "mirror.test-one"),
        ("last time.", "last time?"),
        file="follow_ups/mirror.toml",
    )
    assert "a mirror asks nothing" in found


def test_too_few_of_a_move_are_a_gap(folder: Path) -> None:
    (folder / "follow_ups" / "wait.toml").write_text("", encoding="utf-8")
    assert [str(problem) for problem in check_bank(folder)[0]] == [
        "follow_ups/wait.toml:1: 0 follow-ups of this move; 10 are needed"
    ]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("for_sessions = [3, 1]", "for_sessions is [first], or [first, last]"),
        ('situations = ["raining"]', "unknown “raining” in situations"),
        ("situations = []", "situations is empty"),
        (f'text = "{"word " * 17}"', "at most 16 words"),
        ('id = "wait"', "isn't of the form tip.kebab-slug"),
    ],
)
def test_tips_are_checked(folder: Path, line: str, says: str) -> None:
    rows = {
        "id": '"tip.test"',
        "version": "1",
        "text": '"Wait."',
        "for_sessions": "[0]",
        "situations": '["opening"]',
    }
    key, _, value = line.partition(" = ")
    table = "\n".join(f"{k} = {v}" for k, v in (rows | {key: value}).items())
    path = folder / "tips.toml"
    path.write_text(path.read_text(encoding="utf-8") + f"\n[[tip]]\n{table}\n", encoding="utf-8")
    assert any(says in problem.message for problem in check_bank(folder)[0])


def test_a_bank_may_do_without(folder: Path) -> None:
    shutil.rmtree(folder / "follow_ups")
    (folder / "tips.toml").unlink()
    found = load_bank(folder)
    assert (found.follow_ups, found.tips) == ((), ())
