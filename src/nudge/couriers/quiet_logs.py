"""Keeps libraries from writing addresses, secrets and words into logs."""

from __future__ import annotations

import logging


class LouderThan(logging.Filter):
    """Lets through only records above a level.

    A filter and not a level: levels are what an operator turns down when something has to be found.
    """

    def __init__(self, level: int) -> None:
        super().__init__()
        self.level = level

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LouderThan) and other.level == self.level

    def __hash__(self) -> int:
        return hash(self.level)

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record may be written."""
        return record.levelno > self.level


def keep_quiet(logger: str, *, up_to: int = logging.CRITICAL) -> None:
    """Drop what a library logs up to a level, for good; twice is once."""
    logging.getLogger(logger).addFilter(LouderThan(up_to))
