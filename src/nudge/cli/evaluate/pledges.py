"""`nudge evaluate pledges`: how well pledges are read."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nudge.cli.evaluate.figures import console, show_json, show_sets, teller
from nudge.settings import read_settings

if TYPE_CHECKING:
    from nudge.language.specificity.measuring.evaluation import PledgeEvaluation

DIRECTORY = click.Path(file_okay=False, path_type=Path)
BENCHMARKS = Path("..", "shared", "benchmarks")


@click.command("pledges")
@click.option("--corpus", type=DIRECTORY, help="Labelled pledges; ours by default.")
@click.option(
    "--benchmarks", type=DIRECTORY, default=BENCHMARKS, envvar="BENCHMARKS", help="Public sets, if there."
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option("--worst", type=click.IntRange(0), default=0, help="Show so many of the farthest misses.")
def command(corpus: Path | None, benchmarks: Path, as_json: bool, worst: int) -> None:
    """How well are pledges read, beside simpler ways? Takes some minutes.

    On the corpus each voice, then each writer, is read by what never learnt from them. On the benchmarks the
    shipped model is measured. Intervals are 95 %, resampling voices, notes or rows 1,000 times.
    """
    from nudge.wiring.models import evaluate_pledges

    settings = read_settings(os.environ)
    folder = corpus or settings.models / "pledge_specificity" / "data"
    found = evaluate_pledges(settings, folder, benchmarks, teller(), n_worst=worst)
    if as_json:
        show_json(found)
    else:
        _show(found)


def _show(found: PledgeEvaluation) -> None:
    from rich.table import Table

    screen = console()
    show_sets(screen, found.sets)
    for why in found.skipped:
        screen.print(why, markup=False, highlight=False)
    if found.misses:
        table = Table(
            "readers", "ours", "text", title="farthest misses, voices held out", title_justify="left"
        )
        for miss in found.misses:
            readers = ", ".join(f"{each:g}" for each in miss.readers)
            table.add_row(readers, f"{miss.ours:.1f}", miss.text)
        screen.print(table, markup=False)
