"""The terminal, for trying things out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import TextIO

from nudge.couriers.letter_words import plain_lines, tidied
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.records import Participant

RULE = "─" * 72


class ConsoleCourier:
    """Prints letters.

    Args:
        stream: where to; standard output, as it is at the time, unless given.
    """

    name = "console"
    deduplicates = False
    waits: Sequence[timedelta] = ()

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream

    def address(self, participant: Participant) -> str | None:
        """Everybody can be printed for."""
        return participant.ref

    def send(self, letter: Letter) -> str:
        """Print the letter; returns "printed"."""
        head = f"{letter.sent_at:%Y-%m-%d %H:%M} UTC · {letter.moment.value} · to {tidied(letter.to)}"
        lines = [RULE, head, tidied(letter.subject), "", *plain_lines(letter), RULE]
        try:
            print("\n".join(lines), file=self._stream or sys.stdout, flush=True)
        except (OSError, ValueError):  # the pipe is closed, or its encoding lacks a character
            raise NotDelivered("console-closed") from None
        return "printed"
