"""`nudge question-set`: the twin of `POST /v1/question-sets`."""

from __future__ import annotations

import os
import sys

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import QuestionSetRequest, encode, to_brief, to_response
from nudge.cli.json_lines import answer_lines
from nudge.settings import read_settings
from nudge.wiring.models import question_sets


@click.command("question-set")
def command() -> None:
    """Read requests as JSON Lines from standard input and write the question sets, a line each.

    The JSON is that of POST /v1/question-sets. Exit code 0 when every line was answered, else 1.

    \b
    echo '{"participants": [{"ref": "ana"}, {"ref": "ben"}]}' | nudge question-set
    """
    prepare = question_sets(read_settings(os.environ))

    def answer(line: bytes) -> bytes:
        brief = to_brief(decode(line, QuestionSetRequest), prepare.bank.scheme)
        return encode(to_response(prepare.prepare(brief)))

    sys.exit(1 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) else 0)
