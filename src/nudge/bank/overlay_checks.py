"""Checks an overlay by the editorial rules, as the bank is, with file, line and column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from nudge.bank.checking import BankReport, Place, PlacedFinding, place_of
from nudge.bank.files import BankProblem, QuestionTable
from nudge.bank.loading import question_of
from nudge.bank.overlays import RewordTable, overlay_of, read_overlay
from nudge.bank.references import Placed, Tables
from nudge.domain.editorial.duplicates import Nearness, near_duplicates, same_words
from nudge.domain.editorial.findings import Finding
from nudge.domain.editorial.linting import lint_question
from nudge.domain.editorial.rules import STRUCTURE
from nudge.domain.overlays import overlaid
from nudge.domain.questions import Question, QuestionBank
from nudge.domain.specificity import Span


def check_overlay(folder: Path, bank: QuestionBank, nearness: Nearness | None = None) -> BankReport:
    """Everything that is wrong in an overlay: structure first, then every rule for each own wording.

    Args:
        bank: over which it lies.
        nearness: tells which questions say nearly the same; without it that isn't checked.
    """
    tables, problems = read_overlay(folder, bank)
    found = [_structural(problem) for problem in problems]
    if not problems:
        found += _editorial(tables, bank, nearness)
    return BankReport(
        findings=tuple(sorted(found, key=lambda each: (each.place, each.finding.rule.code))),
        n_texts=Counter(placed.kind for placed in tables.placed),
        n_unsealed=0,
        nearness=nearness.name if nearness else None,
    )


def _structural(problem: BankProblem) -> PlacedFinding:
    finding = Finding(STRUCTURE, "", "", Span(0, 0, ""), problem.message)
    return PlacedFinding(Place(problem.file, problem.line), finding)


def _editorial(tables: Tables, bank: QuestionBank, nearness: Nearness | None) -> Iterator[PlacedFinding]:
    worded = overlaid(bank, overlay_of(tables))
    own = [placed for placed in tables.placed if isinstance(placed.table, QuestionTable | RewordTable)]
    questions = {id(placed): _question(placed, worded) for placed in own}
    between = _between([q for q in questions.values() if q], worded, nearness)
    for placed in own:
        question = questions[id(placed)]
        if question is not None:
            allow = placed.table.allow if isinstance(placed.table, QuestionTable) else []
            found = [*lint_question(question, allow=allow), *(f for f in between if f.id == question.id)]
            yield from (PlacedFinding(place_of(placed, f), f) for f in found if f.rule.code not in allow)


def _question(placed: Placed, worded: QuestionBank) -> Question | None:
    """The question of a table in its own words; None for one of the bank that is hidden as well."""
    if isinstance(placed.table, QuestionTable):
        return question_of(placed.table) if placed.table.status != "retired" else None
    assert isinstance(placed.table, RewordTable)
    position = worded.positions.get(placed.table.id)
    return None if position is None else worded.questions[position]


def _between(
    questions: Sequence[Question], worded: QuestionBank, nearness: Nearness | None
) -> Sequence[Finding]:
    mine = {question.id for question in questions}
    known = [question for question in worded.questions if question.id not in mine]
    found = list(same_words(questions, known))
    if nearness and questions:
        found += near_duplicates(questions, nearness.similarity, nearness.threshold, known)
    return found
