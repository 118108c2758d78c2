"""`nudge bank check`: what a writer has to mend."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nudge.settings import Settings, read_settings

if TYPE_CHECKING:
    from nudge.domain.editorial.duplicates import Nearness

FORMATS = ("table", "lines", "json", "sarif")


@click.command("check")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMATS), help="table on a terminal, else lines.")
@click.option("--fast", is_flag=True, help="Leave out near-duplicates, which need the language models.")
def command(directory: Path | None, form: str | None, fast: bool) -> None:
    """Check the bank in DIRECTORY (the configured one by default) by every editorial rule.

    `lines` is file:line:column for editors, `json` and `sarif` are for machines. Only errors count in the
    exit code. A folder with own questions is checked over the configured bank. `nudge bank rules` says why
    each rule is there, and how to mend what it finds.
    """
    from nudge.bank.checking import check
    from nudge.bank.overlay_checks import check_overlay
    from nudge.bank.overlays import is_overlay
    from nudge.cli.bank.reports import show
    from nudge.wiring.own_questions import bank_below

    settings = read_settings(os.environ)
    nearness, why_not = (None, "left out by --fast") if fast else _nearness(settings)
    place = directory or settings.bank
    if is_overlay(place):
        report = check_overlay(place, bank_below(settings, place), nearness)
    else:
        report = check(place, nearness)
    show(report, place, form or ("table" if sys.stdout.isatty() else "lines"), why_not)
    if report.n_errors:
        sys.exit(1)


def _nearness(settings: Settings) -> tuple[Nearness | None, str]:
    """By what near-duplicates are found, or why they can't be."""
    from nudge.domain.errors import Unavailable
    from nudge.wiring.bank_checks import nearness

    try:
        return nearness(settings), ""
    except Unavailable as error:
        return None, error.message
