"""How far two readers of the corpus agree: what a scorer can't be expected to pass."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from nudge.language.specificity.corpus import LabelledPledge
from nudge.language.specificity.measuring.figures import (
    Codes,
    Figure,
    Resampling,
    accuracy,
    f1,
    macro_f1,
    spearman,
    weighted_kappa,
)
from nudge.language.specificity.measuring.readings import COLUMNS, FACET_NAMES, truth_of

Compare = Callable[[Codes, Codes], float]
COMPARE: Mapping[str, Compare] = {
    **dict.fromkeys(FACET_NAMES, macro_f1),
    "is_pledge": f1,
    "n_actions": accuracy,
    "kind": macro_f1,
}
"""The measure of each column."""

KAPPA = "kappa "
"""How names of figures begin that are weighted kappas."""

KAPPAS = (*FACET_NAMES, "is_pledge")


def agreement(pledges: Sequence[LabelledPledge], *, n_resamples: int = 1000) -> dict[str, Figure]:
    """The second reader measured by the first, voices resampled; empty when nothing was read twice.

    Returns:
        "overall" (Spearman) and the columns, as for a scorer; then "kappa overall", "kappa action" …: with
        quadratic weights, `overall` in half steps.
    """
    twice = [each for each in pledges if len(each.labels) > 1]
    if not twice:
        return {}
    draws = Resampling([each.voice or each.id for each in twice], n_resamples=n_resamples)
    truth = truth_of(twice)
    one, other = (np.array([each.labels[reader].overall for each in twice]) for reader in (0, 1))
    found = {"overall": draws.figure(lambda rows: spearman(one[rows], other[rows]))}
    for name in COLUMNS:
        first, second = truth.codes[name][:2]
        found[name] = draws.figure(_compared(COMPARE[name], first, second))
    half, other_half = (np.round(each * 2).astype(np.int64) for each in (one, other))
    found[f"{KAPPA}overall"] = draws.figure(_compared(weighted_kappa, half, other_half))
    for name in KAPPAS:
        first, second = truth.codes[name][:2]
        found[f"{KAPPA}{name}"] = draws.figure(_compared(weighted_kappa, first, second))
    return found


def _compared(compare: Compare, one: Codes, other: Codes) -> Callable[[np.ndarray], float]:
    return lambda rows: compare(one[rows], other[rows])
