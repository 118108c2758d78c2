"""`nudge score-pledge`: the twin of `POST /v1/pledges/score`."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import encode
from nudge.api.bodies.specificity import ScoreRequest, to_pledge, to_score_response
from nudge.app.specificity import PledgeToScore
from nudge.cli.json_lines import answer_batch, batches, n_lines
from nudge.cli.progress import progress
from nudge.settings import read_settings
from nudge.wiring.models import pledge_scores


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
    with progress("scoring pledges", n_lines(sys.stdin.buffer)) as advance:
        for lines in batches(sys.stdin.buffer):
            n_bad += answer_batch(lines, sys.stdout.buffer, _read, answer)
            advance(len(lines))
    sys.exit(1 if n_bad else 0)


def _read(line: bytes) -> PledgeToScore:
    return to_pledge(decode(line, ScoreRequest))
