"""`POST /v1/pledges/score`: how clear a pledge is, without storing anything."""

from __future__ import annotations

from dataclasses import replace

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.specificity import ScoreRequest, ScoreResponse, to_pledge, to_score_response
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class SpecificityController(Controller):
    """How clear pledges are."""

    path = "/pledges/score"
    tags = ("Specificity",)

    @post(
        operation_id="score_pledge",
        summary="Score how specific a pledge is",
        description="Six facets, each with the words that earned it, the whole from 1 to 5, at most one "
        "question about what is missing, and when the words say that it is due. **The score is for the "
        "author of the pledge: show it to nobody else**, neither the partner nor a manager. It is no gate, "
        "no grade, and it never rewrites the pledge. Nothing is stored or logged. Call it while somebody "
        "types: an empty text is fine. The same request with the same `now`, bank and models gives the same "
        "response.",
        status_code=200,
        opt=needs(Scope.CHOOSE),
        sync_to_thread=True,
    )
    def score(self, data: JSONBody[ScoreRequest], services: NamedDependency[Services]) -> ScoreResponse:
        """Score."""
        pledge = to_pledge(data)
        [scored] = services.scores.score([replace(pledge, now=pledge.now or services.clock.now())])
        return to_score_response(scored)
