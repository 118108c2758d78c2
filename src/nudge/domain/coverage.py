"""How well a bank covers what people bring: how many questions each cell has, and where there are holes.

A cell is a place in the bank, such as "speaks to fairness, stage act, depth 2". Each rule says how many
questions its cells need, and why; where a cell may be empty, it says that too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from nudge.domain.eligibility import DEEPEST, deepest
from nudge.domain.questions import Audience, Format, Question, QuestionBank, Slot, Stage

DEPTHS = (1, 2, 3)
LAST_SESSION = max(DEEPEST)


class Rule(StrEnum):
    """What is counted in a cell."""

    VALUE = "value"
    THEME = "theme"
    AUDIENCE = "audience"
    THEME_AUDIENCE = "theme-audience"
    SLOT = "slot"
    ROUNDTABLE = "roundtable"


N_VALUE, N_VALUE_PURPOSE = 1, 2
N_THEME, N_DEEP_THEME = 1, 1
N_AUDIENCE = 1
N_THEME_AUDIENCE = 1
N_SLOT = 2
N_ROUNDTABLE = 12
"""How many questions a cell needs. Chosen: one where the cell is one of several ways to suit a person; two in
the stage of purpose, where the value decides most, and for a slot, so that own words aren't taken up in the
same question each quarter; twelve for a table: two for each of six people."""

NOT_SO_DEEP = {
    ("layoffs", Stage.ACT): "who may say what about leaving is bound by law and by promises",
    ("inclusion", Stage.ACT): "the deepest step is about other people's dignity, and not to be asked for",
    ("difficult-boss", Stage.ACT): "it would ask for a step against somebody who isn't in the room",
}
"""Themes that need no question of depth 3 in a stage, and why: it wouldn't be safe."""

TOLD_APART = frozenset(
    {
        *("delegation", "feedback", "conflict", "difficult-boss", "former-peer", "priorities", "decisions"),
        *("growing-people", "listening", "failure", "well-being", "career", "meaning"),
    }
)
"""Themes that are another matter in the first years of leading than later."""
ONLY_FOR = {"former-peer": Audience.NEW}
"""Themes that are told apart and belong to one audience: who has led for long seldom leads old colleagues."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the bank.

    Attributes:
        place: what was counted, such as ("why.fairness", "act", "2").
        n: how many questions are there.
        needed: how many it needs at least; 0 where it may be empty.
        because: why it needs so many, or none.
    """

    rule: Rule
    place: tuple[str, ...]
    n: int
    needed: int
    because: str

    @property
    def missing(self) -> int:
        """How many questions it lacks.

        >>> Cell(Rule.SLOT, ("quote", "act"), n=1, needed=2, because="").missing
        1
        """
        return max(0, self.needed - self.n)


@dataclass(frozen=True, slots=True)
class Coverage:
    """All cells of a bank, in the order of the rules, and what nobody can ever be asked.

    Attributes:
        out_of_reach: ids of questions that are deeper than the ladder ever goes in their stage.
    """

    n_questions: int
    cells: tuple[Cell, ...]
    out_of_reach: tuple[str, ...]

    @property
    def holes(self) -> tuple[Cell, ...]:
        """The cells that lack questions, in the order of the rules."""
        return tuple(cell for cell in self.cells if cell.missing)

    def of(self, rule: Rule) -> tuple[Cell, ...]:
        """The cells of one rule."""
        return tuple(cell for cell in self.cells if cell.rule is rule)


def coverage_of(bank: QuestionBank) -> Coverage:
    """How well a bank covers what people bring."""
    counted = _Counted(bank)
    rules = (
        counted.values,
        counted.themes,
        counted.audiences,
        counted.themes_by_audience,
        counted.slots,
        counted.roundtable,
    )
    beyond = tuple(q.id for q in bank.questions if q.depth > deepest_ever(q.stage))
    return Coverage(len(bank.questions), tuple(cell for rule in rules for cell in rule()), beyond)


def deepest_ever(stage: Stage) -> int:
    """The deepest question that is ever asked in a stage.

    >>> deepest_ever(Stage.REFLECT), deepest_ever(Stage.ACT)
    (2, 3)
    """
    return deepest(Format.PAIR, LAST_SESSION, stage)


def what_to_write(cell: Cell) -> str:
    """What a writer has to do about a hole.

    >>> what_to_write(Cell(Rule.THEME, ("remote", "act", "2"), n=0, needed=1, because=""))
    'write 1: theme remote, stage act, depth 2'
    """
    names = _NAMES[cell.rule]
    said = ", ".join(f"{name} {where}".strip() for name, where in zip(names, cell.place, strict=True))
    return f"write {cell.missing}: {said}"


_NAMES = {
    Rule.VALUE: ("speaks to", "stage", "depth"),
    Rule.THEME: ("theme", "stage", "depth"),
    Rule.AUDIENCE: ("audience", "stage", "depth"),
    Rule.THEME_AUDIENCE: ("theme", "audience"),
    Rule.SLOT: ("a wording with the slot", "stage"),
    Rule.ROUNDTABLE: ("format", "stage", "depth"),
}


class _Counted:
    """Counts the cells of one bank, a method for each rule."""

    def __init__(self, bank: QuestionBank) -> None:
        self._bank = bank

    def values(self) -> Iterator[Cell]:
        """Driver value by stage and depth."""
        for driver in self._bank.scheme.drivers:
            for value in driver.values:
                name = f"{driver.id}.{value.id}"
                for stage, depth in _places():
                    is_purpose = stage is Stage.PURPOSE
                    needed = N_VALUE_PURPOSE if is_purpose else N_VALUE
                    because = "the value decides most here" if is_purpose else "each value has its own way in"
                    found = self._n(_speaks_to(name), stage, depth)
                    yield _cell(Rule.VALUE, (name,), stage, depth, found, needed, because)

    def themes(self) -> Iterator[Cell]:
        """Theme by stage and depth."""
        for theme in self._bank.themes:
            for stage, depth in _places():
                unsafe = NOT_SO_DEEP.get((theme.id, stage)) if depth == max(DEPTHS) else None
                needed = N_DEEP_THEME if depth == max(DEPTHS) else N_THEME
                because = "the theme may be on somebody's mind in any session of a pair"
                found = self._n(_about(theme.id), stage, depth)
                place = (theme.id,)
                yield _cell(
                    Rule.THEME, place, stage, depth, found, 0 if unsafe else needed, unsafe or because
                )

    def audiences(self) -> Iterator[Cell]:
        """New and experienced managers by stage and depth: questions written for them."""
        for audience in (Audience.NEW, Audience.EXPERIENCED):
            for stage, depth in _places():
                found = self._n(_for(audience), stage, depth)
                because = "who leads for a short time and who leads for long are asked different things"
                yield _cell(Rule.AUDIENCE, (audience,), stage, depth, found, N_AUDIENCE, because)

    def themes_by_audience(self) -> Iterator[Cell]:
        """Theme by audience: questions written for these people."""
        for theme in self._bank.themes:
            for audience in (Audience.NEW, Audience.EXPERIENCED):
                n = sum(theme.id in q.themes and q.audience is audience for q in self._bank.questions)
                needed, because = _needed_of(theme.id, audience)
                yield Cell(Rule.THEME_AUDIENCE, (theme.id, audience), n, needed, because)

    def slots(self) -> Iterator[Cell]:
        """Slot by stage: questions with a wording for the person's own words."""
        because = "own words can be taken up in any stage, and not each quarter in the same question"
        for slot in Slot:
            for stage in Stage:
                n = sum(q.stage is stage and slot in q.wordings for q in self._bank.questions)
                yield Cell(Rule.SLOT, (slot, stage), n, N_SLOT, because)

    def roundtable(self) -> Iterator[Cell]:
        """Questions for tables by stage, as deep as tables go."""
        because = "two for each of six people at a table"
        for stage in Stage:
            for depth in range(1, deepest(Format.ROUNDTABLE, LAST_SESSION, stage) + 1):
                n = self._n(lambda q: Format.ROUNDTABLE in q.formats, stage, depth)
                yield Cell(Rule.ROUNDTABLE, (Format.ROUNDTABLE, stage, str(depth)), n, N_ROUNDTABLE, because)

    def _n(self, has: Callable[[Question], bool], stage: Stage, depth: int) -> int:
        return sum(q.stage is stage and q.depth == depth and has(q) for q in self._bank.questions)


def _speaks_to(value: str) -> Callable[[Question], bool]:
    return lambda question: value in question.purposes


def _about(theme: str) -> Callable[[Question], bool]:
    return lambda question: theme in question.themes


def _for(audience: Audience) -> Callable[[Question], bool]:
    return lambda question: question.audience is audience


def _places() -> Iterator[tuple[Stage, int]]:
    return ((stage, depth) for stage in Stage for depth in DEPTHS)


def _cell(
    rule: Rule, first: tuple[str, ...], stage: Stage, depth: int, n: int, needed: int, because: str
) -> Cell:
    """A cell by stage and depth; where the ladder never goes, it may be empty."""
    if depth > deepest_ever(stage):
        needed, because = 0, f"a pair is never asked anything so deep in the stage {stage}"
    return Cell(rule, (*first, stage, str(depth)), n, needed, because)


def _needed_of(theme: str, audience: Audience) -> tuple[int, str]:
    if theme not in TOLD_APART:
        return 0, "much the same matter for both audiences"
    if ONLY_FOR.get(theme, audience) is not audience:
        return 0, "seldom a matter of this audience"
    return N_THEME_AUDIENCE, "another matter in the first years of leading than later"
