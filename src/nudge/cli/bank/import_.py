"""`nudge bank import`: a table from a spreadsheet becomes files of own questions."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nudge.settings import read_settings

if TYPE_CHECKING:
    from nudge.app.admissions import Findings
    from nudge.domain.overlay_rows import TakenIn

File = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("import")
@click.option("--csv", "file", required=True, type=File, help="From where.")
@click.option(
    "--into",
    "folder",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder of your own questions, made if need be; by default the last of NUDGE_OVERLAYS.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would become of it.")
@click.option("--compare", is_flag=True, help="Load the models, and refuse near-duplicates too.")
def command(file: Path, folder: Path | None, dry_run: bool, compare: bool) -> None:
    """Take what the rows of a table say into the files of a folder; questions without a row stay as they are.

    Rows that can't be taken are told with their number, and all others are taken. The exit code is 1 when
    there was such a row.
    """
    from nudge.bank.overlays import load_overlay
    from nudge.bank.writing import write_overlay
    from nudge.domain.errors import Invalid
    from nudge.domain.overlay_rows import COLUMNS
    from nudge.domain.overlays import Overlay
    from nudge.domain.spreadsheets import from_csv
    from nudge.wiring.own_questions import admissions, bank_below

    settings = read_settings(os.environ)
    folder = folder or next(reversed(settings.overlay_folders), None)
    if folder is None:
        raise Invalid("folder-missing", "Name a folder for your own questions with --into.")
    bank = bank_below(settings, folder)
    overlay = load_overlay(folder, bank) if folder.is_dir() and any(folder.iterdir()) else Overlay()
    rows, unreadable = from_csv(_text(file), COLUMNS)
    taken, findings = admissions(settings, bank, compares=compare).rows(overlay, rows)
    taken = replace(taken, problems=(*taken.problems, *unreadable))
    _tell(file, taken, findings)
    if not dry_run:
        for path in write_overlay(folder, overlay, taken.overlay):
            click.echo(f"wrote {path}")
    click.echo(_summary(taken, dry_run=dry_run))
    sys.exit(1 if taken.problems else 0)


def _tell(file: Path, taken: TakenIn, findings: Findings) -> None:
    for problem in sorted(taken.problems, key=lambda problem: problem.number):
        click.echo(f"{file}: row {problem.number}: {problem.message}", err=True)
    for finding in findings.all:
        if finding.id in taken.rows:
            where = f"{file}: row {taken.rows[finding.id]}"
            click.echo(f"{where}: {finding.severity} {finding.code} {finding.sentence}", err=True)


def _summary(taken: TakenIn, *, dry_run: bool) -> str:
    would = "would change" if dry_run else "changed"
    refused = len({problem.number for problem in taken.problems})
    return f"{len(taken.rows)} question(s) {would}, {refused} row(s) not taken"


def _text(file: Path) -> str:
    """The table, with its line breaks as they are.

    Raises:
        Invalid: `csv-not-utf-8`.
    """
    from nudge.domain.errors import Invalid

    try:
        return file.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Invalid("csv-not-utf-8", f"{file} isn't in UTF-8; save it as “CSV UTF-8”.") from None
