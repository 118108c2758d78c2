"""`/v1/conversations`: planned, prepared, written in, closed."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from nudge.api.bodies.conversations import (
    CloseRequest,
    ConversationChange,
    ConversationPage,
    ConversationRequest,
    ConversationResponse,
    PrepareRequest,
    RecordRequest,
    to_check_ins,
    to_conversation_page,
    to_conversation_response,
    to_emphasis,
    to_moment,
    to_pledges,
)
from nudge.api.bodies.notes import NoteResponse, to_note_response
from nudge.api.bodies.question_sets import QuestionSetResponse, to_response
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.domain.records import Scope

ATTEMPTS = 5
"""How often to prepare before answering `conversation-busy`. Chosen: with six requests to prepare and four to
write notes for one conversation at once, 3 left 1 of 36 unanswered, 5 none."""


class ConversationsController(Controller):
    """The conversations of pairs."""

    path = "/conversations"
    tags = ("Conversations",)

    @post(
        operation_id="plan_conversation",
        summary="Plan a conversation",
        description="Without a session number it is the pair's next one.",
        opt=needs(Scope.WRITE, problems=(404, 409)),
        sync_to_thread=True,
    )
    def plan(
        self, data: JSONBody[ConversationRequest], once: NamedDependency[Once], tenant: NamedDependency[str]
    ) -> Response[ConversationResponse]:
        """Plan."""
        planned_at = to_moment(data.planned_at)

        def act(services: Services) -> ConversationResponse:
            conversation = services.conversations.plan(
                tenant, data.pair, session_number=data.session_number, planned_at=planned_at
            )
            return to_conversation_response(conversation)

        return once(act, status=201, under="/v1/conversations")

    @get(
        operation_id="list_conversations",
        summary="List conversations",
        description="Of the whole organisation, or of one pair.",
        opt=needs(Scope.READ, problems=(404,)),
        sync_to_thread=True,
    )
    def list_all(
        self,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        pair: Annotated[str | None, QueryParameter(max_length=200, description="Id of a pair.")] = None,
    ) -> ConversationPage:
        """List."""
        page = services.conversations.list(tenant, pair=pair, after=paging.after, limit=paging.limit)
        return to_conversation_page(page, cursor_after(page.next_after))

    @get(
        "/{conversation_id:str}",
        operation_id="get_conversation",
        summary="Read a conversation",
        description="`state` says how far it has come: planned, prepared, closed.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self,
        conversation_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> Response[ConversationResponse]:
        """Read."""
        conversation = services.conversations.get(tenant, conversation_id)
        return Response(to_conversation_response(conversation), headers={"ETag": etag(conversation.revision)})

    @patch(
        "/{conversation_id:str}",
        operation_id="move_conversation",
        summary="Plan a conversation for another time",
        description="Everybody's nudges move with it. The header If-Match has to name the ETag that "
        "was read before: without it the answer is 428, and 412 when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(409, 412, 428)),
        sync_to_thread=True,
    )
    def move(
        self,
        conversation_id: FromPath[str],
        data: JSONBody[ConversationChange],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
    ) -> Response[ConversationResponse]:
        """Move."""
        conversation = services.conversations.move(
            tenant,
            conversation_id,
            to_moment(data.planned_at),
            expected_revision=expected_revision(if_match),
        )
        return Response(to_conversation_response(conversation), headers={"ETag": etag(conversation.revision)})

    @post(
        "/{conversation_id:str}/prepare",
        operation_id="prepare_conversation",
        summary="Choose and keep everybody's questions",
        description="As `POST /v1/question-sets`, from what is stored, and kept. Nobody is asked anything "
        "that they were asked before, by any partner in any quarter. Preparing again gives the same, unless "
        "something changed.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def prepare(
        self,
        conversation_id: FromPath[str],
        data: JSONBody[PrepareRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[QuestionSetResponse]:
        """Prepare."""

        def act(services: Services) -> QuestionSetResponse:
            prepared = services.conversations.prepare(
                tenant, conversation_id, seed=data.seed, emphasis=to_emphasis(data.emphasis)
            )
            return to_response(prepared)

        return once(act, attempts=ATTEMPTS)

    @get(
        "/{conversation_id:str}/question-sets",
        operation_id="get_question_sets",
        summary="Read the questions of a prepared conversation",
        description="As they were prepared last.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def question_sets(
        self,
        conversation_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> QuestionSetResponse:
        """Read."""
        return to_response(services.conversations.question_sets(tenant, conversation_id))

    @post(
        "/{conversation_id:str}/record",
        operation_id="record_note",
        summary="Write a note in a conversation",
        description="Private to its writer, or shared with the pair.",
        opt=needs(Scope.WRITE),
        sync_to_thread=True,
    )
    def record(
        self,
        conversation_id: FromPath[str],
        data: JSONBody[RecordRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[NoteResponse]:
        """Record."""

        def act(services: Services) -> NoteResponse:
            note = services.notes.write(
                tenant,
                data.participant,
                data.text,
                conversation=conversation_id,
                visibility=data.visibility,
            )
            return to_note_response(note)

        return once(act, status=201)

    @post(
        "/{conversation_id:str}/close",
        operation_id="close_conversation",
        summary="Close a conversation",
        description="What became of the last pledges, and what everybody pledges now. It can't be prepared "
        "after that.",
        status_code=200,
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def close(
        self,
        conversation_id: FromPath[str],
        data: JSONBody[CloseRequest],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
    ) -> Response[ConversationResponse]:
        """Close."""
        pledges, check_ins = to_pledges(data), to_check_ins(data)

        def act(services: Services) -> ConversationResponse:
            conversation = services.conversations.close(
                tenant, conversation_id, pledges=pledges, check_ins=check_ins
            )
            return to_conversation_response(conversation)

        return once(act)
