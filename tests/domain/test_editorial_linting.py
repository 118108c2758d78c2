"""The gate for one text: every wording, every rule, at its place in what was written."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.editorial.linting import lint_question, lint_text
from nudge.domain.editorial.wordings import SAMPLES, Kind, Wording, wordings_of
from nudge.domain.questions import Question, Slot, Stage

GOOD = Question(
    "reflect.last-handover",
    1,
    Stage.REFLECT,
    1,
    "Think of the last thing you handed over. What did you keep hold of?",
    themes=frozenset({"delegation"}),
    wordings={
        Slot.PERSON: "Think of the last thing you handed over to {{ person }}. What did you keep hold of?"
    },
)


def codes(question: Question) -> list[str]:
    return [finding.rule.code for finding in lint_question(question)]


def test_a_good_question_passes() -> None:
    """With a slot and without."""
    assert codes(GOOD) == []


def test_what_is_found_is_named_by_wording_and_words() -> None:
    """Start and end are those of the template, braces included."""
    bad = replace(
        GOOD, wordings={Slot.PERSON: "What annoys you about {{ person }}, what about it bothers you?"}
    )
    found = {finding.rule.code: finding for finding in lint_question(bad)}
    third = found["third-persons-failings"]
    assert third.key == "person"
    assert third.span.text == "annoys you about {{ person }}"
    assert bad.wordings[Slot.PERSON][third.span.start : third.span.end] == third.span.text
    assert third.message.startswith("“annoys you about {{ person }}” asks what is wrong")


def test_each_finding_comes_once_however_a_slot_is_filled() -> None:
    """Every sample is tried; what both of them show is one finding."""
    bad = replace(
        GOOD, wordings={Slot.PERSON: "Why did you tell {{ person }} about the handover of that thing?"}
    )
    assert codes(bad).count("why-to-the-person") == 1


def test_sample_words_are_nobodys_fault() -> None:
    """A finding inside of what fills a slot isn't one."""
    for samples in SAMPLES.values():
        for sample in samples:
            assert len(sample.split()) <= 12
    assert (
        lint_text(
            Kind.CHECK_IN,
            "check_in.a",
            {"pledge": "Last time you said you would {{ pledge }}. How did it go?"},
        )
        == ()
    )


def test_rules_are_for_kinds() -> None:
    """A tip may be short, a nudge may be no question; both may not ask about health."""
    assert lint_text(Kind.TIP, "tip.a", {"text": "Count to five."}) == ()
    found = lint_text(Kind.NUDGE, "cue.a", {"text": "The time has come. How is your health today?"})
    assert [finding.rule.code for finding in found] == ["health"]


def test_what_is_allowed_isnt_found() -> None:
    """By the code of its rule."""
    bad = replace(GOOD, text="Why did you hand over the last thing at all, on that day?", wordings={})
    assert codes(bad) == ["why-to-the-person"]
    assert lint_question(bad, allow=["why-to-the-person"]) == ()


def test_every_wording_is_heard_with_every_sample() -> None:
    """Two forms of a person are two wordings to read."""
    heard = [wording.text for wording in wordings_of(GOOD)]
    assert len(heard) == 1 + len(SAMPLES["person"])
    assert any("to Priya." in text for text in heard)
    assert any("to your director." in text for text in heard)


@given(st.text(max_size=60), st.text(max_size=60))
def test_every_character_knows_where_it_stands(before: str, after: str) -> None:
    """Text outside of slots is the template's, character by character."""
    wording = Wording(before.replace("{", "") + "{{ person }}" + after.replace("{", ""))
    assert len(wording.origins) == len(wording.text) + 1
    assert len(wording.heard) == len(wording.text)
    for place, origin in enumerate(wording.origins[:-1]):
        inside = wording.template[origin : origin + 2] == "{{"
        assert inside or wording.template[origin] == wording.text[place]
