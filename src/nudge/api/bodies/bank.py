"""The JSON of the bank's vocabulary and of the purpose questionnaire."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from nudge.api.bodies.question_sets import Ref
from nudge.domain.purposes import DriverReading
from nudge.domain.questions import QuestionBank, QuestionnaireItem, Stage


class DriverValueBody(Struct):
    """One value of a driver."""

    id: str
    name: str
    definition: str
    aliases: list[str]


class DriverOfSchemeBody(Struct):
    """One side of purpose, and what it can be."""

    id: str
    name: str
    question: str
    values: list[DriverValueBody]


class ThemeBody(Struct):
    """Something people talk about. Opt-in ones come only to whom they matter."""

    id: str
    phrase: str
    opt_in: bool


class BankResponse(Struct):
    """The words that requests and responses use, and how much there is to choose from."""

    fingerprint: str
    scheme: str
    scheme_version: int
    drivers: list[DriverOfSchemeBody]
    themes: list[ThemeBody]
    stages: list[str]
    n_questions: dict[str, int]
    n_check_ins: int


class OptionBody(Struct):
    """One answer of a questionnaire item."""

    value: str
    text: str


class ItemBody(Struct):
    """One item of the questionnaire, and why it is asked."""

    id: str
    driver: str
    text: str
    why_asked: str
    options: list[OptionBody]


class QuestionnaireResponse(Struct):
    """The purpose questionnaire; show the options in shuffled order, and “none of these”."""

    items: list[ItemBody]


class AnswerBody(Struct, forbid_unknown_fields=True):
    """An answer to one item; null is “none of these”."""

    item: Ref
    value: Ref | None = None


class AnswersRequest(Struct, forbid_unknown_fields=True):
    """The answers of a participant, to all items or to some."""

    answers: Annotated[list[AnswerBody], Meta(min_length=1, max_length=100)]


class AnsweredDriverBody(Struct):
    """What the answers say about a driver; `value` is null when it is left open."""

    value: str | None
    probability: float
    probabilities: dict[str, float]
    source: str


class AnswersResponse(Struct):
    """What the answers say, by driver."""

    drivers: dict[str, AnsweredDriverBody]


def to_bank_response(bank: QuestionBank) -> BankResponse:
    """The response that shows the vocabulary."""
    return BankResponse(
        fingerprint=bank.fingerprint,
        scheme=bank.scheme.name,
        scheme_version=bank.scheme.version,
        drivers=[
            DriverOfSchemeBody(
                driver.id,
                driver.name,
                driver.question,
                [DriverValueBody(v.id, v.name, v.definition, list(v.aliases)) for v in driver.values],
            )
            for driver in bank.scheme.drivers
        ],
        themes=[ThemeBody(theme.id, theme.phrase, theme.opt_in) for theme in bank.themes],
        stages=[stage.value for stage in Stage],
        n_questions={stage.value: len(bank.positions_by_stage[stage]) for stage in Stage},
        n_check_ins=len(bank.check_ins),
    )


def to_questionnaire_response(bank: QuestionBank) -> QuestionnaireResponse:
    """The response that shows the questionnaire."""
    return QuestionnaireResponse([_item(item) for item in bank.questionnaire])


def _item(item: QuestionnaireItem) -> ItemBody:
    options = [OptionBody(option.value, option.text) for option in item.options]
    return ItemBody(item.id, item.driver, item.text, item.why_asked, options)


def to_answers_response(readings: tuple[DriverReading, ...]) -> AnswersResponse:
    """The response that shows what answers say."""
    return AnswersResponse(
        {
            reading.driver: AnsweredDriverBody(
                reading.value,
                round(reading.probability, 2),
                {value: round(p, 2) for value, p in reading.probabilities.items()},
                reading.source,
            )
            for reading in readings
        }
    )
