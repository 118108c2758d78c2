"""Readings of the corpus by ways that never saw the voice, or the writer, whose pledge they read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from nudge.domain.specificity import Specificity
from nudge.language.specificity import training
from nudge.language.specificity.assessing import assess
from nudge.language.specificity.corpus import LabelledPledge
from nudge.language.specificity.dissecting import Taken
from nudge.language.specificity.measuring.baselines import Baseline
from nudge.language.specificity.measuring.figures import Numbers
from nudge.language.specificity.measuring.readings import Readings, readings_of
from nudge.language.specificity.model import SpecificityModel, logistic

Mask = NDArray[np.bool_]
AT_ONCE = 2
"""Folds that are learnt at the same time; each takes about half a gigabyte."""


@dataclass(frozen=True, slots=True)
class OwnCorpus:
    """The labelled pledges and how each was taken apart.

    Attributes:
        mail: further sentences to learn from, which aren't judged.
    """

    pledges: Sequence[LabelledPledge]
    taken: Sequence[Taken]
    mail: Sequence[training.Example] = ()

    @property
    def mail_lines(self) -> list[LabelledPledge]:
        """The further sentences themselves."""
        return [each.pledge for each in self.mail]

    def without(self, held_out: Mask) -> list[training.Example]:
        """What may be learnt from when these are held out."""
        rows = zip(self.pledges, self.taken, held_out, strict=True)
        return [training.Example(pledge, each.sample) for pledge, each, out in rows if not out]


def splits(pledges: Sequence[LabelledPledge], by: str) -> list[Mask]:
    """What is held out in turn: whole groups, in a few folds.

    Args:
        by: "voice" or "writer".
    """
    return training.folds([getattr(each, by) or each.id for each in pledges], training.N_FOLDS)


def baseline_readings(
    pledges: Sequence[LabelledPledge],
    by: str,
    make: Callable[[], Baseline],
    mail: Sequence[LabelledPledge] = (),
) -> Readings:
    """What a baseline says of each pledge, trained on the other folds, and on all the mail."""
    masks = splits(pledges, by)
    parts = []
    for held_out in masks:
        learnt = [each for each, out in zip(pledges, held_out, strict=True) if not out]
        parts.append(
            make()
            .fit(learnt, mail)
            .read([each.text for each, out in zip(pledges, held_out, strict=True) if out])
        )
    order = np.argsort(np.concatenate([np.flatnonzero(mask) for mask in masks]))
    return Readings(
        np.concatenate([each.overall for each in parts])[order],
        {name: np.concatenate([each.codes[name] for each in parts])[order] for name in parts[0].codes},
        np.concatenate([each.pledge for each in parts])[order],
        np.concatenate([each.intent for each in parts])[order],
    )


def held_out_readings(own: OwnCorpus, by: str, tell: Callable[[str], None]) -> Readings:
    """What the scorer says of each pledge, as in the product, with heads and points of the other folds."""
    masks = splits(own.pledges, by)
    models: list[SpecificityModel] = []
    scores: dict[int, Numbers] = {}
    for held_out, heads in zip(masks, _in_parallel(own, masks), strict=True):
        models.append(heads)
        tell(f"  {len(models)} of {len(masks)} folds")
        for row in np.flatnonzero(held_out).tolist():
            scores[row] = heads.scores(own.taken[row].samples)
    whole = np.stack([scores[row][0] for row in range(len(scores))])
    found: dict[int, Specificity] = {}
    for held_out, heads in zip(masks, models, strict=True):
        start, points = training.fit_points(whole[~held_out], own.without(held_out))
        model = replace(heads, start=start, points=points)
        for row in np.flatnonzero(held_out).tolist():
            found[row] = assess(model, logistic(scores[row]), own.taken[row])
    return readings_of([found[row] for row in range(len(found))])


def _in_parallel(own: OwnCorpus, masks: Sequence[Mask]) -> Iterator[SpecificityModel]:
    """The heads without each fold, two folds at a time."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1), ThreadPoolExecutor(AT_ONCE) as pool:
        yield from pool.map(lambda held_out: _heads([*own.without(held_out), *own.mail]), masks)


def _heads(examples: Sequence[training.Example]) -> SpecificityModel:
    """The heads of these examples, with no points yet."""
    space, weights, intercepts = training.fit(examples)
    return SpecificityModel("", "", space, weights, intercepts, {}, 0.0)
