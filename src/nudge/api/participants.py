"""`/v1/participants`: the people of a programme."""

from __future__ import annotations

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.participants import (
    ErasureResponse,
    ExportResponse,
    ParticipantChange,
    ParticipantPage,
    ParticipantRequest,
    ParticipantResponse,
    changed,
    to_details,
    to_erasure_response,
    to_export_response,
    to_participant_page,
    to_participant_response,
)
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.domain.records import Scope


class ParticipantsController(Controller):
    """The people of a programme."""

    path = "/participants"
    tags = ("Participants",)

    @post(
        operation_id="add_participant",
        summary="Add a participant",
        description="`ref` is your own id of the person. Everything else may come later.",
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def add(
        self,
        data: JSONBody[ParticipantRequest],
        once: NamedDependency[Once],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> Response[ParticipantResponse]:
        """Add."""
        details = to_details(data, services.question_sets.bank.scheme, now=services.clock.now())
        return once(
            lambda s: to_participant_response(s.participants.add(tenant, details)),
            status=201,
            under="/v1/participants",
        )

    @get(
        operation_id="list_participants",
        summary="List participants",
        description="In the order in which they were added.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def list_all(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> ParticipantPage:
        """List."""
        page = services.participants.list(tenant, after=paging.after, limit=paging.limit)
        return to_participant_page(page, cursor_after(page.next_after))

    @get(
        "/{participant_id:str}",
        operation_id="get_participant",
        summary="Read a participant",
        description="The header ETag is what a change has to send as If-Match.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self, participant_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> Response[ParticipantResponse]:
        """Read."""
        participant = services.participants.get(tenant, participant_id)
        return Response(to_participant_response(participant), headers={"ETag": etag(participant.revision)})

    @patch(
        "/{participant_id:str}",
        operation_id="change_participant",
        summary="Change a participant",
        description="Fields left out stay as they are. The header If-Match has to name the ETag that was "
        "read before: without it the answer is 428, and 412 when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(409, 412, 428)),
        sync_to_thread=True,
    )
    def change(
        self,
        participant_id: FromPath[str],
        data: JSONBody[ParticipantChange],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
    ) -> Response[ParticipantResponse]:
        """Change."""
        revision = expected_revision(if_match)
        stored = services.participants.get(tenant, participant_id)
        wanted = changed(stored, data, services.question_sets.bank.scheme, now=services.clock.now())
        participant = services.participants.change(wanted, expected_revision=revision)
        return Response(to_participant_response(participant), headers={"ETag": etag(participant.revision)})

    @delete(
        "/{participant_id:str}",
        operation_id="erase_participant",
        summary="Erase a participant",
        description="Erases the person with their notes, pledges and question sets, at once and for good. "
        "The receipt says how many rows of each noun went. What remembered answers to idempotency keys "
        "held goes too.",
        status_code=200,
        opt=needs(Scope.ERASE),
        sync_to_thread=True,
    )
    def erase(
        self, participant_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> ErasureResponse:
        """Erase."""
        return to_erasure_response(services.participants.erase(tenant, participant_id))

    @get(
        "/{participant_id:str}/export",
        operation_id="export_participant",
        summary="Export everything a person owns",
        description="For the person, and only for the person: it has the words of private notes. That is why "
        "the key needs the scope `erase`, which is for requests that people make about their own data.",
        opt=needs(Scope.ERASE),
        sync_to_thread=True,
    )
    def export(
        self, participant_id: FromPath[str], services: NamedDependency[Services], tenant: NamedDependency[str]
    ) -> ExportResponse:
        """Export."""
        return to_export_response(services.participants.export(tenant, participant_id))
