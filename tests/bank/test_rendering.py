"""Every template of the real bank, filled well, empty and hostile; and what the real bank obeys."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nudge.bank import rendering
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer, template_problem
from nudge.domain.errors import Invalid
from nudge.domain.questions import CheckInOpener, Question, QuestionBank, Slot, Stage

DIRECTORY = Path(__file__).parents[2] / "question_bank"
TYPICAL = {
    Slot.PLEDGE: "hand Sam the Monday report before your holiday",
    Slot.PERSON: "Priya",
    Slot.QUOTE: "I still check every slide",
}
HOSTILE = {
    "empty": "",
    "braces": "}}{{ person }}{{",
    "jinja": "{% for x in y %}{{ 7*7 }}{# no #}",
    "attribute walk": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "quotes": "\"'“”«»`\\",
    "newlines": "one\r\ntwo\n\n\tthree\u2028four\x0bfive",
    "right to left": "\u202eתודה رسالة\u202c",
    "long": "word " * 2000,
    "html": "<script>alert(1)</script>&amp;",
    "nul": "a\x00b",
    "line statement": "# for x in y\n## comment",
}
render = TemplateRenderer().render


@cache
def real_bank() -> QuestionBank:
    return load_bank(DIRECTORY)


def everything() -> tuple[Question | CheckInOpener, ...]:
    return (*real_bank().questions, *real_bank().check_ins)


def worded() -> list[tuple[Question | CheckInOpener, Slot, str]]:
    return [(thing, slot, template) for thing in everything() for slot, template in thing.wordings.items()]


def n_words(text: str) -> int:
    return len(text.split())


class TestRealTemplates:
    def test_a_typical_filling_reads_as_one_line_with_one_question_at_most(self) -> None:
        for thing, slot, template in worded():
            text = render(template, {slot: TYPICAL[slot]})
            assert TYPICAL[slot] in text, thing.id
            assert "{" not in text, thing.id
            assert "}" not in text, thing.id
            assert re.search(r"[.?!…]”?$", text), thing.id
            assert text.count("?") <= 1, thing.id

    @pytest.mark.parametrize("words", HOSTILE.values(), ids=HOSTILE)
    def test_hostile_words_are_only_ever_words(self, words: str) -> None:
        """The template's own text stands around the words, and the words are as they were, on one line."""
        tidy = re.sub(r"\s+", " ", words).strip()
        for thing, slot, template in worded():
            text = render(template, {slot: words})
            expected = tidy.join(re.split(r"\{\{ \w+ \}\}", template))
            assert text == re.sub(r"\s+", " ", expected).strip(), thing.id
            assert len(text.splitlines()) == 1, thing.id

    def test_a_slot_that_is_not_there_is_an_error_and_never_a_gap(self) -> None:
        for thing, _, template in worded():
            with pytest.raises(Invalid) as caught:
                render(template, {})
            assert caught.value.code == "slot-missing", thing.id

    def test_plain_texts_need_no_slot(self) -> None:
        for thing in everything():
            assert render(thing.text, {}) == thing.text
            assert re.search(r"[.?!]$", thing.text), thing.id

    def test_a_quote_stands_in_quotation_marks(self) -> None:
        for thing, slot, template in worded():
            if slot is Slot.QUOTE:
                assert "“{{ quote }}”" in template, thing.id

    @given(st.text(max_size=60))
    @settings(deadline=None, max_examples=60)
    def test_any_words_come_out_on_one_line(self, words: str) -> None:
        text = render("You wrote “{{ quote }}”. What now?", {"quote": words})
        assert text.startswith("You wrote “")
        assert text.endswith("”. What now?")
        assert "\n" not in text


class TestSandbox:
    @pytest.mark.parametrize(
        "template",
        [
            "{{ ''.__class__.__mro__ }}",
            "{{ person.__init__.__globals__ }}",
            "{{ person|attr('__class__') }}",
            "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
            "{{ self._TemplateReference__context }}",
            "{{ range(10**9) }}",
            "{{ lipsum() }}",
            "{{ 'a' * 10**9 }}",
            "{% for i in range(10**9) %}{% endfor %}",
            "{% macro m() %}{% endmacro %}",
            "{% import 'os' as os %}",
            "{% set person = 1 %}",
            "{% raw %}{{ person }}{% endraw %}{{ person if true }}",
            "{{ person ~ person }}",
            "{{ config }}",
            "{{ loop }}",
        ],
    )
    def test_anything_but_a_plain_slot_is_refused(self, template: str) -> None:
        assert template_problem(template, allowed=["person"]) is not None

    def test_a_plain_slot_is_allowed(self) -> None:
        assert template_problem("What did {{ person }} and {{person}} say?", allowed=["person"]) is None

    def test_the_compile_cache_is_bounded(self) -> None:
        limit = rendering._compiled.cache_parameters()["maxsize"]
        assert limit is not None
        assert limit <= 10_000
        assert rendering._ENVIRONMENT.cache is None


class TestRealBank:
    def test_ids_are_unique_and_every_stage_has_thirty(self) -> None:
        bank = real_bank()
        ids = [question.id for question in bank.questions]
        assert len(ids) == len(set(ids))
        assert all(len(bank.positions_by_stage[stage]) >= 30 for stage in Stage)

    def test_every_value_of_every_driver_has_three_a_stage(self) -> None:
        bank = real_bank()
        n = Counter((question.stage, purpose) for question in bank.questions for purpose in question.purposes)
        for stage in Stage:
            for driver in bank.scheme.drivers:
                for value in driver.values:
                    assert n[stage, f"{driver.id}.{value.id}"] >= 3, (stage, driver.id, value.id)

    def test_every_stage_has_enough_of_every_depth(self) -> None:
        n = Counter((question.stage, question.depth) for question in real_bank().questions)
        for stage in Stage:
            assert n[stage, 1] >= 10, "first conversations need easy ones"
            assert n[stage, 2] >= 8
            assert n[stage, 3] >= 3 or stage is Stage.REFLECT, "a set never begins with the deepest"

    def test_texts_are_as_long_as_the_editorial_guide_says(self) -> None:
        """The question 8 to 24 words; a lead-in up to 20 words."""
        wrong = []
        for question in real_bank().questions:
            *lead_in, asked = re.split(r"(?<=[.!?:])\s+", question.text)
            if not 8 <= n_words(asked) <= 24 and not 8 <= n_words(question.text) <= 24:
                wrong.append((question.id, "question", n_words(asked)))
            if n_words(" ".join(lead_in)) > 20:
                wrong.append((question.id, "lead-in", n_words(" ".join(lead_in))))
        assert wrong == []

    def test_every_question_asks_one_thing(self) -> None:
        for question in real_bank().questions:
            assert question.text.count("?") <= 1, question.id
            assert not re.search(r"\b[Ww]hy (do|did|are|were|have|don't) you\b", question.text), question.id

    def test_opt_in_themes_are_only_asked_for_by_need(self) -> None:
        bank = real_bank()
        for theme in bank.themes:
            for question in bank.questions:
                if theme.opt_in and theme.id in question.themes:
                    assert f"theme:{theme.id}" in question.needs, question.id

    def test_two_seats_never_meet_the_same_fixed_question(self) -> None:
        rows = real_bank().fixed_sets
        assert len(rows) >= 10
        for column in zip(*rows, strict=True):
            assert len(set(column)) == len(rows)
