"""`/v1/programme`: what an organisation allows its nudges, and what it wants heard when."""

from __future__ import annotations

from litestar import Controller, Response, get, put
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.programmes import (
    ProgrammeRequest,
    ProgrammeResponse,
    to_programme,
    to_programme_response,
)
from nudge.api.idempotency import etag
from nudge.api.keys import needs
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.domain.nudge_policies import Programme
from nudge.domain.records import Scope


class ProgrammesController(Controller):
    """The programme of a tenant; there is one."""

    path = "/programme"
    tags = ("Programme",)

    @get(
        operation_id="get_programme",
        summary="Read when nudges may come",
        description="The policy is shown in full, in the words of the question bank’s nudges/policy.toml. "
        "Revision 0 is the default, as long as nobody has said anything else. The header ETag is what a "
        "change has to send as If-Match.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def show(
        self, services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> Response[ProgrammeResponse]:
        """Read."""
        return _shown(services.programmes.get(tenant), services)

    @put(
        operation_id="save_programme",
        summary="Say when nudges may come, and what is to be heard when",
        description="As a whole: what is left out is as the default has it. Everything that waits is planned "
        "again by it at once; people’s own preferences come first. In the weeks of `emphases` questions "
        "near to a line of yours come more often, beside what suits the person. The header If-Match has to "
        'name the ETag that was read before, “"0"” for the default: without it the answer is 428, and 412 '
        "when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(412, 428)),
        sync_to_thread=True,
    )
    def save(
        self,
        data: JSONBody[ProgrammeRequest],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
    ) -> Response[ProgrammeResponse]:
        """Save."""
        revision = expected_revision(if_match)
        default = services.question_sets.bank.nudge_policy
        programme = to_programme(tenant, data, services.policies, default=default)
        return _shown(services.programmes.save(programme, expected_revision=revision), services)


def _shown(programme: Programme, services: Services) -> Response[ProgrammeResponse]:
    response = to_programme_response(programme, services.policies)
    return Response(response, headers={"ETag": etag(programme.revision)})
