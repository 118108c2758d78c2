"""`nudge bank check`: what a writer has to mend."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from nudge.settings import read_settings


@click.command("check")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def command(directory: Path | None) -> None:
    """Check the bank in DIRECTORY (the configured one by default): every problem with its file and line."""
    from nudge.bank.loading import check_bank

    place = directory or read_settings(os.environ).bank
    problems, n_questions = check_bank(place)
    for problem in problems:
        click.echo(f"{place}/{problem}")
    if problems:
        click.echo(f"{len(problems)} problem(s) to mend", err=True)
        sys.exit(1)
    click.echo(f"{n_questions} questions, no problems")
