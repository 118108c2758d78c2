"""`POST /v1/bank/blueprint`: which lines of a leadership blueprint or course outline the bank serves."""

from __future__ import annotations

from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.blueprints import BlueprintRequest, BlueprintResponse, to_blueprint_response
from nudge.api.keys import needs
from nudge.api.services import Services
from nudge.domain.records import Scope


class BlueprintsController(Controller):
    """Blueprints, which aren't stored."""

    path = "/bank/blueprint"
    tags = ("Bank",)

    @post(
        operation_id="cover_blueprint",
        summary="See which lines of a blueprint the bank serves",
        description="Paste a leadership blueprint or a course outline. Each line that says something comes "
        "back with the questions nearest to it, at each stage, from the bank as your organisation has it: "
        "`served`, `thin` or `bare`. Headings, filler and lines too short to tell come back as such. Nothing "
        "is stored. What is bare can be added as a question of your own; not every line is for a "
        "conversation.",
        status_code=200,
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def cover(
        self,
        data: JSONBody[BlueprintRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> BlueprintResponse:
        """Cover."""
        bank = services.curations.of(tenant).bank
        return to_blueprint_response(services.blueprints.cover(data.text, bank))
