"""`nudge plan-nudges`: the twin of `POST /v1/nudges/plan`, and plans for people's eyes."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import IO, BinaryIO

import click
import msgspec

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.nudge_plans import PlanNudgesRequest, to_plan_response, to_preview
from nudge.api.bodies.question_sets import encode
from nudge.app.nudge_previews import Preview, PreviewedPlan
from nudge.cli.json_lines import answer_lines, batches, n_lines
from nudge.cli.progress import progress
from nudge.cli.timelines.marks import Timeline
from nudge.settings import Settings, read_settings

Say = Callable[[Preview, PreviewedPlan], bytes]
USUAL_DAYS = 14

_picture = click.option(
    "--picture",
    metavar="FILE.svg",
    type=click.File("w", encoding="utf-8", lazy=True),
    help="Draw a timeline of each pledge; - is standard output.",
)
_days = click.option(
    "--days", type=click.IntRange(1, 60), help="How far to look; else what a line says, or 14."
)
_stored = click.option(
    "--stored", is_flag=True, help="Show what the database has planned instead of reading lines."
)


@click.command("plan-nudges")
@click.option("--table", "is_table", is_flag=True, help="Write a table of each pledge instead of JSON.")
@_picture
@_days
@_stored
@click.option("--tenant", help="Whose, with --stored.")
@click.option("--participant", help="Id of the only one to show, with --stored.")
def command(
    is_table: bool,
    picture: IO[str] | None,
    days: int | None,
    stored: bool,
    tenant: str | None,
    participant: str | None,
) -> None:
    """Read pledges as JSON Lines from standard input and write their nudges, a line each. Nothing is stored.

    The JSON is that of POST /v1/nudges/plan; each line is planned as if it were alone. With --table or
    --picture people can read it: no word of a pledge is in them. Exit code 0 when every line was answered,
    else 1.

    \b
    nudge plan-nudges --table --picture cohort.svg < cohort.jsonl
    nudge plan-nudges --stored --tenant acme --picture acme.svg
    """
    settings = read_settings(os.environ)
    if not (stored or is_table or picture):
        sys.exit(1 if _answer(settings, days, sys.stdout.buffer, _as_json) else 0)
    if stored:
        if not tenant:
            raise click.UsageError("Say whose: --tenant NAME.")
        timelines, n_bad = _ahead(settings, tenant, participant, days or USUAL_DAYS), 0
    else:
        timelines, n_bad = _tried_out(settings, days)
    _show(timelines, is_table=is_table or picture is None, picture=picture)
    sys.exit(1 if n_bad else 0)


def _as_json(asked: Preview, previewed: PreviewedPlan) -> bytes:
    return encode(to_plan_response(previewed))


def _answer(settings: Settings, days: int | None, out: BinaryIO, say: Say) -> int:
    """Answer every line; returns how many could not be."""
    from nudge.wiring.nudging import nudge_previews

    previews = nudge_previews(settings)

    def answer(line: bytes) -> bytes:
        asked = to_preview(decode(line, PlanNudgesRequest), now=datetime.now(UTC))
        asked = replace(asked, days=days or asked.days)
        return say(asked, previews.preview(asked))

    n_bad = 0
    with progress("planning nudges", n_lines(sys.stdin.buffer)) as advance:
        for lines in batches(sys.stdin.buffer):
            for line in lines:
                n_bad += answer_lines([line], out, answer)
                advance(1)
    return n_bad


def _tried_out(settings: Settings, days: int | None) -> tuple[list[Timeline], int]:
    """The timelines of all lines, and how many have none; these are told on standard error."""
    from nudge.cli.timelines.sources import timeline_of, told_apart
    from nudge.wiring.nudging import calendars

    hours, found, answers = calendars(settings), list[Timeline](), io.BytesIO()

    def keep(asked: Preview, previewed: PreviewedPlan) -> bytes:
        found.append(timeline_of(asked, previewed, hours))
        return b"{}"

    n_bad = _answer(settings, days, answers, keep)
    for number, answer in enumerate(answers.getvalue().splitlines(), start=1):
        if problem := msgspec.json.decode(answer).get("error"):
            click.echo(f"nudge: line {number}: {problem['detail']}", err=True)
    return list(told_apart(found)), n_bad


def _ahead(settings: Settings, tenant: str, participant: str | None, days: int) -> list[Timeline]:
    """The timelines of what the database has."""
    from nudge.app.paging import every
    from nudge.cli.timelines.sources import timelines_ahead, told_apart
    from nudge.wiring.nudging import calendars, stored_nudges

    hours = calendars(settings)
    with stored_nudges(settings, tenant) as (nudges, of):
        people = every(
            lambda after: nudges.ahead(of, days=days, participant=participant, after=after, limit=100)
        )
        found = [timeline for one in people for timeline in timelines_ahead(one, hours, days)]
    return list(told_apart(found))


def _show(timelines: list[Timeline], *, is_table: bool, picture: IO[str] | None) -> None:
    """The table on standard output, the picture in its file."""
    if not timelines:
        click.echo("nudge: there is no pledge to show", err=True)
        return
    if is_table:
        from nudge.cli.timelines.table import print_tables

        print_tables(timelines, sys.stdout)
    if picture:
        from nudge.cli.timelines.picture import picture as drawn

        picture.write(drawn(timelines))
