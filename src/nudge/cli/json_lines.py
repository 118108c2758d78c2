"""JSON Lines: a request a line in, a response a line out; a bad line becomes an error in its place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO, TypeVar

import msgspec

from nudge.api.bodies.problems import ProblemBody, problem_of, unexpected
from nudge.domain.errors import NudgeError

S = TypeVar("S")
T = TypeVar("T")
Answer = Callable[[bytes], bytes]

MOST_IN_BATCH = 256
"""Lines that are answered together. Chosen: more of them are no faster, and the first answer comes later."""
CHUNK_BYTES = 1 << 18


def answer_lines(lines: Iterable[bytes], out: BinaryIO, answer: Answer) -> int:
    """Answer every line that isn't blank.

    Returns:
        How many lines could not be answered; each has `{"error": {problem}}` in its place.
    """
    return sum(_write(out, [_attempt(answer, line)]) for line in lines if line.strip())


def answer_batch(
    lines: Sequence[bytes],
    out: BinaryIO,
    read: Callable[[bytes], T],
    answer: Callable[[Sequence[T]], Sequence[bytes]],
) -> int:
    """Answer the lines together that aren't blank; one that can't be answered keeps its place.

    Args:
        read: makes the request of a line.
        answer: answers requests, in order, each as if it were alone.

    Returns:
        As `answer_lines`.
    """
    requests = [_attempt(read, line) for line in lines if line.strip()]
    good = [request for request in requests if not isinstance(request, ProblemBody)]
    answers = _each(good, answer)
    return _write(out, [one if isinstance(one, ProblemBody) else next(answers) for one in requests])


def batches(stdin: BinaryIO) -> Iterator[list[bytes]]:
    """The lines as they come, at most `MOST_IN_BATCH` together: who writes one and waits is answered."""
    rest = bytearray()
    while chunk := _chunk(stdin):
        rest += chunk
        if b"\n" in chunk:
            *lines, last = bytes(rest).split(b"\n")
            rest = bytearray(last)
            for start in range(0, len(lines), MOST_IN_BATCH):
                yield lines[start : start + MOST_IN_BATCH]
    if rest:
        yield [bytes(rest)]


def _chunk(stdin: BinaryIO) -> bytes:
    """What there is to read now, at least one byte; empty at the end."""
    read1: Callable[[int], bytes] = getattr(stdin, "read1", stdin.read)
    return read1(CHUNK_BYTES)


def n_lines(stdin: BinaryIO) -> int | None:
    """How many lines a file has from here on; None for a pipe, of which nobody knows."""
    if not stdin.seekable():
        return None
    place = stdin.tell()
    n = sum(1 for _ in stdin)
    stdin.seek(place)
    return n


def _each(
    requests: Sequence[S], answer: Callable[[Sequence[S]], Sequence[bytes]]
) -> Iterator[bytes | ProblemBody]:
    """The answers to all; when they can't be given together, then to each alone."""
    if len(requests) > 1:
        try:
            return iter(answer(requests))
        except Exception:  # one bad line must not lose the others
            pass
    return (_attempt(lambda request: answer([request])[0], request) for request in requests)


def _attempt(answer: Callable[[S], T], asked: S) -> T | ProblemBody:
    """The answer, or what went wrong."""
    try:
        return answer(asked)
    except NudgeError as error:
        return problem_of(error)
    except Exception as error:  # one bad line must not lose the others
        print(f"nudge: {type(error).__name__} while answering a line", file=sys.stderr)
        return unexpected()


def _write(out: BinaryIO, answers: Sequence[bytes | ProblemBody]) -> int:
    """Write the answers, a line each; returns how many of them are errors."""
    for answer in answers:
        line = msgspec.json.encode({"error": answer}) if isinstance(answer, ProblemBody) else answer
        out.write(line + b"\n")
    out.flush()
    return sum(isinstance(answer, ProblemBody) for answer in answers)
