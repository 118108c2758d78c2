"""The wordings of the missing piece: what the checker refuses, and what the real ones obey."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from nudge.bank.loading import check_bank, load_bank
from nudge.bank.missing_pieces import ALWAYS_THERE
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.missing_pieces import ActSort, MissingPieceWording
from nudge.domain.specificity import Facet, PledgeKind

DIRECTORY = Path(__file__).parents[2] / "question_bank"
FILE = "missing_pieces.toml"
FILLED = {
    "person": ("Priya", "your director"),
    "people": ("your customers", "the people in your team"),
    "things": ("your one-to-ones", "the open tickets"),
    "some": ("two colleagues", "customers"),
    "thing": ("the Monday report", "your plan"),
    "act": ("call Dee about the swaps", "walk at lunch"),
    "event": ("the stand-up", "your Thursday review"),
}
render = TemplateRenderer().render


@cache
def wordings() -> tuple[MissingPieceWording, ...]:
    return load_bank(DIRECTORY).missing_pieces


class TestRealWordings:
    def test_there_are_enough_for_every_facet_and_kind(self) -> None:
        n = Counter((w.facet, kind) for w in wordings() for kind in w.kinds)
        for facet in Facet:
            assert n[facet, PledgeKind.ACT] >= 12, facet
            assert n[facet, PledgeKind.HABIT] >= 12, facet
        assert n[Facet.WHEN, PledgeKind.NOTICE] >= 5
        assert n[Facet.WHEN, PledgeKind.WAIT] >= 5

    def test_every_sort_of_act_can_be_asked_about_every_facet(self) -> None:
        n = Counter((w.facet, sort) for w in wordings() for sort in w.sorts)
        for facet, sort in product(Facet, set(ActSort) - {ActSort.NONE, ActSort.SEVERAL}):
            assert n[facet, sort] >= 1, (facet, sort)
        assert n[Facet.ACTION, ActSort.NONE] >= 5
        assert n[Facet.ACTION, ActSort.SEVERAL] >= 5

    def test_no_text_is_there_twice(self) -> None:
        texts = [re.sub(r"\W+", " ", w.text).lower() for w in wordings()]
        assert [text for text, n in Counter(texts).items() if n > 1] == []

    def test_filled_they_are_one_question_on_one_line(self) -> None:
        for wording in wordings():
            for which in (0, 1):
                text = render(wording.text, {slot: FILLED[slot][which] for slot in wording.slots})
                assert text.endswith("?"), wording.id
                assert text.count("?") == 1, wording.id
                assert not re.search(r"[{}]|\b(\w+) \1\b|^[a-z]", text), text
                assert len(text.split()) <= 20, text

    def test_a_wait_or_a_notice_is_never_asked_for_an_act(self) -> None:
        still = {PledgeKind.NOTICE, PledgeKind.WAIT}
        for wording in wordings():
            if wording.kinds & still and not wording.sorts & {ActSort.NONE, ActSort.SEVERAL}:
                assert wording.facet is Facet.WHEN, wording.id


def broken(tmp_path: Path, old: str, new: str) -> list[str]:
    bank = tmp_path / "bank"
    shutil.copytree(DIRECTORY, bank)
    path = bank / FILE
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return [str(problem) for problem in check_bank(bank)[0]]


BY_SIGNAL = 'text = "What will be your signal to start?"'


class TestChecks:
    @pytest.mark.parametrize(
        ("old", "new", "says"),
        [
            (BY_SIGNAL, 'text = "Will you start soon?"', "can be answered with yes or no"),
            (BY_SIGNAL, 'text = "You like this. Do you start soon?"', "can be answered with yes or no"),
            (BY_SIGNAL, 'text = "What signal should start it?"', "sounds like advice or blame"),
            (BY_SIGNAL, 'text = "Why is there no signal?"', "sounds like advice or blame"),
            (BY_SIGNAL, 'text = "Which signal? Which day?"', "is one question"),
            (BY_SIGNAL, 'text = "Name your signal."', "is one question"),
            (BY_SIGNAL, 'text = "{{ thing }}: what is its signal?"', "a slot can't open a sentence"),
            (
                BY_SIGNAL,
                'text = "What does {{ pledge }} need?"',
                "unknown slot “pledge”; allowed here: person",
            ),
            (BY_SIGNAL, 'text = "What is {{ person.name }} to you?"', "only plain slots"),
            (BY_SIGNAL, f'text = "What{" and so on" * 6}?"', "19 words are too many; 16 at most"),
            (
                'id = "missing.when-signal"',
                'id = "missing.signal"',
                "isn't of the form missing.when-kebab-slug",
            ),
            ('id = "missing.when-signal"', 'id = "missing.when-which-day"', "is used twice"),
            ("levels = [0]", "levels = [2]", "Invalid enum value 2"),
            ("levels = [0]", "levels = []", "levels is empty"),
            ('facet = "when"', 'facet = "wen"', "Invalid enum value 'wen'"),
            ('sorts = ["talk"]', 'sorts = ["chat"]', "Invalid enum value 'chat'"),
        ],
    )
    def test_each_mistake_is_named_with_its_line(self, tmp_path: Path, old: str, new: str, says: str) -> None:
        problems = broken(tmp_path, old, new)
        assert len(problems) == 1, problems
        assert re.match(rf"{FILE}:\d+: ", problems[0])
        assert says in problems[0]

    def test_a_facet_that_cannot_be_asked_about_is_a_gap(self, tmp_path: Path) -> None:
        bank = tmp_path / "bank"
        shutil.copytree(DIRECTORY, bank)
        piece = (
            '[[missing_piece]]\nid = "missing.when-day"\nversion = 1\nfacet = "when"\ntext = "Which day?"\n'
        )
        (bank / FILE).write_text(piece, encoding="utf-8")
        problems = [str(problem) for problem in check_bank(bank)[0]]
        assert len(problems) == len(ALWAYS_THERE) - 4 + 2
        assert f"{FILE}:1: there is no plain wording for context at level 1 of the kind habit" in problems

    def test_a_bank_may_do_without_them(self, tmp_path: Path) -> None:
        bank = tmp_path / "bank"
        shutil.copytree(DIRECTORY, bank)
        (bank / FILE).unlink()
        assert load_bank(bank).missing_pieces == ()
