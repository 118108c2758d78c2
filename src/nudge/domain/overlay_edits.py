"""Changes of an overlay, one question at a time: pure functions from one overlay to the next."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any

from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.domain.overlays import HEAVIEST, Overlay, Rewording, is_own
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Slot, Stage
from nudge.domain.slot_texts import text_problem
from nudge.domain.spelling import did_you_mean

MOST_OWN = 1_000
"""Own questions of an organisation. Chosen: twice the bank."""
_TAGS = ("depth", "fits", "purposes", "themes", "audience", "formats", "needs")


@dataclass(frozen=True, slots=True)
class QuestionEdit:
    """What shall be different about a question; None leaves it as it is.

    Attributes:
        resets_words: whether a question of the bank gets the bank's words again.
        weight: -2 to 2; 0 takes the weight away.
        because: why; an empty one takes the reason away.
    """

    text: str | None = None
    wordings: Mapping[Slot, str] | None = None
    resets_words: bool = False
    depth: int | None = None
    fits: str | None = None
    purposes: frozenset[str] | None = None
    themes: frozenset[str] | None = None
    audience: Audience | None = None
    formats: frozenset[Format] | None = None
    needs: frozenset[str] | None = None
    hidden: bool | None = None
    weight: int | None = None
    because: str | None = None

    @property
    def tags(self) -> dict[str, Any]:
        """The tags that it names."""
        return {name: getattr(self, name) for name in _TAGS if getattr(self, name) is not None}


def own_of(overlay: Overlay, question_id: str) -> Question | None:
    """The own question with this id."""
    return next((question for question in overlay.questions if question.id == question_id), None)


def with_own(bank: QuestionBank, overlay: Overlay, question: Question) -> Overlay:
    """The overlay with one more own question. Its version goes on from one with this id that was removed.

    Raises:
        Invalid: `question-id-invalid`.
        Conflict: `question-exists`, `questions-full`.
    """
    if not is_own(question.id) or question.id.split(".")[0] != question.stage:
        raise Invalid(
            "question-id-invalid",
            f"An id here is “{question.stage}.own.”, then words in small letters and digits with hyphens "
            "between, such as “first-week”; “again-” doesn't begin one.",
        )
    if own_of(overlay, question.id) or question.id in bank.positions:
        raise Conflict("question-exists", "There is a question with this id; change it, or take another.")
    if len(overlay.questions) >= MOST_OWN:
        raise Conflict("questions-full", f"There are {MOST_OWN} own questions, which is the most.")
    version = max(question.version, overlay.removed.get(question.id, 0) + 1)
    return replace(
        overlay,
        questions=(*overlay.questions, replace(question, version=version)),
        removed=_without(overlay.removed, question.id),
    )


def edited(bank: QuestionBank, overlay: Overlay, question_id: str, edit: QuestionEdit) -> Overlay:
    """The overlay with a question changed. Other words of an own question are its next version.

    Raises:
        NotFound: `question-not-found`.
        Invalid: `tags-of-the-bank` when more than words would be changed in a question of the bank;
            `weight-invalid`, `reason-invalid`; `text-missing` for an own one without words.
    """
    own = own_of(overlay, question_id)
    if own is not None:
        if edit.resets_words:
            raise Invalid("text-missing", "The bank has no words for a question of your own; send a text.")
        mine = _changed(own, edit)
        others = tuple(mine if q.id == question_id else q for q in overlay.questions)
        overlay = replace(overlay, questions=others)
    elif question_id in bank.positions:
        overlay = _reworded(overlay, bank.questions[bank.positions[question_id]], edit)
    else:
        raise unknown(question_id, bank, overlay)
    return _marked(overlay, question_id, edit)


def without(bank: QuestionBank, overlay: Overlay, question_id: str) -> Overlay:
    """The overlay that says nothing about a question: an own one is gone, one of the bank is as the bank has
    it. Doing it twice is fine.

    Raises:
        NotFound: `question-not-found`.
    """
    own = own_of(overlay, question_id)
    if question_id not in {*bank.positions, *overlay.ids, *overlay.removed}:  # also of an earlier bank
        raise unknown(question_id, bank, overlay)
    return replace(
        overlay,
        questions=tuple(question for question in overlay.questions if question.id != question_id),
        hidden=overlay.hidden - {question_id},
        rewordings=_without(overlay.rewordings, question_id),
        weights=_without(overlay.weights, question_id),
        reasons=_without(overlay.reasons, question_id),
        removed={**overlay.removed, question_id: own.version} if own else overlay.removed,
    )


def unknown(question_id: str, bank: QuestionBank, overlay: Overlay, *, hints: bool = True) -> NotFound:
    """`question-not-found`, with the nearest id; what was asked for isn't repeated.

    Args:
        hints: whether to look for the nearest id, which takes a few milliseconds.
    """
    if not hints:
        return NotFound("question-not-found", "There is no question with this id.")
    known = [*bank.positions, *(question.id for question in overlay.questions)]
    hint = did_you_mean(question_id[:100], known)
    return NotFound("question-not-found", f"There is no question with this id. {hint}")


def new_id(stage: Stage, text: str, taken: Collection[str]) -> str:
    """An id for an own question, made of its first words.

    >>> new_id(Stage.ACT, "What's the smallest step you could take?", ["act.own.what-s-the-smallest-step"])
    'act.own.what-s-the-smallest-step-2'
    """
    words = re.findall(r"[a-z0-9]+", text.lower())[:5]
    slug = "-".join(words)[:60].strip("-") or "question"
    start = f"{stage}.own.{'once-' if slug.startswith('again-') else ''}{slug}"
    ids = (start if n == 1 else f"{start}-{n}" for n in range(1, len(taken) + 2))
    return next(id for id in ids if id not in taken)


def _changed(own: Question, edit: QuestionEdit) -> Question:
    changed = replace(
        own,
        text=own.text if edit.text is None else edit.text,
        wordings=own.wordings if edit.wordings is None else edit.wordings,
        **edit.tags,
    )
    has_other_words = (changed.text, changed.wordings) != (own.text, own.wordings)
    return replace(changed, version=own.version + 1) if has_other_words else changed


def _reworded(overlay: Overlay, question: Question, edit: QuestionEdit) -> Overlay:
    differing = [name for name, value in edit.tags.items() if value != getattr(question, name)]
    if differing:
        raise Invalid(
            "tags-of-the-bank",
            f"Of a question of the bank only the words, “hidden” and “weight” can be yours, not "
            f"“{differing[0]}”; hide it and add one of your own.",
        )
    rewordings = dict(overlay.rewordings)
    if edit.resets_words:
        rewordings.pop(question.id, None)
    elif edit.text is not None or edit.wordings is not None:
        before = rewordings.pop(question.id, None) or Rewording(question.text, question.wordings)
        text = before.text if edit.text is None else edit.text
        other_text = {} if edit.text is not None else before.wordings
        wordings = dict(other_text if edit.wordings is None else edit.wordings)
        if (text, wordings) != (question.text, question.wordings):
            rewordings[question.id] = Rewording(text, wordings, question.version)
    return replace(overlay, rewordings=rewordings)


def _marked(overlay: Overlay, question_id: str, edit: QuestionEdit) -> Overlay:
    """With whether it is hidden, its weight, and why: a reason goes with what it is for."""
    hidden, weights, reasons = overlay.hidden, overlay.weights, overlay.reasons
    if edit.hidden is not None:
        hidden = hidden | {question_id} if edit.hidden else hidden - {question_id}
    if edit.weight is not None:
        if abs(edit.weight) > HEAVIEST:
            raise Invalid("weight-invalid", f"A weight is a whole number from -{HEAVIEST} to {HEAVIEST}.")
        weights = _without(weights, question_id) | ({question_id: edit.weight} if edit.weight else {})
    if edit.because is not None:
        if problem := text_problem(edit.because):
            raise Invalid("reason-invalid", f"The reason (“because”) can't be kept: {problem}.")
        reasons = _without(reasons, question_id) | ({question_id: edit.because} if edit.because else {})
    marked = replace(overlay, hidden=hidden, weights=weights)
    return replace(marked, reasons={id: why for id, why in reasons.items() if id in marked.ids})


def _without(mapping: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in mapping.items() if name != key}
