"""`nudge bank blueprint`: which lines of a leadership blueprint or course outline the bank serves."""

from __future__ import annotations

import os
import sys
from typing import IO, TYPE_CHECKING, Any

import click
import msgspec

from nudge.settings import read_settings

if TYPE_CHECKING:
    from nudge.app.blueprints import BlueprintCoverage
    from nudge.domain.blueprints import LineCoverage

STYLES = {"bare": "bold red", "thin": "yellow", "served": "green"}


@click.command("blueprint")
@click.argument("file", type=click.File("rb"))
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON, with ids, instead of a table.")
def command(file: IO[bytes], as_json: bool) -> None:
    """Show which lines of FILE the bank serves, with which questions, and which are bare. FILE is a
    leadership blueprint or a course outline as plain text or Markdown; - is standard input.

    \b
    nudge bank blueprint values.md
    pbpaste | nudge bank blueprint - --json
    """
    from nudge.domain.errors import Invalid
    from nudge.wiring.models import blueprints, curation

    try:
        text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Invalid("blueprint-malformed", "The file isn't in UTF-8; save it as plain text.") from None
    settings = read_settings(os.environ)
    coverage = blueprints(settings).cover(text, curation(settings).bank)
    if as_json:
        from nudge.api.bodies.blueprints import to_blueprint_response

        click.echo(msgspec.json.format(msgspec.json.encode(to_blueprint_response(coverage)), indent=2))
    else:
        _show(coverage)


def _show(coverage: BlueprintCoverage) -> None:
    """A table with what needs writing first."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    console = Console(width=None if sys.stdout.isatty() else 140, highlight=False)
    judged = [each for each in coverage.lines if each.verdict]
    table = Table("line", "", "it says", "nearest questions, or what to do", box=box.SIMPLE_HEAD)
    order = list(STYLES)
    for each in sorted(judged, key=lambda each: (order.index(each.verdict or ""), each.line.number)):
        table.add_row(*_row(coverage, each))
    console.print(table)
    for each in coverage.lines:
        if not each.verdict:
            console.print(
                f"{each.line.number:>4}  {each.line.text}: {each.line.because}", style="dim", markup=False
            )
    counts = ", ".join(f"{sum(each.verdict == name for each in judged)} {name}" for name in STYLES)
    console.print(
        f"\nOf {len(judged)} lines: {counts}. A question serves a line from {coverage.threshold} on."
    )
    console.print("Not every line is for a conversation: rules, figures and dates may stay bare.")


def _row(coverage: BlueprintCoverage, each: LineCoverage) -> tuple[Any, ...]:
    from rich.text import Text

    verdict = each.verdict or ""
    return (
        str(each.line.number),
        Text(verdict, STYLES[verdict]),
        Text(each.line.text),
        _told(coverage, each),
    )


def _told(coverage: BlueprintCoverage, each: LineCoverage) -> Any:
    """The nearest question of each stage that has one, and for which stages to write one."""
    from rich.text import Text

    told = Text()
    for servings in each.by_stage.values():
        for serving in servings[:1]:
            if serving.score >= coverage.threshold:
                question = coverage.bank.questions[serving.position]
                told.append(f"{serving.score:.2f} {question.text} ").append(f"{question.id}\n", "dim")
    if each.missing:
        stages = ", ".join(each.missing)
        told.append(f"write one for {stages}", "bold" if each.verdict == "bare" else "dim")
    told.rstrip()
    return told
