"""`nudge bank coverage`: what the bank has for whom, its holes, and a year of many people."""

from __future__ import annotations

import os
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click
import msgspec

from nudge.settings import Settings, read_settings

if TYPE_CHECKING:
    from nudge.domain.questions import QuestionBank
    from nudge.domain.rehearsals import Asking, Meeting, Year

_picture = click.option(
    "--picture",
    metavar="FILE.svg",
    type=click.File("w", encoding="utf-8", lazy=True),
    help="Draw it; - is standard output.",
)


@click.command("coverage")
@click.argument("directory", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
@_picture
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option(
    "--simulate",
    "n_people",
    type=click.IntRange(min=1),
    help="So many invented people meet for a year; 1000 take minutes.",
)
@click.option("--seed", type=click.IntRange(min=0), default=1, help="Another one, other people.")
def command(
    directory: Path | None, picture: IO[str] | None, as_json: bool, n_people: int | None, seed: int
) -> None:
    """Show what the bank in DIRECTORY (the configured one by default) covers: by stage, depth, driver value,
    theme and audience, with the holes that matter and what to write. Exit code 0, holes or not.

    \b
    nudge bank coverage --picture coverage.svg
    nudge bank coverage --simulate 1000 --json > year.json
    """
    from nudge.domain.coverage import coverage_of
    from nudge.wiring.models import curation

    settings = read_settings(os.environ)
    if directory:
        settings = replace(settings, bank=directory)
    bank = curation(settings).bank
    coverage = coverage_of(bank)
    year = _year(settings, bank, n_people, seed) if n_people else None
    if picture:
        from nudge.cli.bank.pictures.picture import picture as drawn

        picture.write(drawn(coverage, year))
    if as_json:
        found = {
            "n_questions": coverage.n_questions,
            "cells": [asdict(cell) for cell in coverage.cells],
            "holes": [asdict(cell) for cell in coverage.holes],
            "out_of_reach": coverage.out_of_reach,
        } | ({"seed": seed, "year": asdict(year) | {"used": year.used}} if year else {})
        click.echo(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    elif not picture or picture.name != "-":
        from nudge.cli.bank.tables import print_coverage, print_year

        print_coverage(coverage, sys.stdout)
        if year:
            print_year(year, bank, sys.stdout)


def _year(settings: Settings, bank: QuestionBank, n_people: int, seed: int) -> Year:
    """A year of invented people, with a bar for who waits."""
    from nudge.cli.progress import progress
    from nudge.domain.rehearsals import N_CONVERSATIONS, year_of
    from nudge.domain.selection import SelectionPolicy
    from nudge.wiring.rehearsals import rehearse

    askings: list[Asking] = []
    meetings: list[Meeting] = []
    with progress("rehearsing a year", n_people // 2 * N_CONVERSATIONS) as advance:
        for cohort in rehearse(settings, n_people, seed):
            askings += cohort.askings
            meetings += cohort.meetings
            advance(len(cohort.meetings))
    same = SelectionPolicy().same
    return year_of(bank, askings, meetings, same=same, near=NEAR)


NEAR = 0.70
"""Cosine from which two questions count as near. Chosen: half way from `SelectionPolicy.near` to `same`."""
