"""`nudge score-pledge`: the twin of `POST /v1/pledges/score`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import encode
from nudge.api.bodies.specificity import ScoreRequest, to_pledge, to_score_response
from nudge.app.specificity import PledgeToScore
from nudge.cli.json_lines import answer_batch, batches, n_lines
from nudge.settings import read_settings
from nudge.wiring.models import pledge_scores

MANY_LINES = 200
"""From so many lines on the way is shown when nobody looks on, too, once at the end."""


@click.command("score-pledge")
def command() -> None:
    """Read pledges as JSON Lines from standard input and write how specific they are, a line each.

    The JSON is that of POST /v1/pledges/score. A score is for the author of the pledge alone. Many lines are
    fine: they are scored together. Exit code 0 when every line was answered, else 1.

    \b
    echo '{"text": "By Friday I will ask Priya to run stand-up", "time_zone": "Europe/Berlin"}' \\
      | nudge score-pledge
    """
    scores = pledge_scores(read_settings(os.environ))

    def answer(pledges: Sequence[PledgeToScore]) -> list[bytes]:
        return [encode(to_score_response(scored)) for scored in scores.score(pledges)]

    n_bad = 0
    with _progress(n_lines(sys.stdin.buffer)) as advance:
        for lines in batches(sys.stdin.buffer):
            n_bad += answer_batch(lines, sys.stdout.buffer, _read, answer)
            advance(len(lines))
    sys.exit(1 if n_bad else 0)


def _read(line: bytes) -> PledgeToScore:
    return to_pledge(decode(line, ScoreRequest))


@contextmanager
def _progress(total: int | None) -> Iterator[Callable[[int], None]]:
    """A bar on standard error for whoever waits; gives what to call with how many lines are done."""
    is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
    if not is_watched and (total is None or total <= MANY_LINES):
        yield lambda n_done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn("scoring pledges"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as progress:
        task = progress.add_task("", total=total)
        yield lambda n_done: progress.advance(task, n_done)
