"""Takes out of a stored question set what came from notes, after one of these was erased."""

from __future__ import annotations

from dataclasses import replace

import msgspec

from nudge.app.ports import Records
from nudge.app.stored_sets import question_set_from
from nudge.app.translations import InLanguages
from nudge.domain.conversations import AskedQuestion, Said, Why, WordedQuestion
from nudge.domain.overlays import overlaid
from nudge.domain.questions import Question, QuestionBank
from nudge.domain.records import StoredQuestionSet

_NO_REASON = Why("default", "A good question at this point of the conversation")


def without_words_of_notes(stored: StoredQuestionSet, bank: QuestionBank) -> StoredQuestionSet:
    """The same questions as the bank has them, with only those reasons that no note gave.

    Which of several notes a reason or a wording comes from isn't always known (a theme is in many), so all
    that may come from any goes. A question that the bank no longer has goes too, and its first alternative
    takes its place; its id stays, so that it isn't asked again.
    """
    kept = question_set_from(stored)
    there = [_or_alternative(asked, bank) for asked in kept.questions]
    questions = tuple(_plain(asked, bank) for asked in there if asked)
    ids = dict.fromkeys([*stored.question_ids, *(asked.worded.id for asked in questions)])
    body = msgspec.to_builtins(replace(kept, questions=questions))
    return replace(stored, question_ids=tuple(ids), body=body)


def words_of(records: Records, tenant: str, bank: QuestionBank) -> QuestionBank:
    """The bank in the words of a tenant, also with what it hides now: that may have been asked before."""
    return overlaid(bank, replace(records.overlay(tenant).overlay, hidden=frozenset()))


def _or_alternative(asked: AskedQuestion, bank: QuestionBank) -> AskedQuestion | None:
    """The question, or where the bank has lost it the first alternative that is there; None without any."""
    if asked.worded.id in bank.positions:
        return asked
    others = [other for other in asked.alternatives if other.id in bank.positions]
    if not others:
        return None
    depth = bank.questions[bank.positions[others[0].id]].depth
    return AskedQuestion(asked.stage, depth, others[0], (_NO_REASON,), tuple(others[1:]))


def _plain(asked: AskedQuestion, bank: QuestionBank) -> AskedQuestion:
    question = bank.questions[bank.positions[asked.worded.id]]
    return replace(
        asked,
        worded=_as_in(bank, question, asked.worded),
        why=tuple(why for why in asked.why if not _is_from_note(why)) or (_NO_REASON,),
    )


def _as_in(bank: QuestionBank, question: Question, was: WordedQuestion) -> WordedQuestion:
    """The question as the bank has it, in the languages in which it was asked."""
    said = Said(was.text, was.language, was.is_fallback)
    own = [locale for locale, there in was.texts.items() if there == said] or [was.language]
    locales = dict.fromkeys([own[0], *was.texts])
    worded = InLanguages(bank, tuple(locales)).worded(question)
    return replace(worded, is_fallback=worded.is_fallback or was.is_fallback)


def _is_from_note(why: Why) -> bool:
    return why.kind == "note" or (why.source or "").startswith("note:")
