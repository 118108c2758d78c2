"""Going through everything that is stored page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from nudge.domain.records import Page

T = TypeVar("T")


def every(page_after: Callable[[str], Page[T]]) -> Iterator[T]:
    """All items of all pages.

    Args:
        page_after: reads the page that begins after an id; "" is the first one.

    >>> pages = {"": Page(("a", "b"), "b"), "b": Page(("c",))}
    >>> list(every(pages.__getitem__))
    ['a', 'b', 'c']
    """
    after: str | None = ""
    while after is not None:
        page = page_after(after)
        yield from page.items
        after = page.next_after
