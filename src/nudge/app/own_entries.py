"""A question as an organisation has it, beside how the bank has it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from nudge.domain.overlay_edits import own_of
from nudge.domain.overlays import Overlay
from nudge.domain.questions import Question, QuestionBank


@dataclass(frozen=True, slots=True)
class Entry:
    """A question as an organisation has it.

    Attributes:
        question: in its words, also when it is hidden.
        in_bank: as the bank has it; None for an own one.
        bank_has_changed: whether the bank's words are newer than those that were reworded.
    """

    question: Question
    in_bank: Question | None
    is_hidden: bool
    is_reworded: bool
    weight: int
    because: str
    bank_has_changed: bool = False


def entry_of(bank: QuestionBank, overlay: Overlay, question_id: str) -> Entry:
    """How the organisation has a question that is there, as it was written.

    >>> from nudge.domain.questions import Stage
    >>> from nudge.domain.purposes import PurposeScheme
    >>> question = Question("act.a", 1, Stage.ACT, 1, "What is there?")
    >>> bank = QuestionBank(PurposeScheme("s", 1, ()), (), (question,), ())
    >>> entry_of(bank, Overlay(weights={"act.a": 2}), "act.a").weight
    2
    """
    own = own_of(overlay, question_id)
    in_bank = None if own else bank.questions[bank.positions[question_id]]
    words = overlay.rewordings.get(question_id)
    question = own or in_bank
    assert question
    return Entry(
        replace(question, text=words.text, wordings=words.wordings) if words and not own else question,
        in_bank,
        is_hidden=question_id in overlay.hidden,
        is_reworded=words is not None and own is None,
        weight=overlay.weights.get(question_id, 0),
        because=overlay.reasons.get(question_id, ""),
        bank_has_changed=bool(words and in_bank and words.of_version not in (0, in_bank.version)),
    )


def ids_of(bank: QuestionBank, overlay: Overlay, *, everything: bool) -> list[str]:
    """Ids in order: of all questions, or only of those about which the organisation says something."""
    own = {question.id for question in overlay.questions}
    known = own | set(bank.positions)
    return sorted(known if everything else known & overlay.ids)
