"""The bank: curated questions, check-in openers and the vocabulary they are tagged with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from nudge.domain.follow_ups import FollowUp, Tip
from nudge.domain.missing_pieces import MissingPieceWording
from nudge.domain.nudge_policies import NudgePolicy
from nudge.domain.nudge_wordings import NudgeWording
from nudge.domain.purposes import PurposeScheme
from nudge.domain.roundtables import Module
from nudge.domain.translations import Translations


class Stage(StrEnum):
    """Place of a question in the arc of a conversation, in the order in which they are asked."""

    REFLECT = "reflect"
    EXPLORE = "explore"
    PURPOSE = "purpose"
    ACT = "act"


class Audience(StrEnum):
    """For whom a question is written."""

    ANY = "any"
    NEW = "new"
    EXPERIENCED = "experienced"


class Format(StrEnum):
    """How people meet: two for an hour, or a reflection roundtable of three to six."""

    PAIR = "pair"
    ROUNDTABLE = "roundtable"


class Slot(StrEnum):
    """What a wording may take from the person's own words; see `question_bank/README.md`."""

    PLEDGE = "pledge"
    PERSON = "person"
    QUOTE = "quote"


@dataclass(frozen=True, slots=True)
class Theme:
    """Something people talk about. `phrase` completes "You wrote about …"."""

    id: str
    phrase: str
    says: tuple[str, ...] = ()
    opt_in: bool = False


@dataclass(frozen=True, slots=True)
class Question:
    """One curated coaching question.

    Attributes:
        id: stable, `stage.slug`; never reused.
        depth: 1 easy with a stranger, 2 needs some trust, 3 personal.
        text: good by itself, without any slot.
        fits: the situation it suits, for matching; never shown.
        purposes: `driver.value` ids that it speaks to; empty when it serves all equally.
        needs: "pledge", "note" or "theme:<id>"; only asked when all are there.
        wordings: by slot, a Jinja2 template for when that slot is there.
    """

    id: str
    version: int
    stage: Stage
    depth: int
    text: str
    fits: str = ""
    purposes: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()
    audience: Audience = Audience.ANY
    formats: frozenset[Format] = frozenset(Format)
    needs: frozenset[str] = frozenset()
    wordings: Mapping[Slot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CheckInOpener:
    """Opens a conversation on the last pledge. `outcome` is an Outcome's value, or "first"."""

    id: str
    version: int
    outcome: str
    text: str
    wordings: Mapping[Slot, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QuestionnaireOption:
    """One answer of a questionnaire item, and the driver value that it speaks for."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class QuestionnaireItem:
    """One item of the purpose questionnaire, and why it is asked."""

    id: str
    driver: str
    text: str
    why_asked: str
    options: tuple[QuestionnaireOption, ...]


@dataclass(frozen=True)
class QuestionBank:
    """Everything a writer curates, checked and frozen.

    `fingerprint` is a hash over all of it: same fingerprint, same bank.
    `fixed_sets` are question ids by session number, used when the models are missing.
    `missing_pieces` are asked about a pledge that could be clearer, one at most. `nudges` are the words of
    nudges, `nudge_policy` when they come in a programme that says nothing else; None when the bank has none.
    `follow_ups` and `tips` are what a coach can be offered. `roundtables` are the modules of tables,
    `table_rules` what every table begins with. `translations` are the same texts in other languages.
    `retired` are ids of questions that are asked no more, also hidden ones; others may still name them.
    """

    scheme: PurposeScheme
    themes: tuple[Theme, ...]
    questions: tuple[Question, ...]
    check_ins: tuple[CheckInOpener, ...]
    questionnaire: tuple[QuestionnaireItem, ...] = ()
    fixed_sets: tuple[tuple[str, ...], ...] = ()
    missing_pieces: tuple[MissingPieceWording, ...] = ()
    nudges: tuple[NudgeWording, ...] = ()
    nudge_policy: NudgePolicy | None = None
    follow_ups: tuple[FollowUp, ...] = ()
    tips: tuple[Tip, ...] = ()
    roundtables: tuple[Module, ...] = ()
    table_rules: tuple[str, ...] = ()
    translations: Translations = field(default_factory=Translations)
    retired: frozenset[str] = frozenset()
    fingerprint: str = ""

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """Position of each question by id."""
        return {question.id: position for position, question in enumerate(self.questions)}

    @cached_property
    def alike(self) -> tuple[tuple[int, ...], tuple[Question, ...]]:
        """For each question the number of its kind, and one question of each kind.

        Questions of a kind have the same stage, depth, audience, purposes, themes, needs and slots: whatever
        looks only at these need look at one of them.
        """
        numbers: dict[object, int] = {}
        examples: list[Question] = []
        of_each = []
        for q in self.questions:
            kind = (q.stage, q.depth, q.audience, q.purposes, q.themes, q.needs, frozenset(q.wordings))
            if kind not in numbers:
                numbers[kind] = len(examples)
                examples.append(q)
            of_each.append(numbers[kind])
        return tuple(of_each), tuple(examples)

    @cached_property
    def ids(self) -> tuple[bytes, ...]:
        """The id of each question as bytes, by position."""
        return tuple(question.id.encode() for question in self.questions)

    @cached_property
    def themes_by_id(self) -> Mapping[str, Theme]:
        """Themes by id."""
        return {theme.id: theme for theme in self.themes}

    @cached_property
    def positions_by_stage(self) -> Mapping[Stage, tuple[int, ...]]:
        """Positions of the questions of each stage, in the order of the bank."""
        return {
            stage: tuple(p for p, question in enumerate(self.questions) if question.stage is stage)
            for stage in Stage
        }
