"""`/v1/feedback`: what people say about questions that they were asked."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from nudge.api.bodies.feedback import (
    FeedbackPage,
    FeedbackRequest,
    FeedbackResponse,
    to_feedback_page,
    to_feedback_response,
)
from nudge.api.idempotency import Once
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.services import Services
from nudge.domain.records import Scope

PATH = "/v1/feedback"
OfParticipant = Annotated[str, QueryParameter(max_length=200, description="Id of a participant.")]


class FeedbackController(Controller):
    """Ratings of questions."""

    path = "/feedback"
    tags = ("Feedback",)

    @post(
        operation_id="give_feedback",
        summary="Say whether a question helped",
        description="Of a person, on a question in their set: one tap, no words. A later one on the same "
        "question of the same conversation replaces it. After a swap the alternative that was taken can be "
        "rated too. It makes the choice of questions better, never more than a little, and is used for "
        "nothing else.",
        opt=needs(Scope.WRITE, problems=(404,)),
        sync_to_thread=True,
    )
    def give(
        self, data: JSONBody[FeedbackRequest], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[FeedbackResponse]:
        """Give."""

        def act(services: Services) -> FeedbackResponse:
            rating = services.feedback.rate(
                tenant, data.conversation, data.participant, data.question, data.verdict, taken=data.taken
            )
            return to_feedback_response(rating)

        return once(act, status=201, under=PATH)

    @get(
        operation_id="list_feedback",
        summary="List what a person said",
        description="For that person. What everybody said together is in `GET /v1/bank/ratings`.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def list_all(
        self,
        participant: OfParticipant,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> FeedbackPage:
        """List."""
        page = services.feedback.list(tenant, participant, after=paging.after, limit=paging.limit)
        return to_feedback_page(page, cursor_after(page.next_after))

    @get(
        "/{feedback_id:str}",
        operation_id="get_feedback",
        summary="Read what a person said about a question",
        description="For that person.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self,
        feedback_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> FeedbackResponse:
        """Read."""
        return to_feedback_response(services.feedback.get(tenant, feedback_id))

    @delete(
        "/{feedback_id:str}",
        operation_id="erase_feedback",
        summary="Take back what was said about a question",
        description="At once and for good. Erasing a participant takes back all of theirs.",
        opt=needs(Scope.ERASE),
        sync_to_thread=True,
    )
    def erase(
        self,
        feedback_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> None:
        """Erase."""
        services.feedback.erase(tenant, feedback_id)
