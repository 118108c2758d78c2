"""Sees to it that what an organisation wants heard doesn't crowd out the person."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from nudge.domain.fit import Fit
from nudge.domain.selection import Choice, Seat

Shortlists = Sequence[Sequence[Sequence[Fit]]]
"""Per participant, per stage, the fits to choose from, the best first."""

LEAST_OWN = 2
"""Questions of a set whose main reason is the person, wherever they said enough for that.

Chosen: half of the set. With fewer it would be the organisation's conversation; with more an emphasis could
hardly be heard. How often it comes to that is in docs/blueprints.md.
"""
OWN_PARTS = ("purpose", "note", "pledge", "focus")
"""Parts of a fit that come from what the person said, and that can be given as a reason."""
_DECIDED = 0.08
"""A part below this decided nothing, as in `nudge.domain.evidence`."""


def is_own(fit: Fit) -> bool:
    """Whether the person is the main reason: one of their parts decided, and the emphasis isn't above it.

    >>> is_own(Fit(0, 0.7, {"purpose": 0.0, "note": 0.4, "pledge": 0.0, "focus": 0.0, "emphasis": 0.3}))
    True
    >>> is_own(Fit(0, 0.5, {"purpose": 0.1, "note": 0.0, "pledge": 0.0, "focus": 0.0, "emphasis": 0.4}))
    False
    """
    return _own_part(fit) >= max(_DECIDED, fit.parts["emphasis"])


def choose_uncrowded(
    shortlists: Shortlists,
    without: Callable[[int], Sequence[Sequence[Fit]]],
    choose: Callable[[Shortlists], tuple[Choice, ...]],
) -> tuple[Shortlists, tuple[Choice, ...]]:
    """A choice in which everybody is the main reason of `LEAST_OWN` of their questions, if they can be.

    Where somebody isn't, one stage after the other is freed from the emphasis, first the one in which most
    speaks for the person, and all is chosen again: until they are heard enough, or no stage is left in
    which they would come first without the emphasis.

    Args:
        without: the shortlists of a participant, by number, with nothing added for an emphasis; asked for
            only where they are needed.
        choose: makes the choice.

    Returns:
        The shortlists that were chosen from in the end, and the choice.
    """
    lists = [list(own) for own in shortlists]
    freed: set[Seat] = set()
    while True:
        choices = choose(lists)
        crowded = [who for who, choice in enumerate(choices) if sum(map(is_own, choice)) < LEAST_OWN]
        found = [(who, _to_free(who, choices[who], without(who), freed)) for who in crowded]
        freeing = [(who, stage) for who, stage in found if stage is not None]
        if not freeing:
            return lists, choices
        for who, stage in freeing:
            lists[who][stage] = without(who)[stage]
        freed.update(freeing)


def _to_free(who: int, choice: Choice, without: Sequence[Sequence[Fit]], freed: set[Seat]) -> int | None:
    """The stage in which most speaks for the person, of those where the emphasis stands before them."""
    best = [fits[0] for fits in without]
    may = [
        (_own_part(best[stage]), -stage)
        for stage, fit in enumerate(choice)
        if (who, stage) not in freed and is_own(best[stage]) and not is_own(fit)
    ]
    return -max(may)[1] if may else None


def _own_part(fit: Fit) -> float:
    return max(fit.parts[part] for part in OWN_PARTS)
