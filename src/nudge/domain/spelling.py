"""The word that somebody probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(wrong: str, known: Iterable[str]) -> str:
    """A hint to append to an error: the nearest known spelling, else the known words themselves.

    >>> did_you_mean("dept", ["depth", "text"])
    'Did you mean “depth”?'
    >>> did_you_mean("zzz", ["depth", "text"])
    'Known are: depth, text.'
    """
    choices = sorted(known)
    nearest = difflib.get_close_matches(wrong, choices, n=1, cutoff=0.6)
    if nearest:
        return f"Did you mean “{nearest[0]}”?"
    if len(choices) > 12:
        return f"Known are: {', '.join(choices[:12])} and {len(choices) - 12} more."
    return f"Known are: {', '.join(choices)}."
