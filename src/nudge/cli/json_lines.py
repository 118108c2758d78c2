"""JSON Lines: a request a line in, a response a line out; a bad line becomes an error in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import BinaryIO

import msgspec

from nudge.api.bodies.problems import ProblemBody, problem_of, unexpected
from nudge.domain.errors import NudgeError

Answer = Callable[[bytes], bytes]


def answer_lines(lines: Iterable[bytes], out: BinaryIO, answer: Answer) -> int:
    """Answer every line that isn't blank.

    Returns:
        How many lines could not be answered; each has `{"error": {problem}}` in its place.
    """
    n_bad = 0
    for line in lines:
        if not line.strip():
            continue
        try:
            response = answer(line)
        except NudgeError as error:
            n_bad += 1
            response = _error(problem_of(error))
        except Exception as error:  # one bad line must not lose the others
            n_bad += 1
            print(f"nudge: {type(error).__name__} while answering a line", file=sys.stderr)
            response = _error(unexpected())
        out.write(response + b"\n")
        out.flush()
    return n_bad


def _error(what: ProblemBody) -> bytes:
    return msgspec.json.encode({"error": what})
