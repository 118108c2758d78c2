"""`POST /v1/follow-ups`: what to offer a coach while somebody answers, without storing anything."""

from __future__ import annotations

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.follow_ups import (
    CheckRequest,
    CheckResponse,
    FollowUpRequest,
    FollowUpResponse,
    to_answer,
    to_check_response,
    to_follow_up_response,
)
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class FollowUpsController(Controller):
    """What to offer a coach."""

    path = "/follow-ups"
    tags = ("Follow-ups",)

    @post(
        operation_id="suggest_follow_ups",
        summary="Suggest what to ask, to mirror, or to leave unsaid",
        description="From an answer so far, up to three suggestions of different moves: questions, mirrors "
        "in the speaker's own words, and silence. Never advice, never a closed question, never a feeling "
        "that the speaker hasn't named. Often nothing is the best: then `abstained` says why. **For the "
        "coach of that moment alone.** Nothing is stored or logged. The same request with the same bank and "
        "models gives the same response.",
        status_code=200,
        opt=needs(Scope.CHOOSE),
        sync_to_thread=True,
    )
    def suggest(
        self,
        data: JSONBody[FollowUpRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> FollowUpResponse:
        """Suggest."""
        follow_ups = services.follow_ups

        def text_of(question_id: str) -> str:
            return follow_ups.question_text(question_id, services.curations.of(tenant).bank)

        return to_follow_up_response(follow_ups.suggest(to_answer(data, text_of)))

    @post(
        "/check",
        operation_id="check_coach_question",
        summary="Check a coach's own question",
        description="Whether what a coach is about to ask is closed, double, leading, or advice in disguise: "
        "one issue at most, with the words that make it so. A hint to think about, and never a rewrite. "
        "Nothing is stored or logged.",
        status_code=200,
        opt=needs(Scope.CHOOSE),
        sync_to_thread=True,
    )
    def check(self, data: JSONBody[CheckRequest], services: NamedDependency[Services]) -> CheckResponse:
        """Check."""
        return to_check_response(services.follow_ups.check(data.text))
