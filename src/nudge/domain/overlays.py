"""What an organisation changes in the bank without a copy of it: adds, hides, rewords and weighs questions.

Own questions have ids such as "reflect.own.first-week": the bank's have one dot, so the two can never meet,
now or with a later bank. The stage is still what stands before the first dot.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace

from nudge.domain.curations import LARGEST_LEANING
from nudge.domain.eligibility import deepest
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Slot, Stage
from nudge.domain.slot_texts import slot_problem

FEWEST = 8
"""Questions of a stage that anybody can be asked in a first conversation, which have to stay. Chosen: six
at a roundtable each get another one, and there is still something to choose from."""
HEAVIEST = 2
"""Weights go from -2 to 2; 2 is the largest leaning."""
_OWN_ID = re.compile(r"(reflect|explore|purpose|act)\.own\.(?!again-)[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Rewording:
    """Other words for a question of the bank: its text, and all its wordings with slots.

    Attributes:
        of_version: the version of the bank's question that was reworded; 0 when nobody said.
    """

    text: str
    wordings: Mapping[Slot, str] = field(default_factory=dict)
    of_version: int = 0


@dataclass(frozen=True, slots=True)
class Overlay:
    """Everything that an organisation changes.

    Attributes:
        questions: what it adds.
        hidden: ids of questions that are never asked.
        rewordings: by the id of a question of the bank, which keeps its tags and its version.
        weights: by question id, -2 (seldom) to 2 (often); 0 isn't kept.
        reasons: by question id, why it is hidden, reworded or weighed, for whoever reads it later.
        removed: by id, the last version of own questions that were taken away: whoever adds one again goes
            on counting, so that an id and a version always are the same words.
    """

    questions: tuple[Question, ...] = ()
    hidden: frozenset[str] = frozenset()
    rewordings: Mapping[str, Rewording] = field(default_factory=dict)
    weights: Mapping[str, int] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)
    removed: Mapping[str, int] = field(default_factory=dict)

    @property
    def ids(self) -> frozenset[str]:
        """Of all questions about which it says anything."""
        own = {question.id for question in self.questions}
        return frozenset(own | self.hidden | self.rewordings.keys() | self.weights.keys())


@dataclass(frozen=True, slots=True)
class StoredOverlay:
    """The overlay of a tenant. Without any it is an empty one of revision 0."""

    tenant: str
    overlay: Overlay = field(default_factory=Overlay)
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Shortage:
    """A stage of which too much would be hidden."""

    stage: Stage
    n_left: int
    n_needed: int


def is_own(question_id: str) -> bool:
    """Whether an id is one for an own question.

    >>> is_own("act.own.small-step"), is_own("act.small-step"), is_own("act.own.Step")
    (True, False, False)
    """
    return _OWN_ID.fullmatch(question_id) is not None and len(question_id) <= 100


def overlaid(bank: QuestionBank, overlay: Overlay) -> QuestionBank:
    """The bank as the organisation has it, with a fingerprint of its own; the same bank when nothing differs.

    It always can be asked from, whatever became of the bank since: unknown tags of own questions are left
    out, wordings that aren't plain text with their slot too, hidden questions are asked all the same where a
    stage would run short. Fixed sets get other questions for hidden ones.
    """
    questions = _questions(bank, overlay)
    hidden = overlay.hidden & {question.id for question in questions}
    if not overlay.questions and not overlay.rewordings and not hidden:
        return bank
    short = {shortage.stage for shortage in shortages(bank, overlay)}
    kept = tuple(q for q in questions if q.id not in hidden or q.stage in short)
    return replace(
        bank,
        questions=kept,
        retired=bank.retired | (hidden - {question.id for question in kept}),
        fixed_sets=_fixed_sets(bank, kept),
        fingerprint=f"{bank.fingerprint}+{digest(overlay)}",
    )


def shortages(bank: QuestionBank, overlay: Overlay) -> tuple[Shortage, ...]:
    """The stages in which too few questions would be left for a first conversation of anybody.

    A bank that has fewer than `FEWEST` by itself must not lose any of them.
    """
    questions = _questions(bank, overlay)
    opt_in = frozenset(theme.id for theme in bank.themes if theme.opt_in)
    found = []
    for stage in Stage:
        limit = deepest(Format.ROUNDTABLE, 1, stage)
        everybody = [q for q in questions if q.stage is stage and is_for_everybody(q, opt_in)]
        first = [q for q in everybody if q.depth <= limit]
        n_left = sum(q.id not in overlay.hidden for q in first)
        n_needed = min(FEWEST, len(first))
        none_left = bool(everybody) and all(q.id in overlay.hidden for q in everybody)
        if n_left < n_needed or none_left:
            found.append(Shortage(stage, n_left, max(1, n_needed)))
    return tuple(found)


def is_for_everybody(question: Question, opt_in: Collection[str]) -> bool:
    """Whether a question can be asked of anybody in any format without knowing anything of them.

    Args:
        opt_in: themes that people must ask for.
    """
    return (
        not question.needs
        and question.audience is Audience.ANY
        and question.depth < 3
        and len(question.formats) == len(Format)
        and question.themes.isdisjoint(opt_in)
    )


def leanings_of(overlay: Overlay) -> Mapping[str, float]:
    """What weights add to the fit of questions: at most the largest leaning.

    >>> leanings_of(Overlay(weights={"act.a": 2, "act.b": -1}))
    {'act.a': 0.25, 'act.b': -0.125}
    """
    return {id: LARGEST_LEANING * weight / HEAVIEST for id, weight in overlay.weights.items()}


def digest(overlay: Overlay) -> str:
    """Twelve hexadecimal digits for what is asked in which words. Weights and reasons don't count: they have
    a digest of their own, or change nothing."""
    content = [
        sorted(_plain(question) for question in overlay.questions),
        sorted(overlay.hidden),
        sorted([id, one.text, sorted(one.wordings.items())] for id, one in overlay.rewordings.items()),
    ]
    return hashlib.sha256(json.dumps(content).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _plain(question: Question) -> list[object]:
    sets = (question.purposes, question.themes, question.formats, question.needs)
    return [
        question.id,
        question.version,
        question.depth,
        question.text,
        question.fits,
        question.audience,
        *map(sorted, sets),
        sorted(question.wordings.items()),
    ]


def _questions(bank: QuestionBank, overlay: Overlay) -> tuple[Question, ...]:
    """All of them, also hidden ones, in the words of the organisation."""
    own = {question.id for question in overlay.questions}
    of_bank = (_reworded(q, overlay.rewordings.get(q.id)) for q in bank.questions if q.id not in own)
    return (*of_bank, *_askable(bank, overlay))


def _reworded(question: Question, words: Rewording | None) -> Question:
    if words is None:
        return question
    return replace(question, text=words.text, wordings=_plain_wordings(words.wordings))


def _askable(bank: QuestionBank, overlay: Overlay) -> Iterator[Question]:
    values = {f"{driver.id}.{value.id}" for driver in bank.scheme.drivers for value in driver.values}
    themes = frozenset(bank.themes_by_id)
    known_needs = {"pledge", "note", *(f"theme:{theme}" for theme in themes)}
    for question in overlay.questions:
        if question.needs <= known_needs:
            yield replace(
                question,
                purposes=question.purposes & values,
                themes=question.themes & themes,
                wordings=_plain_wordings(question.wordings),
            )


def _plain_wordings(wordings: Mapping[Slot, str]) -> Mapping[Slot, str]:
    return {slot: words for slot, words in wordings.items() if slot_problem(words, [slot]) is None}


def _fixed_sets(bank: QuestionBank, kept: tuple[Question, ...]) -> tuple[tuple[str, ...], ...]:
    """The fixed sets with another question in the place of each that is hidden.

    A set for which there is no other question left is dropped; the first one never is.
    """
    there = {question.id for question in kept}
    opt_in = frozenset(theme.id for theme in bank.themes if theme.opt_in)
    taken = {id for row in bank.fixed_sets for id in row}
    fit = [q for q in sorted(kept, key=lambda q: q.depth) if is_for_everybody(q, opt_in)]
    spare = {stage: [q.id for q in fit if q.stage is stage and q.id not in taken] for stage in Stage}
    rows: list[tuple[str, ...]] = []
    for row in bank.fixed_sets:
        filled = []
        for stage, id in zip(Stage, row, strict=True):
            others = spare[stage] or ([] if rows else [q.id for q in fit if q.stage is stage])
            if id in there:
                filled.append(id)
            elif others:
                filled.append(others.pop(0))
        if len(filled) == len(row):
            rows.append(tuple(filled))
    return tuple(rows)
