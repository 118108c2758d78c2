"""The JSON of an organisation's own questions."""

from __future__ import annotations

from typing import Annotated, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType, field

from nudge.api.bodies.problems import FindingBody, to_findings
from nudge.app.own_entries import Entry
from nudge.app.own_questions import Checked, Imported
from nudge.domain.overlay_edits import QuestionEdit
from nudge.domain.questions import Audience, Format, Question, Slot, Stage
from nudge.domain.slot_texts import LONGEST_TEXT, tidy

T = TypeVar("T")
OwnId = Annotated[
    str,
    Meta(
        max_length=100,
        pattern=r"^(reflect|explore|purpose|act)\.own\.[a-z0-9]+(-[a-z0-9]+)*$",
        examples=["reflect.own.first-week"],
    ),
]
Words = Annotated[str, Meta(min_length=1, max_length=LONGEST_TEXT, pattern=r"\S")]
Situation = Annotated[str, Meta(max_length=LONGEST_TEXT)]
Depth = Literal[1, 2, 3]
Tag = Annotated[str, Meta(min_length=1, max_length=100, pattern=r"^\S+$")]
Tags = Annotated[list[Tag], Meta(max_length=10)]
Formats = Annotated[list[Format], Meta(min_length=1, max_length=2)]
Weight = Annotated[int, Meta(ge=-2, le=2)]
WithSlot = dict[Slot, Words]
Which = Literal["changed", "all"]


class OwnQuestionRequest(Struct, forbid_unknown_fields=True):
    """A question of your organisation, as the bank's README describes one.

    Without an `id` it gets one made of its first words. `with_slot` has wordings with `{{ pledge }}`,
    `{{ person }}` or `{{ quote }}`: text and that one slot, nothing else.
    """

    stage: Stage
    text: Words
    id: OwnId | None = None
    depth: Depth = 1
    with_slot: WithSlot = field(default_factory=dict)
    fits: Situation = ""
    purposes: Tags = field(default_factory=list)
    themes: Tags = field(default_factory=list)
    audience: Audience = Audience.ANY
    formats: Formats = field(default_factory=lambda: list(Format))
    needs: Tags = field(default_factory=list)
    weight: Weight = 0
    because: Situation = ""


class OwnQuestionChange(Struct, forbid_unknown_fields=True):
    """What changes; fields left out stay as they are.

    Of a question of the bank these can be changed: `hidden`, `weight`, `because`, and the words. New words
    (`text`) come without wordings for slots unless these are sent too; null gives it the bank's words again.
    """

    text: Words | UnsetType | None = UNSET
    with_slot: WithSlot | UnsetType = UNSET
    hidden: bool | UnsetType = UNSET
    weight: Weight | UnsetType = UNSET
    because: Situation | UnsetType = UNSET
    depth: Depth | UnsetType = UNSET
    fits: Situation | UnsetType = UNSET
    purposes: Tags | UnsetType = UNSET
    themes: Tags | UnsetType = UNSET
    audience: Audience | UnsetType = UNSET
    formats: Formats | UnsetType = UNSET
    needs: Tags | UnsetType = UNSET


class InBankBody(Struct):
    """The words of the bank. `has_changed` since your organisation reworded the question."""

    version: int
    text: str
    with_slot: dict[str, str]
    has_changed: bool


class OwnQuestionBody(Struct):
    """A question as your organisation has it; `in_bank` is null for one of its own."""

    id: str
    stage: str
    version: int
    depth: int
    text: str
    with_slot: dict[str, str]
    fits: str
    purposes: list[str]
    themes: list[str]
    audience: str
    formats: list[str]
    needs: list[str]
    is_reworded: bool
    is_hidden: bool
    weight: int
    because: str
    in_bank: InBankBody | None


class OwnQuestionResponse(OwnQuestionBody):
    """A question as your organisation has it, and what the gate says about what was changed.

    `is_stored` is false in a dry run. Without the models questions can't be compared with each other: then
    `is_compared` is false. The revision is that of all questions together; it is also the ETag.
    """

    revision: int
    findings: list[FindingBody]
    is_stored: bool
    is_compared: bool


class OwnQuestionPage(Struct):
    """Some questions, by id; `next_cursor` goes on, null at the end. The revision is also the ETag."""

    items: list[OwnQuestionBody]
    next_cursor: str | None
    revision: int


class RowProblemBody(Struct):
    """Why a row wasn't taken; the header is row 1."""

    row: int
    message: str


class ImportResponse(Struct):
    """What became of the rows: `ids` are the questions that changed, `problems` the rows that weren't taken.

    `findings` has everything the gate says, also about rows that were taken.
    """

    ids: list[str]
    problems: list[RowProblemBody]
    findings: list[FindingBody]
    is_stored: bool
    is_compared: bool
    revision: int


def to_question(body: OwnQuestionRequest) -> Question:
    """The question that a request describes; its id is empty when none was sent."""
    return Question(
        id=body.id or "",
        version=1,
        stage=body.stage,
        depth=body.depth,
        text=tidy(body.text),
        fits=tidy(body.fits),
        purposes=frozenset(body.purposes),
        themes=frozenset(body.themes),
        audience=body.audience,
        formats=frozenset(body.formats),
        needs=frozenset(body.needs),
        wordings=_wordings(body.with_slot),
    )


def to_edit(body: OwnQuestionChange) -> QuestionEdit:
    """The change that a request describes."""
    return QuestionEdit(
        text=tidy(body.text) if isinstance(body.text, str) else None,
        wordings=None if body.with_slot is UNSET else _wordings(body.with_slot),
        resets_words=body.text is None,
        depth=_given(body.depth),
        fits=None if body.fits is UNSET else tidy(body.fits),
        purposes=_tags(body.purposes),
        themes=_tags(body.themes),
        audience=_given(body.audience),
        formats=None if body.formats is UNSET else frozenset(body.formats),
        needs=_tags(body.needs),
        hidden=_given(body.hidden),
        weight=_given(body.weight),
        because=None if body.because is UNSET else tidy(body.because),
    )


def to_own_question(entry: Entry) -> OwnQuestionBody:
    """The body that shows a question."""
    question = entry.question
    return OwnQuestionBody(
        id=question.id,
        stage=question.stage,
        version=question.version,
        depth=question.depth,
        text=question.text,
        with_slot=_plain(question),
        fits=question.fits,
        purposes=sorted(question.purposes),
        themes=sorted(question.themes),
        audience=question.audience,
        formats=sorted(question.formats),
        needs=sorted(question.needs),
        is_reworded=entry.is_reworded,
        is_hidden=entry.is_hidden,
        weight=entry.weight,
        because=entry.because,
        in_bank=_in_bank(entry),
    )


def _in_bank(entry: Entry) -> InBankBody | None:
    question = entry.in_bank
    if question is None:
        return None
    return InBankBody(question.version, question.text, _plain(question), entry.bank_has_changed)


def to_own_question_response(checked: Checked) -> OwnQuestionResponse:
    """The response that shows a question after a change, or what a change would make of it."""
    shown = to_own_question(checked.entry)
    return OwnQuestionResponse(
        **{name: getattr(shown, name) for name in OwnQuestionBody.__struct_fields__},
        revision=checked.revision,
        findings=to_findings(checked.findings),
        is_stored=checked.is_stored,
        is_compared=checked.compared,
    )


def to_import_response(imported: Imported) -> ImportResponse:
    """The response that shows what became of rows."""
    return ImportResponse(
        ids=list(imported.ids),
        problems=[RowProblemBody(problem.number, problem.message) for problem in imported.problems],
        findings=to_findings(imported.findings),
        is_stored=imported.is_stored,
        is_compared=imported.compared,
        revision=imported.revision,
    )


def _given(value: T | UnsetType) -> T | None:
    return None if isinstance(value, UnsetType) else value


def _tags(tags: list[str] | UnsetType) -> frozenset[str] | None:
    return None if isinstance(tags, UnsetType) else frozenset(tags)


def _wordings(with_slot: WithSlot) -> dict[Slot, str]:
    return {slot: tidy(words) for slot, words in with_slot.items()}


def _plain(question: Question) -> dict[str, str]:
    return {slot.value: words for slot, words in question.wordings.items()}
