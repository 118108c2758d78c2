"""Each editorial rule finds what it must and leaves near misses alone; it says what, why and how to mend."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.editorial.findings import Rule, Severity
from nudge.domain.editorial.rules import FAMILIES, RULES, RULES_BY_CODE
from nudge.domain.editorial.wordings import Kind, Wording

FEWEST_EXAMPLES = 4
BY_TEXT = [rule for rule in RULES if rule.find is not None]


def _examples(*, broken: bool) -> Iterator[object]:
    for rule in BY_TEXT:
        for example in rule.must if broken else rule.must_not:
            wording = example if isinstance(example, Wording) else Wording(example)
            yield pytest.param(rule, wording, id=f"{rule.code}: {wording.template}")


@pytest.mark.parametrize(("rule", "wording"), list(_examples(broken=True)))
def test_it_finds_what_it_must(rule: Rule, wording: Wording) -> None:
    """Somewhere inside of the text."""
    assert rule.find is not None
    hits = list(rule.find(wording))
    assert hits
    assert all(0 <= hit.start <= hit.end <= len(wording.text) for hit in hits)


@pytest.mark.parametrize(("rule", "wording"), list(_examples(broken=False)))
def test_it_leaves_near_misses_alone(rule: Rule, wording: Wording) -> None:
    """A rule that nags is switched off."""
    assert rule.find is not None
    assert [wording.text[hit.start : hit.end] for hit in rule.find(wording)] == []


@pytest.mark.parametrize("rule", BY_TEXT, ids=lambda rule: rule.code)
def test_every_rule_on_texts_has_examples(rule: Rule) -> None:
    """Four at least that it must find, and four that it must not."""
    assert min(len(rule.must), len(rule.must_not)) >= FEWEST_EXAMPLES


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_every_rule_explains_itself(rule: Rule) -> None:
    """What, why and how to mend; why and how are sentences."""
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.code)
    assert rule.title[0].isupper()
    assert rule.because.endswith((".", "?"))
    assert rule.mend.endswith((".", "?", "”."))
    assert rule.kinds


def test_codes_are_never_used_twice() -> None:
    """Banks name them in `allow`."""
    assert len(RULES_BY_CODE) == len(RULES) == sum(map(len, FAMILIES.values()))


def test_what_a_person_wrote_is_nobodys_fault() -> None:
    """Words in quotes break no rule on how it is asked, worded or meant."""
    said = "“Why did you fail? Have you tried therapy? Leverage your salary.” What was going on then?"
    families = ("How it is asked", "From where", "Safety", "Assumptions")
    for rule in (rule for family in families for rule in FAMILIES[family]):
        assert rule.find is not None
        assert not list(rule.find(Wording(said))), rule.code


@given(st.text(max_size=120), st.sampled_from(BY_TEXT), st.sampled_from(list(Kind)))
def test_any_text_can_be_read(text: str, rule: Rule, kind: Kind) -> None:
    """What is found lies inside the text, whatever somebody sends."""
    wording = Wording(text, kind=kind)
    assert rule.find is not None
    for hit in rule.find(wording):
        assert 0 <= hit.start <= hit.end <= len(wording.text)


def test_unsafe_topics_keep_a_text_out() -> None:
    """They are errors: an organisation's own question can't ask for them without a reason."""
    for code in ("health", "family", "faith-and-politics", "pay", "advice", "closed", "double"):
        assert RULES_BY_CODE[code].severity is Severity.ERROR


def test_every_rule_is_in_the_docs() -> None:
    """With its severity."""
    table = (Path(__file__).parents[2] / "docs" / "bank-rules.md").read_text(encoding="utf-8")
    for rule in RULES:
        assert f"| `{rule.code}` | {rule.severity} |" in table
