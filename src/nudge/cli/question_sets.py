"""`nudge question-set`: the twin of `POST /v1/question-sets`."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import click

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import QuestionSetRequest, encode, to_brief, to_response
from nudge.cli.json_lines import answer_lines
from nudge.settings import Settings, read_settings
from nudge.wiring.models import question_sets


@click.command("question-set")
@click.option("--replay", "is_replay", is_flag=True, help="Read earlier requests with their responses.")
@click.option(
    "--bank", type=click.Path(exists=True, file_okay=False, path_type=Path), help="The bank of that time."
)
def command(is_replay: bool, bank: Path | None) -> None:
    """Read requests as JSON Lines from standard input and write the question sets, a line each.

    The JSON is that of POST /v1/question-sets. Exit code 0 when every line was answered, else 1.

    \b
    echo '{"participants": [{"ref": "ana"}, {"ref": "ben"}]}' | nudge question-set

    With --replay a line is {"request": …, "response": …}; what is written says whether the same response
    comes again, and if not, which questions differ and why. Exit code 0 when every one does, else 1.

    
    nudge question-set --replay --bank ../then/question_bank < answered.jsonl
    """
    settings = read_settings(os.environ)
    if is_replay:
        sys.exit(1 if _replay(settings, bank) else 0)
    prepare = question_sets(replace(settings, bank=bank) if bank else settings)

    def answer(line: bytes) -> bytes:
        brief = to_brief(decode(line, QuestionSetRequest), prepare.bank.scheme)
        return encode(to_response(prepare.prepare(brief)))

    sys.exit(1 if answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) else 0)


def _replay(settings: Settings, bank: Path | None) -> int:
    """Replay every line; returns how many don't come again as they were, or couldn't be read."""
    from nudge.cli.replays import replay

    replayed = replay(settings, bank)
    n_other = 0

    def answer(line: bytes) -> bytes:
        nonlocal n_other
        body = replayed(line)
        n_other += not body.same
        return encode(body)

    return answer_lines(sys.stdin.buffer, sys.stdout.buffer, answer) + n_other
