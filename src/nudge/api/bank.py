"""`/v1/bank`: the vocabulary and the purpose questionnaire; and answers to it."""

from __future__ import annotations

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.bank import (
    AnswersRequest,
    AnswersResponse,
    BankResponse,
    QuestionnaireResponse,
    to_answers_response,
    to_bank_response,
    to_questionnaire_response,
)
from nudge.api.idempotency import Once
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class BankController(Controller):
    """What the bank knows."""

    tags = ("Bank",)

    @get(
        "/bank",
        operation_id="get_bank",
        summary="Read the vocabulary",
        description="Drivers with their values, themes and stages, and how many questions there are for "
        "your organisation, with its own ones.",
        opt=needs(None),
        sync_to_thread=True,
    )
    def bank(self, services: NamedDependency[Services], tenant: NamedDependency[str]) -> BankResponse:
        """Read."""
        return to_bank_response(services.curations.of(tenant).bank)

    @get(
        "/bank/questionnaire",
        operation_id="get_questionnaire",
        summary="Read the purpose questionnaire",
        description="For people who would rather choose than write. Under ten minutes; every item says why "
        "it is asked.",
        opt=needs(None),
        sync_to_thread=True,
    )
    def questionnaire(self, services: NamedDependency[Services]) -> QuestionnaireResponse:
        """Read."""
        return to_questionnaire_response(services.question_sets.bank)

    @post(
        "/participants/{participant_id:str}/questionnaire",
        operation_id="answer_questionnaire",
        summary="Send a participant's answers",
        description="Gives the drivers that the answers speak for, with probabilities. What is more probable "
        "than all else together is kept in the participant's purpose; the rest is open. Send all answers "
        "in one request: they take the place of earlier ones about the same drivers.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(412,)),
        sync_to_thread=True,
    )
    def answer(
        self,
        participant_id: FromPath[str],
        data: JSONBody[AnswersRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[AnswersResponse]:
        """Answer."""
        answers = [(one.item, one.value) for one in data.answers]
        return once(lambda s: to_answers_response(s.questionnaires.answer(tenant, participant_id, answers)))
