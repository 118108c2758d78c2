"""`/v1/bank/ratings`, `/v1/bank/learning`, `/v1/bank/leanings`: what ratings say, and what is learned."""

from __future__ import annotations

from litestar import Controller, Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.feedback import (
    LeaningsResponse,
    LearningRequest,
    LearningResponse,
    RatedQuestionPage,
    to_learning_response,
    to_rated_page,
)
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.domain.records import Scope


class QuestionLearningController(Controller):
    """What is learned from ratings of questions."""

    path = "/bank"
    tags = ("Feedback",)

    @get(
        "/ratings",
        operation_id="list_question_ratings",
        summary="Read how often questions help",
        description="For editors, by id: only questions that at least five people rated, and only whole "
        "groups of five, so that nobody’s own verdict can be worked out by reading twice.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def ratings(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> RatedQuestionPage:
        """List."""
        page = services.learnings.rated(tenant, after=paging.after, limit=paging.limit)
        return to_rated_page(page, cursor_after(page.next_after))

    @get(
        "/learning",
        operation_id="get_learning",
        summary="Read whether the choice learns",
        description="It does, until somebody says otherwise; without any ratings it leans nowhere. The "
        "header ETag is what a change has to send as If-Match.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def learning(
        self, services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> Response[LearningResponse]:
        """Read."""
        return _shown(to_learning_response(services.learnings.get(tenant)))

    @put(
        "/learning",
        operation_id="save_learning",
        summary="Let the choice learn, or not",
        description="Off, ratings are still kept, but no question comes more or less often for them. The "
        'header If-Match has to name the ETag that was read before, “"0"” when nobody has said anything yet: '
        "without it the answer is 428, and 412 when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(412, 428)),
        sync_to_thread=True,
    )
    def save(
        self,
        data: JSONBody[LearningRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
    ) -> Response[LearningResponse]:
        """Save."""
        revision = expected_revision(if_match)
        state = services.learnings.switch(tenant, is_on=data.is_on, expected_revision=revision)
        return _shown(to_learning_response(state))

    @post(
        "/learning/refresh",
        operation_id="refresh_learning",
        summary="Learn now",
        description="From all ratings so far. It happens by itself once a day, with the first rating of the "
        "day; until then the same conversation gets the same set.",
        status_code=200,
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def refresh(
        self, once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[LearningResponse]:
        """Refresh."""
        return once(lambda services: to_learning_response(services.learnings.refresh(tenant)))

    @get(
        "/leanings/{digest:str}",
        operation_id="get_leanings",
        summary="Read what the choice leant towards",
        description="When it made a set, by the digest in `replay.leanings`. They are kept for 400 days.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def leanings(
        self,
        digest: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> LeaningsResponse:
        """Read."""
        curation = services.learnings.remembered(tenant, digest)
        return LeaningsResponse(digest, dict(sorted(curation.leanings.items())))


def _shown(response: LearningResponse) -> Response[LearningResponse]:
    return Response(response, headers={"ETag": etag(response.revision)})
