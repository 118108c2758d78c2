"""`nudge roundtable`: the twin of `POST /v1/roundtables/agenda`, and the sheet for the table."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import encode
from nudge.api.bodies.roundtables import (
    AgendaRequest,
    to_agenda_response,
    to_modules_response,
    to_table_request,
)
from nudge.app.roundtables import Roundtable
from nudge.cli.json_lines import answer_lines
from nudge.settings import Settings, read_settings
from nudge.wiring.models import roundtables, table_sheet


@click.command("roundtable")
@click.option("--modules", "only_modules", is_flag=True, help="List the modules, a line each, and stop.")
@click.option(
    "--sheet",
    metavar="FILE.html",
    type=click.Path(dir_okay=False, writable=True, path_type=Path),
    help="Write the sheets to print as well, one after the other.",
)
def command(only_modules: bool, sheet: Path | None) -> None:
    """Read who meets as JSON Lines from standard input and write the agendas, a line each.

    The JSON is that of POST /v1/roundtables/agenda. Exit code 0 when every line was answered, else 1.

    \b
    echo '{"participants": [{"ref": "ana"}, {"ref": "ben"}, {"ref": "cem"}], "starts_at": "14:00"}' \\
      | nudge roundtable --sheet sheet.html
    """
    settings = read_settings(os.environ)
    if only_modules:
        _list_modules(settings)
        return
    tables = roundtables(settings)
    planned: list[Roundtable] = []

    def answer(line: bytes) -> bytes:
        table = tables.agenda(to_table_request(decode(line, AgendaRequest), tables.scheme))
        response = encode(to_agenda_response(table))
        if sheet:
            planned.append(table)
        return response

    n_bad = answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer)
    if sheet and planned:
        sheet.write_text(table_sheet().page(*planned), encoding="utf-8")
    sys.exit(1 if n_bad else 0)


def _list_modules(settings: Settings) -> None:
    from nudge.bank.loading import load_bank

    bank = load_bank(settings.bank)
    for module in to_modules_response(bank.roundtables, bank.table_rules).items:
        click.echo(encode(module))
