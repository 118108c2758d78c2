"""`POST /v1/question-sets`: the main job, without storing anything."""

from __future__ import annotations

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.conversations import to_emphasis
from nudge.api.bodies.question_sets import QuestionSetRequest, QuestionSetResponse, to_brief, to_response
from nudge.api.keys import Caller, allowed, needs
from nudge.api.requests import JsonRequest
from nudge.api.services import Services
from nudge.domain.conversations import Brief
from nudge.domain.errors import Invalid
from nudge.domain.records import Scope


class QuestionSetsController(Controller):
    """Question sets for a conversation."""

    path = "/question-sets"
    tags = ("Question sets",)

    @post(
        operation_id="choose_question_sets",
        summary="Choose and word the questions of a conversation",
        description="Who meets whom and what is known go in; everybody's check-in and four questions come "
        "out, with the reasons. Nothing is stored. Instead of `participants`, name a stored `conversation` "
        "to see what preparing it would give; the key needs the scope `read` too. The same request with the "
        "same bank and models gives the same response. `visible_to` says who may see a reason: `self` or the "
        "pair.",
        status_code=200,
        opt=needs(Scope.CHOOSE, problems=(404, 409)),
        sync_to_thread=True,
    )
    def choose(
        self,
        request: JsonRequest,
        data: JSONBody[QuestionSetRequest],
        services: NamedDependency[Services],
    ) -> QuestionSetResponse:
        """Choose."""
        brief = _brief(data, services, request.auth)
        curation = services.curations.of(request.auth.tenant)
        return to_response(services.question_sets.prepare(brief, curation))


def _brief(request: QuestionSetRequest, services: Services, caller: Caller) -> Brief:
    if request.conversation is None:
        return to_brief(request, services.question_sets.bank.scheme)
    if request.participants or request.session_number is not None:
        raise Invalid(
            "conversation-and-participants",
            "A stored “conversation” has its participants and session number; leave these out.",
        )
    allowed(caller, Scope.READ)
    return services.conversations.brief(
        caller.tenant, request.conversation, seed=request.seed, emphasis=to_emphasis(request.emphasis)
    )
