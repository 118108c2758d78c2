"""`nudge evaluate follow-ups`: how well follow-ups are chosen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nudge.cli.evaluate.figures import console, show_json, show_sets, teller
from nudge.settings import read_settings

if TYPE_CHECKING:
    from nudge.language.follow_ups.measuring.evaluation import FollowUpEvaluation

DIRECTORY = click.Path(file_okay=False, path_type=Path)


@click.command("follow-ups")
@click.option("--answers", type=DIRECTORY, help="Labelled answers; ours by default.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option("--worst", type=click.IntRange(0), default=0, help="Show so many of the worst suggestions.")
def command(answers: Path | None, as_json: bool, worst: int) -> None:
    """How well are follow-ups chosen, beside simpler ways? Takes a minute.

    Two readers said of each answer which moves are good, and which are bad. "Second reader" offers what one
    found good, measured by the labels of the other. Intervals are 95 %, resampling voices 1,000 times.
    """
    from nudge.wiring.models import evaluate_follow_ups

    settings = read_settings(os.environ)
    folder = answers or settings.models / "follow_ups"
    found = evaluate_follow_ups(settings, folder, teller(), n_worst=worst)
    if as_json:
        show_json(found)
    else:
        _show(found)


def _show(found: FollowUpEvaluation) -> None:
    from rich.table import Table

    screen = console()
    show_sets(screen, found.sets)
    for title, checks in (
        ("must not come", found.checks),
        ("suggestions that are bad for both, by move", found.bad_by_move),
        ("nothing offered where both would offer something, by reason", found.silences),
    ):
        table = Table("", "", title=title, title_justify="left", min_width=60, show_header=False)
        for name, check in checks.items():
            table.add_row(name, str(check))
        screen.print(table)
    for each in found.worst:
        lines = (each.id, each.question, each.answer, *each.offered, *(f"good: {one}" for one in each.good))
        screen.print("\n".join(lines), "\n", markup=False, highlight=False)
