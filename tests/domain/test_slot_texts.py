"""Wordings that organisations send are text with slots; nothing in them ever runs."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.slot_texts import LONGEST_TEXT, filled, is_plain, slot_problem, text_problem, tidy

HOSTILE = [
    "{% for x in range(9**9) %}{{ person }}{% endfor %}",
    "{% if person %}a{% endif %}",
    "{%- set x = 1 -%}",
    "{% include 'secrets' %}",
    "{% import 'os' as os %}",
    "{% extends 'base' %}",
    "{% macro m() %}{% endmacro %}",
    "{% raw %}{{ person }}{% endraw %}",
    "{# a comment #}What about {{ person }}?",
    "{{ ''.__class__ }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ person.__class__ }}",
    "{{ person['__class__'] }}",
    "{{ person|upper }}",
    "{{ person | attr('__class__') }}",
    "{{ 9**9**9 }}",
    "{{ 7 * 7 }}",
    "{{ 'a' * 999999999 }}",
    "{{ person ~ person }}",
    "{{ person() }}",
    "{{ lipsum.__globals__ }}",
    "{{ cycler.__init__.__globals__.os.popen('id') }}",
    "{{ config }}",
    "{{ self }}",
    "{{ person if person else pledge }}",
    "{{ [person for person in person] }}",
    "{{ pledge }}",
    "{{ person }} and {{ person }}",
    "{{{ person }}}",
    "{{person}",
    "{ person }",
    "}} {{",
    "{{ Person }}",
    "{{ pers\u200bon }}",
    "｛｛ person ｝｝",
    "{\u200b{ person }}",
    "{{\u00a0person\u00a0}}",
    "{{ \u043ferson }}",
    "What about\u202e {{ person }}?",
    "What about\x00 {{ person }}?",
    "\ud800{{ person }}",
    "{{\nperson\n}}",
    "${person} {{ person }} #{1+1} {",
    "a" * 1_000_000 + "{{ person }}",
    "{{" * 100 + "person" + "}}" * 100,
    "{{ person }}" * 40,
]


@pytest.mark.parametrize("template", HOSTILE, ids=lambda template: ascii(template[:40]))
def test_nothing_but_text_and_the_slot_gets_through(template: str) -> None:
    """Loops, calls, filters, arithmetic, attributes, includes, lookalikes, and a megabyte: at once."""
    began = time.perf_counter()
    assert slot_problem(template, ["person"])
    assert time.perf_counter() - began < 0.5


@pytest.mark.parametrize(
    "template",
    [
        "What about {{ person }}?",
        "{{person}}, and then?",
        "“{{  person  }}” — Zoë’s 👩‍👧 café, 50 % of $x?",
        "Nothing at all?",
    ],
)
def test_text_with_its_slot_is_fine(template: str) -> None:
    assert slot_problem(template, ["person"]) is None
    assert is_plain(template)


def test_a_text_is_as_long_as_a_breath() -> None:
    assert slot_problem("a" * LONGEST_TEXT, []) is None
    assert (
        text_problem("a" * (LONGEST_TEXT + 1))
        == f"it has {LONGEST_TEXT + 1} characters; {LONGEST_TEXT} are the most"
    )


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=60))
def test_what_a_slot_brings_is_never_looked_at(before: str, after: str, value: str) -> None:
    """Whatever the words, also with braces: they stand where the slot was, as they are."""
    template = f"{before}{{{{ person }}}}{after}"
    if slot_problem(template, ["person"]) is None:
        assert filled(template, {"person": value}) == before + value + after


@given(st.text(max_size=200))
def test_whatever_is_let_in_is_only_text_and_slots(template: str) -> None:
    if slot_problem(template, ["person"]) is None:
        assert is_plain(template)
        assert filled(template, {"person": ""}).count("{") == 0


def test_what_joins_emoji_hides_in_no_word() -> None:
    assert text_problem("👩‍👧 and 🏳️‍🌈 and ශ්‍රී") is None
    assert all(text_problem(text) for text in ("\u200d", "Have you tr\u200died it?", "👩\u200d\u200d"))


def test_what_is_pasted_becomes_one_line() -> None:
    assert tidy("  What\r\n is\t there? ") == "What is there?"


def test_a_slot_that_isnt_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("{{ person }}", {})
