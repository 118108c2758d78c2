"""`/v1/roundtables`: modules for a table of three to six, and the agenda of one meeting."""

from __future__ import annotations

from typing import cast

from litestar import Controller, Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from nudge.api.bodies.roundtables import (
    AgendaRequest,
    AgendaResponse,
    ModulesResponse,
    to_agenda_response,
    to_modules_response,
    to_table_request,
)
from nudge.api.keys import needs
from nudge.api.requests import JsonRequest
from nudge.api.services import Services
from nudge.app.roundtables import Roundtable, TableSheet
from nudge.domain.records import Scope

SHEET = "text/html"


class RoundtablesController(Controller):
    """Roundtables that lead themselves."""

    path = "/roundtables"
    tags = ("Roundtables",)

    @get(
        operation_id="list_modules",
        summary="List the modules",
        description="Each is ninety minutes on one subject, for five or six people (three to six) who lead "
        "themselves: what happened lately, the subject, own examples, an idea from outside, a question for "
        "each, and one thing to do.",
        opt=needs(None),
        sync_to_thread=True,
    )
    def modules(self, services: NamedDependency[Services]) -> ModulesResponse:
        """List."""
        tables = services.roundtables
        return to_modules_response(tables.modules, tables.rules)

    @post(
        "/agenda",
        operation_id="plan_roundtable",
        summary="Plan a roundtable",
        description="Who meets goes in; the agenda comes out: sections with their minutes, who keeps time, "
        "who reads which paragraph, how long each one speaks, what the timekeeper says when, and the "
        "questions, some of them the same for all, some for each. Without `module` the nearest one is taken. "
        "What people wrote only informs the choice: nothing of it is in the response, so it can be shown to "
        "all of them. Send `minutes` and `starting_with` when a table begins late or runs over. With "
        "`Accept: text/html` it comes as a page to print. Nothing is stored. The same request with the same "
        "bank and models gives the same response.",
        status_code=200,
        opt={**needs(Scope.CHOOSE), "also_accepts": SHEET},
        sync_to_thread=True,
    )
    def agenda(
        self, request: JsonRequest, data: JSONBody[AgendaRequest], services: NamedDependency[Services]
    ) -> Response[AgendaResponse]:
        """Plan."""
        tables = services.roundtables
        asked_from = services.curations.of(request.auth.tenant)
        table = tables.agenda(to_table_request(data, tables.scheme), asked_from)
        if request.accept.best_match(["application/json", SHEET]) == SHEET:
            return _page(services.table_sheet, table)
        return Response(to_agenda_response(table))


def _page(sheet: TableSheet, table: Roundtable) -> Response[AgendaResponse]:
    headers = {"Content-Security-Policy": sheet.policy, "Vary": "Accept"}
    page = Response(sheet.page(table), media_type=SHEET, headers=headers)
    return cast("Response[AgendaResponse]", page)
