"""The rules on lines that were written without them in sight: what they find, and leave alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nudge.domain.editorial.linting import lint_question
from nudge.domain.editorial.rules import RULES_BY_CODE
from nudge.domain.editorial.tags import TAGS
from nudge.domain.questions import Question, Slot, Stage

LINES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "data" / "editorial_lines.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
"""Bad ones name the rule that they break. Each part was read by the rules of its day before they were mended:
docs/bank-rules.md has those figures, which say more than what is found here."""
NOT_ABOUT_THE_TEXT = {rule.code for rule in TAGS} | {"too-short", "slot-wording-differs"}


def codes(text: str) -> set[str]:
    if "{{" in text:
        question = Question(
            "explore.a", 1, Stage.EXPLORE, 1, "What would somebody else say?", wordings={Slot.PERSON: text}
        )
    else:
        question = Question("explore.a", 1, Stage.EXPLORE, 1, text)
    return {finding.rule.code for finding in lint_question(question)} - NOT_ABOUT_THE_TEXT


@pytest.mark.parametrize(("part", "least"), [("first", 84), ("second", 66)])
def test_what_was_found_is_found(part: str, least: int) -> None:
    """By the rule that was meant, not by another."""
    bad = [line for line in LINES if line["part"] == part and line["rule"]]
    assert len(bad) >= 70
    assert {line["rule"] for line in bad} <= set(RULES_BY_CODE)
    assert sum(line["rule"] in codes(line["text"]) for line in bad) >= least


def test_good_lines_are_left_alone() -> None:
    """None of 47 has an error or a warning."""
    good = [line["text"] for line in LINES if line["rule"] is None]
    assert len(good) == 47
    assert {text: codes(text) for text in good if codes(text)} == {}
