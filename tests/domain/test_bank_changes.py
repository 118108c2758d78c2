"""What changed between two banks, entry by entry."""

from __future__ import annotations

from dataclasses import replace

from nudge.domain.bank_changes import CAUSES, Cause, Change, cause_of, changes_between
from nudge.domain.fit import Fit
from tests.app.rehearsing import bank_of

BANK = bank_of(3)


def test_the_same_bank_has_no_changes() -> None:
    """A version alone is none: nobody reads it."""
    newer = tuple(replace(question, version=9) for question in BANK.questions)
    assert changes_between(BANK, replace(BANK, questions=newer)) == ()


def test_every_kind_of_change_is_found() -> None:
    """Added, removed, reworded and retagged; words and tags may change together."""
    first, second, third, *others = BANK.questions
    new = replace(
        BANK,
        questions=(
            replace(first, text="Other words?"),
            replace(second, text="Other words?", depth=3),
            replace(third, id="reflect.new"),
            *others,
        ),
        check_ins=BANK.check_ins[1:],
    )
    found = [(change.kind, change.id, change.change, change.what) for change in changes_between(BANK, new)]
    assert found == [
        ("questions", "reflect.new", Change.ADDED, ()),
        ("questions", "reflect.q0", Change.REWORDED, ("text",)),
        ("questions", "reflect.q1", Change.REWORDED, ("text",)),
        ("questions", "reflect.q1", Change.RETAGGED, ("depth",)),
        ("questions", "reflect.q2", Change.REMOVED, ()),
        ("check_ins", "check_in.first", Change.REMOVED, ()),
    ]


def test_the_first_cause_that_holds_is_named() -> None:
    """From what can't be asked at all to what only stands better with the rest."""
    low, high = Fit(0, 1.0, {}), Fit(1, 2.0, {})

    def cause(was: Fit | None, now: Fit, may: bool = True, is_new: bool = False, *changed: Change) -> Cause:
        return cause_of(was, now, may_be_asked=may, is_new=is_new, changed=changed)

    assert cause(None, high, False) is Cause.VANISHED
    assert cause(low, high, False, True) is Cause.NOT_ALLOWED
    assert cause(low, high, True, True) is Cause.ADDED
    assert cause(low, high, True, False, Change.RETAGGED) is Cause.RETAGGED
    assert cause(low, high) is Cause.FITS_BETTER
    assert cause(high, low, True, True) is Cause.TOGETHER


def test_every_cause_can_be_said() -> None:
    """In words, to stand after "because"."""
    assert set(CAUSES) == set(Cause)
