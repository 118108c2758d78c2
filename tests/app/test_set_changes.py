"""A planted change in a bank is found in exactly the sets that it changes, with its cause."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from nudge.app.set_changes import BankDiffs, SetChanges, sets_of
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.bank_changes import Cause, Swap
from nudge.domain.conversations import Brief, ParticipantBrief, PreparedConversation
from nudge.domain.curations import Curation
from nudge.domain.notes import Note, Visibility
from nudge.domain.questions import Question, QuestionBank, Stage
from tests.app.rehearsing import bank_of
from tests.fakes.reader import FakeReader

BANK = bank_of(20)
NOTES = ("the lantern in the kitchen", "nothing but a saddle", "the submarine is late")


def brief(number: int) -> Brief:
    notes = (Note("note:1", NOTES[number], 1, Visibility.SHARED),)
    return Brief((ParticipantBrief("ana", notes=notes), ParticipantBrief("ben")), session_number=2)


def changed(change: Callable[[Question], Question | None], *more: Question) -> QuestionBank:
    questions = tuple(new for question in BANK.questions if (new := change(question)))
    return replace(BANK, questions=questions + more, fingerprint="changed")


def swaps(new: QuestionBank, number: int) -> tuple[Swap, ...]:
    return BankDiffs(Curation(BANK), Curation(new), FakeReader(), TemplateRenderer()).swaps(brief(number))


def asked(number: int) -> list[str]:
    prepared = SetChanges(Curation(BANK), FakeReader(), TemplateRenderer()).prepare(brief(number))
    return [one.id for own in sets_of(prepared) for one in own.questions]


def test_the_same_bank_changes_nothing() -> None:
    """Whoever it is."""
    assert all(swaps(BANK, number) == () for number in range(len(NOTES)))


def test_a_question_that_vanished_is_named() -> None:
    """Only where it stood."""
    gone = next(id for id in asked(0) if id not in asked(1) + asked(2))
    new = changed(lambda question: None if question.id == gone else question)
    causes = {swap.was: swap.cause for swap in swaps(new, 0)}
    assert causes[gone] is Cause.VANISHED
    assert Cause.VANISHED not in {swap.cause for number in (1, 2) for swap in swaps(new, number)}


def test_another_wording_is_named_and_nothing_else() -> None:
    """The same question in other words is no other question."""
    other = asked(0)[1]

    def reword(question: Question) -> Question:
        better = replace(question, text=f"{question.text} Really?", version=2)
        return better if question.id == other else question

    assert [(s.was, s.now, s.cause) for s in swaps(changed(reword), 0)] == [(other, other, Cause.REWORDED)]


def test_a_new_question_that_fits_better_is_named_with_its_parts() -> None:
    """It comes to whom it fits, with what it has more of."""
    new = Question("explore.new", 1, Stage.EXPLORE, 1, "What is a submarine late for?")
    bank = changed(lambda question: question, new)
    found = next(swap for swap in swaps(bank, 2) if swap.now == "explore.new")
    assert (found.ref, found.cause) == ("ana", Cause.ADDED)
    assert max(found.parts, key=lambda part: found.parts[part]) == "note"


def test_what_may_not_be_asked_any_more_is_named() -> None:
    """A question that became too deep for the second conversation of a pair."""
    first = asked(0)[0]
    bank = changed(lambda question: replace(question, depth=3) if question.id == first else question)
    assert {swap.was: swap.cause for swap in swaps(bank, 0)}[first] is Cause.NOT_ALLOWED


def test_without_models_it_is_said_that_a_fixed_set_came() -> None:
    """Nothing is weighed that nobody read."""
    rows = (tuple(f"{stage}.q0" for stage in Stage), tuple(f"{stage}.q2" for stage in Stage))
    reader = FakeReader()
    changes = SetChanges(Curation(replace(BANK, fixed_sets=rows)), reader, TemplateRenderer())
    then: PreparedConversation = changes.prepare(brief(0))
    reader.is_missing = True
    now = SetChanges(Curation(replace(BANK, fixed_sets=rows)), reader, TemplateRenderer())
    fixed = now.prepare(brief(0))
    assert fixed.degraded
    causes = {swap.cause for swap in now.swaps(brief(0), sets_of(then), fixed)}
    assert causes == {Cause.FIXED}
