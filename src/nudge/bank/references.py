"""Checks across tables: ids that must be unique, names that must exist, slots that must fit."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar, get_args, get_type_hints

import msgspec

from nudge.bank.files import (
    BankFile,
    BankProblem,
    CheckInTable,
    DriverTable,
    FixedSetTable,
    FollowUpTable,
    ItemTable,
    MissingPieceTable,
    NudgeTable,
    QuestionTable,
    SchemeTable,
    ThemeTable,
    TipTable,
)
from nudge.bank.follow_ups import follow_up_gaps, follow_up_problems, tip_problems
from nudge.bank.missing_pieces import wording_gaps, wording_problems
from nudge.bank.nudges import nudge_gaps, nudge_problems
from nudge.bank.rendering import template_problem
from nudge.domain.questions import Format, Stage
from nudge.domain.spelling import did_you_mean

T = TypeVar("T", bound=msgspec.Struct)
_ID = re.compile(r"^(reflect|explore|purpose|act)\.[a-z0-9]+(-[a-z0-9]+)*$")


@dataclass(frozen=True, slots=True)
class Placed:
    """A table and where it stands."""

    kind: str
    table: msgspec.Struct
    file: BankFile
    position: int

    def problem(self, message: str, key: str | None = None) -> BankProblem:
        """A problem of this table, at the line of `key`."""
        return BankProblem(self.file.name, self.file.line_of(self.kind, self.position, key), message)


@dataclass(slots=True)
class Tables:
    """All tables of a bank, in the order in which they were read, and a digest over their text.

    `translated` has those of its translations by locale, `pages` what pages say there, by place.
    """

    placed: list[Placed] = field(default_factory=list)
    digest: hashlib._Hash = field(default_factory=hashlib.sha256)
    translated: dict[str, Tables] = field(default_factory=dict)
    pages: dict[str, Mapping[str, Mapping[str, str]]] = field(default_factory=dict)

    def in_locale(self, locale: str) -> Tables:
        """The tables of a translation, which count in the same digest."""
        return self.translated.setdefault(locale, Tables(digest=self.digest))

    def add(self, kind: str, table: msgspec.Struct, file: BankFile, position: int) -> None:
        """Keep a table with its place."""
        self.placed.append(Placed(kind, table, file, position))

    def of(self, kind: type[T]) -> list[T]:
        """All tables of one class."""
        return [placed.table for placed in self.placed if isinstance(placed.table, kind)]

    def published(self, kind: type[T]) -> list[T]:
        """Those of a class that are served: drafts and retired ones are kept and checked, never asked."""
        return [table for table in self.of(kind) if getattr(table, "status", "published") == "published"]


def reference_problems(tables: Tables) -> list[BankProblem]:
    """Everything that is wrong between tables that are fine by themselves."""
    names = _Names(tables)
    problems: list[BankProblem] = []
    seen: set[tuple[str, str]] = set()
    for placed in tables.placed:
        table_id = getattr(placed.table, "id", None)
        if table_id is not None:
            if (placed.kind, table_id) in seen:
                problems.append(
                    placed.problem(f"the id “{table_id}” is used twice; ids are never reused", "id")
                )
            seen.add((placed.kind, table_id))
        problems += [placed.problem(message, key) for message, key in names.problems_of(placed)]
    return problems + [BankProblem(file, 1, message) for file, message in _gaps(tables)]


def _gaps(tables: Tables) -> Iterator[tuple[str, str]]:
    """What a bank can't do without: somewhere a service would have nothing to say."""
    if not tables.of(SchemeTable):
        yield "vocabulary.toml", "there is no [scheme] table"
    stages = {q.id.split(".")[0] for q in tables.published(QuestionTable)}
    for stage in Stage:
        if stage not in stages:
            yield f"questions/{stage}.toml", f"there is no published question for the stage {stage}"
    outcomes = {check_in.outcome for check_in in tables.published(CheckInTable)}
    for outcome in get_args(get_type_hints(CheckInTable)["outcome"]):
        if outcome not in outcomes:
            yield "check_ins.toml", f"there is no check-in for the outcome {outcome}"
    for message in wording_gaps(tables.published(MissingPieceTable)):
        yield "missing_pieces.toml", message
    nudges = [
        (p.file.name, p.table)
        for p in tables.placed
        if isinstance(p.table, NudgeTable) and p.table.status == "published"
    ]
    yield from nudge_gaps(nudges)
    yield from follow_up_gaps(tables.published(FollowUpTable))
    if not tables.of(FixedSetTable):
        yield "fixed_sets.toml", "there is no [[set]]; one at least is needed for when the models are missing"


class _Names:
    """The names that tables may refer to, and the check of each kind of table against them."""

    def __init__(self, tables: Tables) -> None:
        self.themes = {theme.id for theme in tables.of(ThemeTable)}
        self.opt_in = {theme.id for theme in tables.of(ThemeTable) if theme.opt_in}
        self.values = {d.id: {value.id for value in d.value} for d in tables.of(DriverTable)}
        self.purposes = {f"{driver}.{value}" for driver, values in self.values.items() for value in values}
        self.questions = {q.id: q for q in tables.published(QuestionTable)}

    def problems_of(self, placed: Placed) -> Iterator[tuple[str, str | None]]:
        match placed.table:
            case DriverTable(value=values) if len(values) < 2:
                yield "a driver needs two values at least", "id"
            case QuestionTable() as question:
                yield from self._question(question, placed.file.name)
            case CheckInTable() as check_in:
                yield from _templates(check_in.text, check_in.with_slot)
            case MissingPieceTable() as wording:
                yield from wording_problems(wording)
            case NudgeTable() as nudge:
                yield from nudge_problems(nudge, placed.file.name)
            case FollowUpTable() as follow_up:
                yield from follow_up_problems(follow_up, placed.file.name)
            case TipTable() as tip:
                yield from tip_problems(tip)
            case ItemTable() as item:
                yield from self._item(item)
            case FixedSetTable() as fixed_set:
                yield from self._fixed_set(fixed_set)

    def _question(self, question: QuestionTable, file: str) -> Iterator[tuple[str, str | None]]:
        if not _ID.match(question.id):
            yield f"the id “{question.id}” isn't of the form stage.kebab-slug", "id"
        elif file != f"questions/{question.id.split('.')[0]}.toml":
            yield f"the id “{question.id}” belongs into questions/{question.id.split('.')[0]}.toml", "id"
        yield from _unknown(question.purposes, self.purposes, "purposes")
        yield from _unknown(question.themes, self.themes, "themes")
        yield from _unknown(question.needs, {"pledge", "note", *(f"theme:{t}" for t in self.themes)}, "needs")
        yield from _templates(question.text, question.with_slot)

    def _item(self, item: ItemTable) -> Iterator[tuple[str, str | None]]:
        yield from _unknown([item.driver], self.values, "driver")
        values = self.values.get(item.driver, set())
        yield from _unknown([option.value for option in item.option], values, "value")
        missing = values - {option.value for option in item.option}
        if missing:
            yield (
                f"no option for {', '.join(sorted(missing))}; every item offers all values of its driver",
                "id",
            )

    def _fixed_set(self, fixed_set: FixedSetTable) -> Iterator[tuple[str, str | None]]:
        yield from _unknown(fixed_set.questions, self.questions, "questions")
        stages = [question_id.split(".")[0] for question_id in fixed_set.questions]
        if stages != [stage.value for stage in Stage]:
            yield "a fixed set has one question per stage: reflect, explore, purpose, act", "questions"
        for question_id in fixed_set.questions:
            question = self.questions.get(question_id)
            if question and not self._is_for_everybody(question):
                yield (
                    f"“{question_id}” isn't for everybody (see needs, audience, depth, formats, themes)",
                    "questions",
                )

    def _is_for_everybody(self, question: QuestionTable) -> bool:
        return (
            not question.needs
            and question.audience == "any"
            and question.depth < 3
            and len(question.formats) == len(Format)
            and self.opt_in.isdisjoint(question.themes)
        )


def _unknown(named: Iterable[str], known: Iterable[str], key: str) -> Iterator[tuple[str, str | None]]:
    choices = set(known)
    for name in named:
        if name not in choices:
            yield f"unknown “{name}” in {key}. {did_you_mean(name, choices)}", key


def _templates(text: str, wordings: object) -> Iterator[tuple[str, str | None]]:
    if not text.strip():
        yield "the text is empty", "text"
    if problem := template_problem(text, allowed=()):
        yield f"the text must be good without any slot: {problem}", "text"
    if isinstance(wordings, dict):
        for slot, template in wordings.items():
            if problem := template_problem(template, allowed=(slot,)):
                yield f"the wording with {slot}: {problem}", slot
            elif "{{" not in template:
                yield f"the wording with {slot} doesn't use it; write {{{{ {slot} }}}}", slot
