"""Going through what is stored page by page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol, TypeVar

from nudge.domain.records import Page

T = TypeVar("T")


class _HasId(Protocol):
    @property
    def id(self) -> str:
        """The id."""


Item = TypeVar("Item", bound=_HasId)


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


def page_of(items: Sequence[Item], *, after: str, limit: int) -> Page[Item]:
    """The page of a whole list that begins behind an id; "" is the first one. Ids grow with time."""
    rest = sorted((item for item in items if item.id > after), key=lambda item: item.id)
    shown = rest[:limit]
    return Page(shown, shown[-1].id if len(rest) > limit else None)
