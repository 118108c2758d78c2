"""`nudge evaluate`: measures what the models say against what people say."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nudge.settings import read_settings

if TYPE_CHECKING:
    from rich.console import Console

    from nudge.language.follow_ups.measuring.evaluation import FollowUpEvaluation
    from nudge.language.specificity.measuring.evaluation import PledgeEvaluation
    from nudge.language.specificity.measuring.figures import Figure

DIRECTORY = click.Path(file_okay=False, path_type=Path)
BENCHMARKS = Path("..", "shared", "benchmarks")


@click.group("evaluate")
def command() -> None:
    """Measure how well the models read."""


@command.command("pledges")
@click.option("--corpus", type=DIRECTORY, help="Labelled pledges; ours by default.")
@click.option(
    "--benchmarks", type=DIRECTORY, default=BENCHMARKS, envvar="BENCHMARKS", help="Public sets, if there."
)
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option("--worst", type=click.IntRange(0), default=0, help="Show so many of the farthest misses.")
def pledges(corpus: Path | None, benchmarks: Path, as_json: bool, worst: int) -> None:
    """How well are pledges read, beside simpler ways? Takes some minutes.

    On the corpus each voice, then each writer, is read by what never learnt from them. On the benchmarks the
    shipped model is measured. Intervals are 95 %, resampling voices, notes or rows 1,000 times.
    """
    from nudge.wiring.models import evaluate_pledges

    settings = read_settings(os.environ)
    started = time.monotonic()

    def tell(what: str) -> None:
        click.echo(f"{time.monotonic() - started:5.0f} s  {what}", err=True)

    folder = corpus or settings.models / "pledge_specificity" / "data"
    found = evaluate_pledges(settings, folder, benchmarks, tell, n_worst=worst)
    if as_json:
        click.echo(json.dumps(_rounded(asdict(found)), ensure_ascii=False, indent=2))
    else:
        _show(found)


@command.command("follow-ups")
@click.option("--answers", type=DIRECTORY, help="Labelled answers; ours by default.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option("--worst", type=click.IntRange(0), default=0, help="Show so many of the worst suggestions.")
def follow_ups(answers: Path | None, as_json: bool, worst: int) -> None:
    """How well are follow-ups chosen, beside simpler ways? Takes a minute.

    Two readers said of each answer which moves are good, and which are bad. "Second reader" offers what one
    found good, measured by the labels of the other. Intervals are 95 %, resampling voices 1,000 times.
    """
    from nudge.wiring.models import evaluate_follow_ups

    settings = read_settings(os.environ)
    started = time.monotonic()

    def tell(what: str) -> None:
        click.echo(f"{time.monotonic() - started:5.0f} s  {what}", err=True)

    folder = answers or settings.models / "follow_ups"
    found = evaluate_follow_ups(settings, folder, tell, n_worst=worst)
    if as_json:
        click.echo(json.dumps(_rounded(asdict(found)), ensure_ascii=False, indent=2))
    else:
        _show_follow_ups(found)


def _show_follow_ups(found: FollowUpEvaluation) -> None:
    from rich.table import Table

    console = _console()
    _show_sets(console, found.sets)
    for title, checks in (
        ("must not come", found.checks),
        ("suggestions that are bad for both, by move", found.bad_by_move),
        ("nothing offered where both would offer something, by reason", found.silences),
    ):
        table = Table("", "", title=title, title_justify="left", min_width=60, show_header=False)
        for name, check in checks.items():
            table.add_row(name, str(check))
        console.print(table)
    for each in found.worst:
        lines = (each.id, each.question, each.answer, *each.offered, *(f"good: {one}" for one in each.good))
        console.print("\n".join(lines), "\n", markup=False, highlight=False)


def _console() -> Console:
    from rich.console import Console

    return Console(width=None if os.isatty(1) else 160)


def _show_sets(console: Console, sets: Mapping[str, Mapping[str, Mapping[str, Figure]]]) -> None:
    from rich.table import Table

    for name, ways in sets.items():
        n = max((figure.n for figures in ways.values() for figure in figures.values()), default=0)
        table = Table("", *ways, title=f"{name} (n = {n:,})", title_justify="left", min_width=60)
        measures = dict.fromkeys(measure for figures in ways.values() for measure in figures)
        for measure in measures:
            table.add_row(
                measure, *(str(figures[measure]) if measure in figures else "" for figures in ways.values())
            )
        console.print(table)


def _show(found: PledgeEvaluation) -> None:
    from rich.table import Table

    console = _console()
    _show_sets(console, found.sets)
    for why in found.skipped:
        console.print(why, markup=False, highlight=False)
    if found.misses:
        table = Table(
            "readers", "ours", "text", title="farthest misses, voices held out", title_justify="left"
        )
        for miss in found.misses:
            readers = ", ".join(f"{each:g}" for each in miss.readers)
            table.add_row(readers, f"{miss.ours:.1f}", miss.text)
        console.print(table, markup=False)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, list | tuple) else value
