"""A leadership blueprint or course outline: its lines, and how far the bank serves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from nudge.domain.blueprint_lines import Line
from nudge.domain.questions import QuestionBank, Stage

ENOUGH = 3
"""Questions that have to be near to a line for it to be served. Chosen: a pair that comes back to a line of
the blueprint is asked something else for three conversations; the threshold was chosen with it."""
N_SHOWN = 3
"""Questions of a stage that are named."""


class Verdict(StrEnum):
    """How far the bank serves a line."""

    BARE = "bare"
    THIN = "thin"
    SERVED = "served"


@dataclass(frozen=True, slots=True)
class Serving:
    """A question that is near to a line: its position in the bank, and the cosine."""

    position: int
    score: float


@dataclass(frozen=True, slots=True)
class LineCoverage:
    """What the bank has for a line.

    Attributes:
        verdict: None for a line that can't be judged.
        n_near: questions at or above the threshold.
        by_stage: the nearest questions of each stage, near enough or not, the nearest first.
        missing: stages without a question at or above the threshold.
    """

    line: Line
    verdict: Verdict | None = None
    n_near: int = 0
    by_stage: Mapping[Stage, tuple[Serving, ...]] = field(default_factory=dict)
    missing: tuple[Stage, ...] = ()


def verdict_of(n_near: int) -> Verdict:
    """How far so many questions serve a line.

    >>> [verdict_of(n).value for n in (0, 1, 2, 3, 40)]
    ['bare', 'thin', 'thin', 'served', 'served']
    """
    if n_near >= ENOUGH:
        return Verdict.SERVED
    return Verdict.THIN if n_near else Verdict.BARE


def coverage_of_line(
    bank: QuestionBank, line: Line, scores: Sequence[float], threshold: float
) -> LineCoverage:
    """What the bank has for a line.

    Args:
        scores: one cosine for each question of the bank, by position.
        threshold: the cosine from which a question serves a line.
    """
    by_stage = {
        stage: tuple(Serving(position, scores[position]) for position in _nearest(positions, scores))
        for stage, positions in bank.positions_by_stage.items()
    }
    n_near = sum(score >= threshold for score in scores)
    missing = tuple(
        stage for stage in Stage if not any(serving.score >= threshold for serving in by_stage.get(stage, ()))
    )
    return LineCoverage(line, verdict_of(n_near), n_near, by_stage, missing)


def _nearest(positions: Sequence[int], scores: Sequence[float]) -> list[int]:
    return sorted(positions, key=lambda position: (-scores[position], position))[:N_SHOWN]
