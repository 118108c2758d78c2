"""From the probabilities of the heads to what is said of a pledge: levels, points, evidence, flags."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from nudge.domain.specificity import HIGHEST, LOWEST, Facet, FacetReading, PledgeKind, Span, Specificity
from nudge.language.specificity.anatomy import Anatomy
from nudge.language.specificity.dissecting import Taken
from nudge.language.specificity.evidence import evidence
from nudge.language.specificity.kinds import kind_of
from nudge.language.specificity.model import FACET_HEADS, HEADS, JOINT, LEVELS, SpecificityModel
from nudge.language.specificity.stripping import LONGEST_TEXT, Version

N_DECIMALS = 2
PLEDGE_FROM = 0.5
SURE = 0.6


def assess(model: SpecificityModel, probabilities: NDArray[np.float64], taken: Taken) -> Specificity:
    """What the probabilities of the heads say about one pledge.

    Args:
        probabilities: by version and head, shape (n_versions, n_heads).
    """
    versions = [_said(row) for row in probabilities]
    whole = versions[0]
    said = versions[_decisive([_overall(model, each) for each in versions], taken.stripped.versions)]
    points = {facet: _points(model, said, facet) for facet in Facet}
    overall = round(_overall(model, said), N_DECIMALS)
    is_pledge = whole["pledge"] >= PLEDGE_FROM and any(mark.isalnum() for mark in taken.stripped.text)
    kind = kind_of(taken.act, taken.stripped.text, whole)
    n_actions = _n_actions(whole, taken.act) if is_pledge else 0
    return Specificity(
        overall=overall,
        start=round(overall - sum(points.values()), N_DECIMALS),
        is_pledge=is_pledge,
        pledge_probability=round(whole["pledge"], N_DECIMALS),
        intent_probability=round(_asks(whole), N_DECIMALS),
        n_actions=n_actions,
        kind=kind,
        facets={facet: _reading(facet, said, points[facet], taken) for facet in Facet},
        flags=tuple(_flags(whole, taken, kind, n_actions, is_pledge=is_pledge)),
    )


def _asks(said: Mapping[str, float]) -> float:
    """That it asks for or arranges something rather than telling something; promises aside."""
    asks = said["intent.request"] + said["intent.appointment"]
    return asks / (asks + said["intent.none"])


def _said(row: NDArray[np.float64]) -> dict[str, float]:
    """Probabilities by head, level 2 of a facet never more probable than level 1."""
    said = dict(zip(HEADS, row.tolist(), strict=True))
    for facet in Facet:
        said[f"{facet}.2"] = min(said[f"{facet}.1"], said[f"{facet}.2"])
    return said | {name: math.prod(said[head] for head in heads) for name, heads in JOINT.items()}


def _overall(model: SpecificityModel, said: Mapping[str, float]) -> float:
    raw = model.start + sum(points * said[head] for head, points in model.points.items())
    return min(HIGHEST, max(LOWEST, raw))


def _decisive(overalls: Sequence[float], versions: Sequence[Version]) -> int:
    """The version that counts: over the hedges the least, over the times and counts the best."""
    best: dict[frozenset[Span], int] = {}
    for position, version in enumerate(versions):
        if version.hedges not in best or overalls[position] > overalls[best[version.hedges]]:
            best[version.hedges] = position
    return min(best.values(), key=lambda position: overalls[position])


def _points(model: SpecificityModel, said: Mapping[str, float], facet: Facet) -> float:
    """What a facet adds: its own points, and its even share of those that facets only earn together."""
    found = sum(model.points[f"{facet}.{level}"] * said[f"{facet}.{level}"] for level in LEVELS)
    for name, heads in JOINT.items():
        facets = [head for head in heads if head in FACET_HEADS]
        found += model.points[name] * said[name] * (f"{facet}.2" in facets) / len(facets)
    return round(found, N_DECIMALS)


def _reading(facet: Facet, said: Mapping[str, float], points: float, taken: Taken) -> FacetReading:
    one, two = said[f"{facet}.1"], said[f"{facet}.2"]
    level = max((0, 1, 2), key=lambda each: (1 - one, one - two, two)[each])
    if level:
        spans = evidence(facet, level, taken.stripped, taken.bare_times, taken.act)
        if spans:
            return FacetReading(level, tuple(taken.given(span) for span in spans), points)
    return FacetReading(0, (), points)


def _n_actions(said: Mapping[str, float], act: Anatomy) -> int:
    return max(2, len(act.verbs)) if said["several"] >= PLEDGE_FROM else 1


def _flags(
    said: Mapping[str, float], taken: Taken, kind: PledgeKind, n_actions: int, *, is_pledge: bool
) -> Iterable[str]:
    cues = {cue.name for cue in taken.stripped.cues}
    if not taken.stripped.text.strip():
        yield "empty"
    if len(taken.text) == LONGEST_TEXT:
        yield "cut"
    if n_actions > 1:
        yield "several-actions"
    if is_pledge and kind in (PledgeKind.NOTICE, PledgeKind.WAIT) and said[f"kind.{kind}"] >= SURE:
        yield "waiting-is-the-point"
    if not is_pledge and "refusal" in cues:
        yield "refusal"
    if not is_pledge and taken.sample.dense.get("text.link"):
        yield "advert"
    if not is_pledge and said["intent.request"] >= PLEDGE_FROM:
        yield "request"
