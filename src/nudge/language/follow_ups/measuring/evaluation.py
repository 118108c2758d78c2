"""How well follow-ups are chosen: by labels of two readers, beside one of them and beside simpler ways."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from nudge.domain.follow_ups import Move
from nudge.domain.questions import QuestionBank
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.measuring.agreement import kappas
from nudge.language.follow_ups.measuring.answers import LabelledAnswer, read_answers
from nudge.language.follow_ups.measuring.measures import (
    Figures,
    feeling_figures,
    known,
    macro_figures,
    move_figures,
    phrase_figures,
    question_figures,
    silence_figures,
)
from nudge.language.follow_ups.measuring.offers import (
    Offered,
    Suggest,
    always_the_same,
    by_chance,
    by_cosine,
    by_reader,
    by_tool,
)
from nudge.language.follow_ups.measuring.sheet import MOVES, Sheet, every, sheet_of, some
from nudge.language.follow_ups.measuring.wording import Check, repeat_checks, text_checks
from nudge.language.specificity.measuring.figures import N_RESAMPLES

TOOL, RULES, COSINE = "nudge", "rules only", "plain cosine"
SAME, CHANCE, READER = "most frequent", "random", "second reader"
N_CHANCES = 20
"""How often chance draws for each answer, so that its figures are those of chance and not of one draw."""
MEASURES: Mapping[str, Callable[[Sheet], Figures]] = {
    "moves": move_figures,
    "questions alone, without mirror and wait": question_figures,
    "moves, mean over the eleven": macro_figures,
    "silence": silence_figures,
    "feeling": feeling_figures,
    "words given back": phrase_figures,
}
NO_MIRROR = "moves, where mirror isn't good for both"
Tell = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class BadOffer:
    """An answer after which something is offered that is bad for all readers.

    Attributes:
        offered: the texts with their moves; those that are bad for all are marked with “✗”.
        good: by reader, the moves they found good.
    """

    id: str
    question: str
    answer: str
    offered: tuple[str, ...]
    good: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FollowUpEvaluation:
    """Everything measured.

    Attributes:
        sets: by name of a set of measures, then of a way of choosing, then of a measure.
        checks: what must never come, over all texts that can.
        bad_by_move: by move, how many of its suggestions are bad for all readers.
        silences: by reason, how often nothing is offered, of which all readers would offer something.
        worst: the worst first.
    """

    sets: Mapping[str, Mapping[str, Figures]]
    checks: Mapping[str, Check]
    bad_by_move: Mapping[str, Check]
    silences: Mapping[str, Check]
    worst: Sequence[BadOffer]


class FollowUpExam:
    """Chooses in every way and compares.

    Args:
        suggest, by_rules: the tool with all of its models, and with none.
        tell: told what is being done.
        cache: directory of the vectors of the bank; None computes them anew.
    """

    def __init__(
        self,
        suggest: Suggest,
        by_rules: Suggest,
        bank: QuestionBank,
        encoder: Encoder,
        tell: Tell,
        *,
        cache: Path | None = None,
        n_resamples: int = N_RESAMPLES,
    ) -> None:
        self._suggest = suggest
        self._by_rules = by_rules
        self._bank = bank
        self._encoder = encoder
        self._tell = tell
        self._cache = cache
        self._n = n_resamples

    def take(self, folder: Path, n_worst: int = 0) -> FollowUpEvaluation:
        """The whole evaluation.

        Args:
            folder: of `answers/` and `labels/`.

        Raises:
            Invalid: `corpus-invalid`; Unavailable: `models-missing`.
        """
        answers = read_answers(folder)
        self._tell("reading answers")
        offers = by_tool(self._suggest, self._bank, answers)
        sheets = self._sheets(answers, offers)
        self._tell("resampling voices")
        sets = {
            name: {way: _figures(way, measured, sheet) for way, sheet in sheets.items()}
            for name, measured in MEASURES.items()
        }
        sets[NO_MIRROR] = self._of_some(sheets, _no_mirror(sheets[TOOL]))
        for writer in sorted({each.writer for each in answers}):
            sets[f"moves, {writer}"] = self._of_some(sheets, {e.id for e in answers if e.writer == writer})
        sets["agreement of the readers, kappa"] = {READER: kappas(answers, self._n)}
        self._tell("asking again")
        checks = text_checks(self._bank, offers)
        checks |= repeat_checks(answers, offers, self._suggest, self._encoder)
        tool = sheets[TOOL]
        return FollowUpEvaluation(sets, checks, bad_by_move(tool), silences(tool), worst(tool, n_worst))

    def _sheets(self, answers: Sequence[LabelledAnswer], offers: Sequence[Offered]) -> dict[str, Sheet]:
        by_first = [replace(each, labels=each.labels[:1]) for each in answers]
        ways = {
            TOOL: (answers, offers),
            RULES: (answers, by_tool(self._by_rules, self._bank, answers)),
            COSINE: (answers, by_cosine(self._encoder, self._bank, answers, self._cache)),
            SAME: (answers, always_the_same(answers)),
            CHANCE: (list(answers) * N_CHANCES, by_chance(len(answers) * N_CHANCES)),
            READER: (by_first, [by_reader(each.labels[-1]) for each in answers]),
        }
        return {way: sheet_of(*pair, self._n) for way, pair in ways.items()}

    def _of_some(self, sheets: Mapping[str, Sheet], ids: AbstractSet[str]) -> dict[str, Figures]:
        """The moves after these answers alone."""
        found = {}
        for way, sheet in sheets.items():
            rows = [n for n, each in enumerate(sheet.answers) if each.id in ids]
            if rows:
                part = sheet_of([sheet.answers[n] for n in rows], [sheet.offers[n] for n in rows], self._n)
                found[way] = _figures(way, move_figures, part)
        return found


def _no_mirror(sheet: Sheet) -> set[str]:
    """Where at least one reader wouldn't mirror, but not all would have nothing offered."""
    kept = ~every(sheet.good[:, :, MOVES.index(Move.MIRROR)]) & ~every(sheet.nothing)
    return {each.id for each, is_kept in zip(sheet.answers, kept, strict=True) if is_kept}


def _figures(way: str, measured: Callable[[Sheet], Figures], sheet: Sheet) -> Figures:
    """What there is to measure; `n` counts answers, not draws."""
    found = known(measured(sheet))
    if way != CHANCE:
        return found
    return {name: replace(figure, n=round(figure.n / N_CHANCES)) for name, figure in found.items()}


def bad_by_move(sheet: Sheet) -> dict[str, Check]:
    """By move, how many of its suggestions are bad for all readers."""
    bad = (sheet.offered & every(sheet.bad)).sum(axis=0)
    return {
        move.value: Check(int(bad[place]), int(sheet.offered[:, place].sum()))
        for place, move in enumerate(MOVES)
    }


def silences(sheet: Sheet) -> dict[str, Check]:
    """By reason, how often nothing is offered where no reader would have nothing offered."""
    wrong = ~some(sheet.nothing)
    found: dict[str, list[bool]] = {}
    for row, offer in enumerate(sheet.offers):
        if not offer.moves:
            found.setdefault(offer.silence, []).append(bool(wrong[row]))
    return {code: Check(sum(each), len(each)) for code, each in sorted(found.items())}


def worst(sheet: Sheet, n: int) -> list[BadOffer]:
    """Answers with most suggestions that are bad for all readers; a bad first one counts most."""
    bad = every(sheet.bad)
    weights = 2 * (sheet.first & bad).sum(axis=1) + (sheet.offered & bad).sum(axis=1)
    rows = [row for row in np.argsort(-weights, kind="stable").tolist() if weights[row]]
    return [_bad_offer(sheet, row) for row in rows[:n]]


def _bad_offer(sheet: Sheet, row: int) -> BadOffer:
    answer, offer = sheet.answers[row], sheet.offers[row]
    offered = tuple(
        f"{'✗ ' if all(move in label.bad for label in answer.labels) else ''}{move}: {text}"
        for move, text in zip(offer.moves, offer.texts, strict=True)
    )
    good = tuple(" ".join(label.good) for label in answer.labels)
    return BadOffer(answer.id, answer.question, answer.answer, offered, good)
