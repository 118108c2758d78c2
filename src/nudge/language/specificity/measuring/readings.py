"""What a way of reading says of many pledges, and what their readers say, as columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nudge.domain.specificity import Facet, PledgeKind, Specificity
from nudge.language.specificity.corpus import Label, LabelledPledge
from nudge.language.specificity.measuring.figures import UNKNOWN, Codes, Numbers

KINDS = tuple(PledgeKind)
FACET_NAMES = tuple(facet.value for facet in Facet)
COLUMNS = (*FACET_NAMES, "is_pledge", "n_actions", "kind")
"""What is compared code by code; a kind only where something is pledged."""


@dataclass(frozen=True, slots=True, eq=False)
class Readings:
    """What was read, a row for each pledge.

    Attributes:
        codes: by name of `COLUMNS`.
        pledge: the probability that it is a pledge.
        intent: that it promises, asks for or arranges anything; not a number where a way can't tell.
    """

    overall: Numbers
    codes: Mapping[str, Codes]
    pledge: Numbers
    intent: Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """What the readers say; `codes` has one array for each of them, `UNKNOWN` where one said nothing.

    Attributes:
        overall: the mean of the readers.
        pledge: the share of the readers who take it for one.
        intent: 1 when the first reader sees a promise, a request or an appointment, else 0.
    """

    overall: Numbers
    codes: Mapping[str, Sequence[Codes]]
    pledge: Numbers
    intent: Codes


def readings_of(found: Sequence[Specificity]) -> Readings:
    """The columns of what a scorer found."""
    codes = {
        facet.value: np.array([each.facets[facet].level for each in found], dtype=np.int64) for facet in Facet
    }
    codes["is_pledge"] = np.array([each.is_pledge for each in found], dtype=np.int64)
    codes["n_actions"] = np.array([each.n_actions for each in found], dtype=np.int64)
    codes["kind"] = np.array([KINDS.index(each.kind) for each in found], dtype=np.int64)
    intent = np.array([each.intent_probability for each in found], dtype=np.float64)
    return Readings(
        np.array([each.overall for each in found], dtype=np.float64),
        codes,
        np.array([each.pledge_probability for each in found], dtype=np.float64),
        intent if intent.any() else np.full(len(found), np.nan),
    )


def truth_of(pledges: Sequence[LabelledPledge]) -> Truth:
    """The columns of what the readers say."""
    n_readers = max((len(each.labels) for each in pledges), default=0)
    codes = {
        name: [
            np.array([_code(each.labels, reader, name) for each in pledges], dtype=np.int64)
            for reader in range(n_readers)
        ]
        for name in COLUMNS
    }
    return Truth(
        np.array([each.overall for each in pledges]),
        codes,
        np.array([np.mean([label.is_pledge for label in each.labels]) for each in pledges]),
        np.array([each.labels[0].intent not in ("", "none") for each in pledges], dtype=np.int64),
    )


def _code(labels: Sequence[Label], reader: int, name: str) -> int:
    if reader >= len(labels):
        return UNKNOWN
    label = labels[reader]
    match name:
        case "is_pledge":
            return int(label.is_pledge)
        case "n_actions":
            return label.n_actions
        case "kind":
            return KINDS.index(label.kind) if label.is_pledge else UNKNOWN
    return label.levels.get(Facet(name), UNKNOWN)
