"""What a table talks about: the module nearest to its people, and questions that the whole table can hear."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from nudge.domain.conversations import ParticipantReading
from nudge.domain.curations import LARGEST_LEANING, Curation
from nudge.domain.questions import Format, Question, QuestionBank, Stage
from nudge.domain.roundtables import Module

DEEPEST = 2
"""Nobody is asked anything deeper before several others."""
FEWEST = 12
"""Questions of a stage on the subject, or on none, below which those on other subjects are let in as well.
Chosen: two for each of six people."""
MENTIONED, LEANT = 0.6, 0.3
"""What a theme counts that the notes are surely about, and one that they may be about; a focus counts 1.
Chosen: what somebody says that they want to work on goes before what was read out of their notes."""


class ModuleReason(StrEnum):
    """Why a module."""

    ASKED_FOR = "asked_for"
    NEAREST = "nearest"
    NEXT = "next"


@dataclass(frozen=True, slots=True)
class ModuleChoice:
    """A module, and why this one; never because of whom."""

    module: Module
    reason: ModuleReason


def choose_module(
    modules: Sequence[Module], readings: Sequence[ParticipantReading], done: Sequence[str]
) -> ModuleChoice:
    """The module that is nearest to what the people want to work on and have written about.

    Everybody counts the same, however much they wrote. Of modules that are equally near, and when nothing is
    known, the first in the bank. Modules that the table has had come again when it has had all, the oldest
    first.

    Args:
        modules: those of the bank, one at least.
        done: ids of those the table has had, oldest first.
    """
    new = [module for module in modules if module.id not in done]
    if not new:
        return ModuleChoice(min(modules, key=lambda m: _last(done, m.id)), ModuleReason.NEXT)
    best = max(new, key=lambda module: _nearness(module, readings))
    reason = ModuleReason.NEAREST if _nearness(best, readings) else ModuleReason.NEXT
    return ModuleChoice(best, reason)


def _last(done: Sequence[str], id: str) -> int:
    return len(done) - 1 - list(reversed(done)).index(id)


def _nearness(module: Module, readings: Sequence[ParticipantReading]) -> float:
    return round(sum(_share(reading, module.themes) for reading in readings), 6)


def _share(reading: ParticipantReading, themes: Iterable[str]) -> float:
    """How much of what one person brings is about these themes, at most 1."""
    brings: dict[str, float] = {theme: LEANT * strength for theme, strength in reading.memory.leanings}
    for mention in reading.memory.themes:
        brings[mention.theme] = max(brings.get(mention.theme, 0.0), MENTIONED * mention.strength)
    brings |= dict.fromkeys(reading.focus_themes, 1.0)
    whole = sum(brings.values())
    return sum(brings.get(theme, 0.0) for theme in themes) / max(1.0, whole)


def for_table(curation: Curation, module: Module) -> Curation:
    """What a table with this module may be asked from, leaning towards its subject.

    Nothing that needs more trust than a table has, that presumes anything of somebody, or that is only for
    whoever chose its theme. Questions on other subjects are left out where enough are there without them;
    those of the fixed sets stay, which are for everybody.
    """
    bank, themes = curation.bank, frozenset(module.themes)
    questions = tuple(question for stage in Stage for question in _of_stage(bank, stage, themes))
    leanings = {q.id: curation.leanings.get(q.id, 0.0) + _leaning(q, themes) for q in questions}
    small = replace(bank, questions=questions, fingerprint=f"{bank.fingerprint}+{module.id}.{module.version}")
    return Curation(small, {id: leaning for id, leaning in leanings.items() if leaning})


def _of_stage(bank: QuestionBank, stage: Stage, themes: frozenset[str]) -> Iterator[Question]:
    opt_in = {theme.id for theme in bank.themes if theme.opt_in}
    always = {id for fixed_set in bank.fixed_sets for id in fixed_set}
    suited = [
        question
        for question in (bank.questions[position] for position in bank.positions_by_stage[stage])
        if question.depth <= DEEPEST
        and Format.ROUNDTABLE in question.formats
        and not question.needs
        and opt_in.isdisjoint(question.themes)
    ]
    n_near = sum(not question.themes or bool(question.themes & themes) for question in suited)
    for question in suited:
        if n_near < FEWEST or not question.themes or question.themes & themes or question.id in always:
            yield question


def _leaning(question: Question, themes: frozenset[str]) -> float:
    if question.themes & themes:
        return LARGEST_LEANING
    return -LARGEST_LEANING if question.themes else 0.0


def best_for_all(scores: Sequence[Mapping[int, float]], balance: float) -> list[int]:
    """The questions that everybody may be asked, the best for all of them first.

    Best in sum, and poor for nobody: the largest loss of one person, against the best question for them
    alone, counts as much beside the others' gains as it does between two (`SelectionPolicy.balance`).

    Args:
        scores: for each person the fit of each question they may be asked, by position.

    >>> best_for_all([{1: 1.0, 2: 0.8}, {1: 1.0, 2: 0.8}, {1: 0.0, 2: 0.7}], balance=1.0)
    [2, 1]
    """
    shared = set.intersection(*map(set, scores))
    best = [max((own[position] for position in shared), default=0.0) for own in scores]
    weight = balance * len(scores) / 2

    def worth(position: int) -> float:
        fits = [own[position] for own in scores]
        return sum(fits) - weight * max(top - fit for top, fit in zip(best, fits, strict=True))

    return sorted(shared, key=lambda position: (-worth(position), position))
