"""`nudge follow-ups`: the twin of `POST /v1/follow-ups`."""

from __future__ import annotations

import os
import sys

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.follow_ups import FollowUpRequest, to_answer, to_follow_up_response
from nudge.api.bodies.question_sets import encode
from nudge.cli.json_lines import answer_lines
from nudge.settings import read_settings
from nudge.wiring.models import follow_ups


@click.command("follow-ups")
def command() -> None:
    """Read answers as JSON Lines from standard input and write what to offer their coach, a line each.

    The JSON is that of POST /v1/follow-ups. Exit code 0 when every line was answered, else 1.

    \b
    echo '{"question": {"text": "What is it like?"}, "answer": "It is always the office. Never me."}' \\
      | nudge follow-ups
    """
    service = follow_ups(read_settings(os.environ), _tell)

    def answer(line: bytes) -> bytes:
        request = to_answer(decode(line, FollowUpRequest), service.question_text)
        return encode(to_follow_up_response(service.suggest(request)))

    sys.exit(1 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) else 0)


def _tell(n_done: int, n_texts: int) -> None:
    """On standard error, as the first answer takes a while when there is no cache yet."""
    line = f"The bank's follow-ups are read for the first time: {n_done} of {n_texts} texts."
    click.echo(f"\r{line}", err=True, nl=n_done == n_texts)
