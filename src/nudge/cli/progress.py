"""A bar on standard error for whoever waits."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MANY = 200
"""From so many on the way is shown when nobody looks on, too, once at the end."""


@contextmanager
def progress(what: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show how far it is; gives what to call with how many are done.

    Args:
        what: such as "scoring pledges".
        total: how many there are; None when nobody knows.
    """
    is_watched = sys.stderr.isatty() and not sys.stdout.isatty()
    if not is_watched and (total is None or total <= MANY):
        yield lambda n_done: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total)
        yield lambda n_done: bar.advance(task, n_done)
