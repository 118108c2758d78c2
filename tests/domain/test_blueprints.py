"""A pasted blueprint: which lines say something, and how far a bank serves them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.blueprint_lines import (
    LONGEST_LINE,
    MOST_BYTES,
    MOST_LINES,
    LineKind,
    lines_of,
)
from nudge.domain.blueprints import N_SHOWN, Verdict, coverage_of_line
from nudge.domain.errors import Invalid
from nudge.domain.questions import Stage
from tests.strategies import make_bank, make_question

LISTEN = "Listen before you speak"


def kinds(text: str) -> list[tuple[int, str, str]]:
    return [(line.number, line.kind.value, line.text) for line in lines_of(text)]


@pytest.mark.parametrize(
    "pasted",
    [
        LISTEN,
        f"- {LISTEN}",
        f"  • {LISTEN}",
        f"3. {LISTEN}",
        f"2.1) {LISTEN}",
        f"(b) {LISTEN}",
        f"IV. {LISTEN}",
        f"* [x] {LISTEN}",
        f"> {LISTEN}",
        "- **Listen** before _you_ speak",
        "[Listen](https://example.org/a) before you `speak`",
        f"| {LISTEN} |",
        f"Week 3: {LISTEN}",
        f"Module two – {LISTEN}",
        f"09:00–10:30 {LISTEN}",
        f"\ufeff{LISTEN}\r\n",
    ],
)
def test_bullets_numbers_and_marks_are_left_out(pasted: str) -> None:
    assert kinds(pasted) == [(1, "line", LISTEN)]


@pytest.mark.parametrize(
    "filler",
    [
        "---",
        "* * *",
        "Page 3 of 12",
        "3 / 12",
        "Version 2.1",
        "Confidential",
        "Draft",
        "© 2026 Harbour & Sons",
        "https://example.org/values",
        "people@example.org",
        "10:30 Coffee break",
        "Agenda",
        "12.11.2026",
    ],
)
def test_filler_is_told_as_such(filler: str) -> None:
    (line, _) = lines_of(f"{filler}\n{LISTEN}")
    assert (line.kind, bool(line.because)) == (LineKind.FILLER, True)


@pytest.mark.parametrize("text", ["Draft plans together with your people", "Page somebody who can help"])
def test_words_of_filler_may_begin_a_line(text: str) -> None:
    assert kinds(text) == [(1, "line", text)]


def test_what_has_lines_below_it_is_a_heading() -> None:
    text = (
        f"# Values\n\nHow we lead\n---\n{LISTEN}\nWEEK BY WEEK\nWeek 1\n{LISTEN}\n**Later on**\n- {LISTEN}\n"
    )
    found = [(number, kind) for number, kind, _ in kinds(text) if kind != "line"]
    assert found == [
        (1, "heading"),
        (3, "heading"),
        (4, "filler"),
        (6, "unclear"),
        (7, "heading"),
        (9, "heading"),
    ]


def test_a_heading_with_nothing_below_is_judged() -> None:
    """An outline may be all headings."""
    text = "# Course\n## Giving feedback early\n## Handing whole tasks over\n---\n"
    assert [kind for _, kind, _ in kinds(text)] == ["heading", "line", "line", "filler"]


@pytest.mark.parametrize("text", ["Integrity", "- Trust", "Our values are", "We will be:"])
def test_one_word_is_too_short_to_tell(text: str) -> None:
    (line,) = lines_of(text)
    assert (line.kind, line.because) == (LineKind.UNCLEAR, "too short to tell; say what people would do")


def test_lines_that_were_broken_at_the_edge_of_a_page_are_one() -> None:
    long = "Handle conflict between teams in a way that leaves nobody ashamed"
    assert kinds(f"- {long}\n  of what they said\n- Second line") == [
        (1, "line", f"{long} of what they said"),
        (3, "line", "Second line"),
    ]
    assert len(kinds(f"{long}.\nof what")) == len(kinds("listen first\nsay less")) == 2


@pytest.mark.parametrize(
    ("text", "code", "fact"),
    [
        ("a" * 100_000, "blueprint-too-long", "max_bytes"),
        ("ü" * (MOST_BYTES // 2 + 1), "blueprint-too-long", "max_bytes"),
        ("a b c\n" * (MOST_LINES + 1), "blueprint-too-long", "max_lines"),
        ("ok line\n" + "a" * (LONGEST_LINE + 1), "blueprint-too-long", "line"),
        ("a line\nwith \x00 in it", "blueprint-malformed", "line"),
        ("bell \x07", "blueprint-malformed", "line"),
        ("half \ud800", "blueprint-malformed", "line"),
        ("", "blueprint-empty", "at"),
        (" \n\t\n", "blueprint-empty", "at"),
    ],
)
def test_what_is_too_long_or_no_text_is_refused(text: str, code: str, fact: str) -> None:
    """The message has no word of it."""
    with pytest.raises(Invalid) as refused:
        lines_of(text)
    assert refused.value.code == code
    assert fact in refused.value.facts
    assert "aaaa" not in refused.value.message


@given(st.text(max_size=600))
def test_any_text_is_read_or_refused(text: str) -> None:
    """Every line keeps its place, and none is empty."""
    try:
        lines = lines_of(text)
    except Invalid:
        return
    numbers = [line.number for line in lines]
    assert numbers == sorted(set(numbers))
    assert all(line.text.strip() for line in lines)


@pytest.mark.parametrize("piece", ["1.", "- ", "[", "**", "_a", "12:30 ", "(a) ", "> ", "a\u0301", "1.1.1"])
def test_no_text_takes_long(piece: str) -> None:
    line = (piece * LONGEST_LINE)[: LONGEST_LINE - 1]
    started = time.perf_counter()
    lines_of("\n".join([line] * (MOST_BYTES // 1000)))
    assert time.perf_counter() - started < 1


BANK = make_bank([make_question(stage, n) for stage in Stage for n in range(4)])


@given(st.lists(st.floats(-1, 1), min_size=16, max_size=16), st.floats(0.1, 0.9))
def test_what_is_said_of_a_line_follows_from_the_scores(scores: list[float], threshold: float) -> None:
    """The nearest of each stage come first; the verdict counts all that are near enough."""
    (line,) = lines_of(LISTEN)
    covered = coverage_of_line(BANK, line, scores, threshold)
    near = [position for position, score in enumerate(scores) if score >= threshold]
    assert covered.n_near == len(near)
    assert (covered.verdict is Verdict.BARE) == (not near)
    assert (covered.verdict is Verdict.SERVED) == (len(near) >= 3)
    for stage, servings in covered.by_stage.items():
        own = [scores[position] for position in BANK.positions_by_stage[stage]]
        assert [serving.score for serving in servings] == sorted(own, reverse=True)[:N_SHOWN]
        assert (stage in covered.missing) == (max(own) < threshold)
