"""`/v1/bank/own`: what an organisation adds to the bank, hides, rewords and weighs."""

from __future__ import annotations

from typing import Annotated

from litestar import Controller, Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter, RawBody

from nudge.api.bodies.own_questions import (
    ImportResponse,
    OwnQuestionChange,
    OwnQuestionPage,
    OwnQuestionRequest,
    OwnQuestionResponse,
    Which,
    to_edit,
    to_import_response,
    to_own_question,
    to_own_question_response,
    to_question,
)
from nudge.api.idempotency import Once, etag
from nudge.api.keys import needs
from nudge.api.paging import Paging, cursor_after
from nudge.api.requests import JsonRequest
from nudge.api.revisions import IfMatch, expected_revision
from nudge.api.services import Services
from nudge.app.own_questions import Checked
from nudge.domain.errors import Invalid
from nudge.domain.overlay_rows import COLUMNS
from nudge.domain.records import Scope
from nudge.domain.slot_texts import tidy
from nudge.domain.spreadsheets import from_csv, to_csv

CSV = "text/csv"
PATH = "/v1/bank/own"
DryRun = Annotated[bool, QueryParameter(description="Only say what would become of it; nothing is stored.")]
WhichOnes = Annotated[
    Which | None,
    QueryParameter(description="What your organisation changed, or all questions as it has them."),
]


class OwnQuestionsController(Controller):
    """The questions of a tenant. All of them together have one revision."""

    path = "/bank/own"
    tags = ("Own questions",)

    @post(
        operation_id="add_own_question",
        summary="Add a question of your organisation",
        description="It has to pass the rules of the bank, and to differ from every other question: else the "
        "answer is 422, with all `findings` and how to mend each. Lesser ones come with the answer. It is "
        "asked from the next conversation on. With `dry_run` nothing is stored, and the answer is 200.",
        opt={**needs(Scope.WRITE, problems=(409,)), "has_dry_run": True},
        sync_to_thread=True,
    )
    def add(
        self,
        data: JSONBody[OwnQuestionRequest],
        services: NamedDependency[Services],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
        dry_run: DryRun = False,
    ) -> Response[OwnQuestionResponse]:
        """Add."""

        def act(services: Services) -> OwnQuestionResponse:
            checked = services.own_questions.add(
                tenant, to_question(data), weight=data.weight, because=tidy(data.because), dry_run=dry_run
            )
            return to_own_question_response(checked)

        if dry_run:
            return Response(act(services), status_code=200)
        return once(act, status=201, under=PATH)

    @get(
        operation_id="list_own_questions",
        summary="List the questions of your organisation",
        description="What it added, hid, reworded or weighs, by id; with `which=all` every question as it "
        "has it. With `Accept: text/csv` all of them at once as a table for a spreadsheet, which "
        "`POST /v1/bank/own/import` takes back; `which=changed` then leaves out the others.",
        opt={**needs(Scope.READ), "also_accepts": CSV},
        sync_to_thread=True,
    )
    def list_all(
        self,
        request: JsonRequest,
        paging: NamedDependency[Paging],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        which: WhichOnes = None,
    ) -> Response[OwnQuestionPage]:
        """List."""
        if _wants_csv(request):
            return _table(services, tenant, everything=which != "changed")
        page, revision = services.own_questions.page(
            tenant, everything=which == "all", after=paging.after, limit=paging.limit
        )
        items = [to_own_question(entry) for entry in page.items]
        shown = OwnQuestionPage(items, cursor_after(page.next_after), revision)
        return Response(shown, headers={"ETag": etag(revision)})

    @post(
        "/import",
        operation_id="import_own_questions",
        summary="Take in a table from a spreadsheet",
        description="CSV in UTF-8 with the columns that the list has as `text/csv`, any of them left out but "
        "`id` or `text`; commas or semicolons. A row changes its question, or adds one; questions without a "
        "row stay. Rows that can't be taken are told with their number, and all others count. With `dry_run` "
        "nothing is stored.",
        status_code=200,
        opt={**needs(Scope.WRITE, problems=(400, 409, 413, 415, 422)), "takes": CSV},
        sync_to_thread=True,
    )
    def take_in(
        self,
        request: JsonRequest,
        body: RawBody,
        services: NamedDependency[Services],
        once: NamedDependency[Once],
        tenant: NamedDependency[str],
        dry_run: DryRun = False,
    ) -> Response[ImportResponse]:
        """Import."""
        rows, problems = from_csv(_text(request, body), COLUMNS)

        def act(services: Services) -> ImportResponse:
            imported = services.own_questions.take_in(tenant, rows, problems=problems, dry_run=dry_run)
            return to_import_response(imported)

        return Response(act(services)) if dry_run else once(act)

    @get(
        "/{question_id:str}",
        operation_id="get_own_question",
        summary="Read a question as your organisation has it",
        description="Any question, also one that is hidden. The header ETag is what a change has to send as "
        "If-Match; it is the same for all questions.",
        opt=needs(Scope.READ),
        sync_to_thread=True,
    )
    def get_one(
        self,
        question_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> Response[OwnQuestionResponse]:
        """Read."""
        entry, revision = services.own_questions.get(tenant, question_id)
        shown = to_own_question_response(Checked(entry, revision, (), True, True))
        return Response(shown, headers={"ETag": etag(revision)})

    @patch(
        "/{question_id:str}",
        operation_id="change_own_question",
        summary="Hide, reword or weigh a question, or change one of your own",
        description="Words have to pass the same gate as new questions; no stage can be hidden so far that a "
        "first conversation would run short. A `weight` of -2 to 2 lets a question come less or more often, "
        "never before one that suits the person clearly better. The header If-Match has to name the ETag "
        "that was read before: without it the answer is 428, and 412 when somebody else was faster.",
        opt=needs(Scope.WRITE, problems=(412, 428)),
        sync_to_thread=True,
    )
    def change(
        self,
        question_id: FromPath[str],
        data: JSONBody[OwnQuestionChange],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
        if_match: IfMatch = None,
        dry_run: DryRun = False,
    ) -> Response[OwnQuestionResponse]:
        """Change."""
        revision = expected_revision(if_match)
        checked = services.own_questions.change(
            tenant, question_id, to_edit(data), expected_revision=revision, dry_run=dry_run
        )
        return Response(to_own_question_response(checked), headers={"ETag": etag(checked.revision)})

    @delete(
        "/{question_id:str}",
        operation_id="remove_own_question",
        summary="Remove an own question, or have one as the bank has it",
        description="Sets that were prepared with it stay as they are. Doing it twice is fine. Refused with "
        "422 when a stage would run short without it.",
        opt=needs(Scope.WRITE, problems=(409,)),
        sync_to_thread=True,
    )
    def remove(
        self,
        question_id: FromPath[str],
        services: NamedDependency[Services],
        tenant: NamedDependency[str],
    ) -> None:
        """Remove."""
        services.own_questions.remove(tenant, question_id)

    @delete(
        operation_id="erase_own_questions",
        summary="Erase everything that your organisation changed",
        description="At once and for good: its questions, what is hidden, reworded and weighed. What "
        "remembered answers to idempotency keys held goes too. From then on it asks from the bank as it is.",
        opt=needs(Scope.ERASE),
        sync_to_thread=True,
    )
    def erase(self, services: NamedDependency[Services], tenant: NamedDependency[str]) -> None:
        """Erase."""
        services.own_questions.erase(tenant)


def _wants_csv(request: JsonRequest) -> bool:
    """Whether a table is accepted before JSON; whoever accepts anything gets JSON."""
    parts = request.headers.get("accept", "").lower().split(",")
    accepted = [part.split(";")[0].strip() for part in parts]
    others = ("application/json", "application/*", "*/*")
    json = min((accepted.index(kind) for kind in others if kind in accepted), default=len(accepted))
    return CSV in accepted and accepted.index(CSV) < json


def _table(services: Services, tenant: str, *, everything: bool) -> Response[OwnQuestionPage]:
    stored = services.own_questions.stored(tenant)
    rows = services.own_questions.rows(tenant)
    if not everything:
        rows = [row for row in rows if row["id"] in stored.overlay.ids]
    headers = {
        "ETag": etag(stored.revision),
        "Content-Disposition": 'attachment; filename="own-questions.csv"',
    }
    made: Response[bytes] = Response(to_csv(COLUMNS, rows).encode(), media_type=CSV, headers=headers)
    return made  # type: ignore[return-value]  # the other representation of the same


def _text(request: JsonRequest, body: bytes) -> str:
    """The table that was sent.

    Raises:
        Invalid: `media-type-unsupported`, `body-missing`, `body-malformed`.
    """
    media_type, _ = request.content_type
    if media_type != CSV:
        raise Invalid("media-type-unsupported", f"Send a table, with the header “Content-Type: {CSV}”.")
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        message = "The table isn't in UTF-8; save it as “CSV UTF-8”."
        raise Invalid("body-malformed", message) from None
