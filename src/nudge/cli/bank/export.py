"""`nudge bank export`: all questions as a table for people who work in spreadsheets."""

from __future__ import annotations

import os
from pathlib import Path

import click

from nudge.settings import read_settings

Folder = click.Path(exists=True, file_okay=False, path_type=Path)


@click.command("export")
@click.option(
    "--csv", "file", required=True, type=click.Path(dir_okay=False, path_type=Path), help="To where."
)
@click.option(
    "--of", "folder", type=Folder, help="Your own questions; by default the last of NUDGE_OVERLAYS."
)
def command(file: Path, folder: Path | None) -> None:
    """Write every question, also hidden ones, as CSV in UTF-8, which `nudge bank import` reads back exactly.

    Cells that a spreadsheet would take for a formula have an apostrophe before them.
    """
    from nudge.bank.overlays import load_overlay
    from nudge.domain.overlay_rows import COLUMNS, rows_of
    from nudge.domain.overlays import Overlay
    from nudge.domain.spreadsheets import to_csv
    from nudge.wiring.own_questions import bank_below

    settings = read_settings(os.environ)
    folder = folder or next(reversed(settings.overlay_folders), None)
    bank = bank_below(settings, folder)
    rows = rows_of(bank, load_overlay(folder, bank) if folder else Overlay())
    file.write_text(to_csv(COLUMNS, rows), encoding="utf-8", newline="")
    click.echo(f"{len(rows)} questions in {file}")
