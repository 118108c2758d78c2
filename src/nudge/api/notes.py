"""`/v1/participants/{id}/notes`: what people write for themselves, or share with their partner."""

from __future__ import annotations

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from nudge.api.bodies.notes import NotePage, NoteRequest, NoteResponse, to_note_page, to_note_response
from nudge.api.idempotency import Once
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.services import Services
from nudge.domain.records import Scope


class NotesController(Controller):
    """The notes of a participant."""

    path = "/participants/{participant_id:str}/notes"
    tags = ("Notes",)

    @post(
        operation_id="write_note",
        summary="Write a note",
        description="A private note informs the choice of questions and is shown to nobody but its owner. A "
        "shared one may also be heard by the partner of that conversation, and by no later partner.",
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def write(
        self,
        participant_id: FromPath[str],
        data: JSONBody[NoteRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[NoteResponse]:
        """Write."""

        def act(services: Services) -> NoteResponse:
            note = services.notes.write(
                tenant,
                participant_id,
                data.text,
                conversation=data.conversation,
                visibility=data.visibility,
            )
            return to_note_response(note)

        return once(act, status=201)

    @get(
        operation_id="list_notes",
        summary="List the notes of a participant",
        description="Oldest first. The words of private notes are only in the export for their owner.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def list_all(
        self,
        participant_id: FromPath[str],
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> NotePage:
        """List."""
        page = services.notes.list(tenant, participant_id, after=paging.after, limit=paging.limit)
        return to_note_page(page, cursor_after(page.next_after))

    @delete(
        "/{note_id:str}",
        operation_id="erase_note",
        summary="Erase a note",
        description="At once and for good.",
        opt=needs(Scope.ERASE),
        sync_to_thread=True,
    )
    def erase(
        self,
        participant_id: FromPath[str],
        note_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> None:
        """Erase."""
        services.notes.erase(tenant, participant_id, note_id)
