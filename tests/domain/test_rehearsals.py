"""The figures of a year, on askings counted by hand."""

from __future__ import annotations

import pytest

from nudge.domain.questions import Stage
from nudge.domain.rehearsals import Asking, Meeting, Year, year_of
from tests.app.rehearsing import bank_of

BANK = bank_of(2)


def asking(person: int, conversation: int, question: str, fit: float = 1.0, **more: float) -> Asking:
    best, nearest = more.get("best", fit), more.get("nearest", -1.0)
    return Asking(person, conversation, Stage(question.split(".")[0]), question, fit, best, nearest)


def year(*askings: Asking, degraded: tuple[str | None, ...] = ()) -> Year:
    meetings = [Meeting(n, what) for n, what in enumerate(degraded)]
    return year_of(BANK, askings, meetings, same=0.8, near=0.7)


def test_what_somebody_is_asked_again_is_a_repeat() -> None:
    """The same question for two people is none."""
    assert year(asking(1, 0, "act.q0"), asking(2, 0, "act.q0")).n_repeats == 0
    again = year(asking(1, 0, "act.q0"), asking(1, 9, "act.q0"), asking(1, 12, "act.q0"))
    assert again.n_repeats == 2
    assert again.most == (("act.q0", 1.0),)


def test_nearness_is_counted_from_two_thresholds() -> None:
    """What says the same is near as well."""
    found = year(*(asking(1, n, "act.q0", nearest=near) for n, near in enumerate((-1.0, 0.69, 0.7, 0.8))))
    assert (found.n_same, found.n_near) == (1, 2)


def test_use_grows_over_the_year() -> None:
    """Two of eight questions by the end, one of them of the two in its stage."""
    found = year(asking(1, 3, "act.q0"), asking(1, 15, "reflect.q1"), asking(2, 19, "reflect.q1"))
    assert found.used_by_conversation[2:4] == (0.0, 0.125)
    assert found.used_by_conversation[14:16] == (0.125, 0.25)
    assert found.used == 0.25
    assert found.used_by_stage[Stage.REFLECT][-1] == 0.5
    assert set(found.never) == {q.id for q in BANK.questions} - {"act.q0", "reflect.q1"}
    assert found.most == (("reflect.q1", 1.0), ("act.q0", 0.5))


def test_what_is_lost_is_against_a_bank_nobody_was_asked_from() -> None:
    """By quarter and by stage; the fits of one set are added up."""
    found = year(
        asking(1, 0, "act.q0", 2.0),
        asking(1, 15, "act.q1", 0.6, best=1.0),
        asking(1, 15, "reflect.q1", 0.9, best=1.0),
    )
    assert found.by_quarter[0].lost == 0.0
    assert (found.by_quarter[3].mean, found.by_quarter[3].best) == (1.5, 2.0)
    assert found.by_quarter[3].lost == 0.25
    assert {one.stage: one.lost_last for one in found.stages}[Stage.ACT] == pytest.approx(0.4)


def test_conversations_are_counted_by_what_was_wrong() -> None:
    """And only those."""
    degraded = ("bank-exhausted", None, "bank-exhausted")
    assert year(asking(1, 0, "act.q0"), degraded=degraded).degraded == {"bank-exhausted": 2}


def test_concentration() -> None:
    """All alike is no inequality; all on one question is as if there were one."""
    alike = year(*(asking(1, n, question.id) for n, question in enumerate(BANK.questions)))
    assert (alike.gini, alike.effective) == (0.0, 1.0)
    one = year(*(asking(n, 0, "act.q0") for n in range(9)))
    assert (one.gini, one.effective) == (0.875, 0.125)
