"""What changed from one version of a bank to another, and what that did to a question of a set."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any

from nudge.domain.fit import Fit
from nudge.domain.questions import QuestionBank

KINDS = ("questions", "check_ins", "missing_pieces", "nudges", "follow_ups", "tips")
"""Parts of a bank whose entries have ids."""
WORDS = frozenset({"text", "wordings", "subject", "why"})
"""Fields of an entry that are read by people; `version` only says that something changed."""
DECIDED = 0.02
"""A part of the fit that differs by less decided nothing. Chosen: twice what settles ties."""
N_PARTS = 3


class Change(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    REMOVED = "removed"
    REWORDED = "reworded"
    RETAGGED = "retagged"


class Cause(StrEnum):
    """Why another question stands in a set, or the same one in other words."""

    VANISHED = "vanished"
    REWORDED = "reworded"
    OWN_WORDS = "own-words"
    NOT_ALLOWED = "not-allowed"
    ADDED = "added"
    RETAGGED = "retagged"
    FITS_BETTER = "fits-better"
    TOGETHER = "together"
    FIXED = "fixed"


CAUSES = {
    Cause.VANISHED: "the question isn't in the bank any more",
    Cause.REWORDED: "the bank words it differently",
    Cause.OWN_WORDS: "other words of the person are in it, or none",
    Cause.NOT_ALLOWED: "it may not be asked now",
    Cause.ADDED: "a new question fits better",
    Cause.RETAGGED: "its tags changed",
    Cause.FITS_BETTER: "another question fits better now",
    Cause.TOGETHER: "another one goes better with the rest of the conversation",
    Cause.FIXED: "the models are missing, so a fixed set came",
}
"""Each in words, to stand after "because"."""


@dataclass(frozen=True, slots=True)
class EntryChange:
    """An entry that isn't what it was; `what` are the names of the fields that changed."""

    kind: str
    id: str
    change: Change
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Swap:
    """A question of a set that isn't what it was.

    Attributes:
        parts: by part of the fit, how much more of it the question now has than the one that stood there;
            only those that decided, the weightiest first. Empty when the earlier one can't be weighed.
    """

    ref: str
    stage: str
    was: str
    now: str
    cause: Cause
    parts: Mapping[str, float]


def changes_between(old: QuestionBank, new: QuestionBank) -> tuple[EntryChange, ...]:
    """Every entry that was added, removed, reworded or retagged; by kind, in the order of the ids.

    An entry whose words and tags both changed is there twice.
    """
    return tuple(change for kind in KINDS for change in _of_kind(kind, old, new))


def decisive(was: Fit, now: Fit) -> dict[str, float]:
    """The parts of the fit by which one question differs from another, the weightiest first.

    >>> decisive(Fit(0, 0.5, {"note": 0.5, "depth": 0.0}), Fit(1, 0.7, {"note": 0.7, "depth": 0.01}))
    {'note': 0.2}
    """
    more = {part: round(now.parts[part] - was.parts.get(part, 0.0), 2) for part in now.parts}
    ranked = sorted(more.items(), key=lambda item: (-abs(item[1]), item[0]))
    return {part: value for part, value in ranked[:N_PARTS] if abs(value) >= DECIDED}


def cause_of(
    was: Fit | None, now: Fit, *, may_be_asked: bool, is_new: bool, changed: Collection[str]
) -> Cause:
    """Why one question came in the place of another one.

    Args:
        was: how the earlier one fits now; None when it isn't in the bank.
        may_be_asked: whether the earlier one may still be asked of this person.
        is_new: whether the bank didn't have the present one.
        changed: the changes of the earlier and of the present one, between the banks.
    """
    if was is None:
        return Cause.VANISHED
    if not may_be_asked:
        return Cause.NOT_ALLOWED
    if is_new and now.score > was.score:
        return Cause.ADDED
    if Change.RETAGGED in changed and now.score > was.score:
        return Cause.RETAGGED
    return Cause.FITS_BETTER if now.score > was.score else Cause.TOGETHER


def _of_kind(kind: str, old: QuestionBank, new: QuestionBank) -> Iterator[EntryChange]:
    before, after = _by_id(getattr(old, kind)), _by_id(getattr(new, kind))
    for id in sorted(before.keys() | after.keys()):
        if id not in before or id not in after:
            yield EntryChange(kind, id, Change.REMOVED if id in before else Change.ADDED)
            continue
        different = _different(before[id], after[id])
        for change, what in (
            (Change.REWORDED, [name for name in different if name in WORDS]),
            (Change.RETAGGED, [name for name in different if name not in WORDS]),
        ):
            if what:
                yield EntryChange(kind, id, change, tuple(what))


def _by_id(entries: Sequence[Any]) -> dict[str, Any]:
    return {entry.id: entry for entry in entries}


def _different(one: Any, other: Any) -> list[str]:
    """Names of the fields that differ, without the version."""
    names = [field.name for field in fields(one) if field.name != "version"]
    return [name for name in names if getattr(one, name) != getattr(other, name)]
