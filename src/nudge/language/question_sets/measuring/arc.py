"""Whether a set goes from easy to deep, and whether both of a pair get as good a set."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from nudge.app.ports import Reader
from nudge.domain.conversations import Brief
from nudge.domain.eligibility import DEEPEST, Eligible, deepest
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.questions import QuestionBank, Stage
from nudge.language.question_sets.measuring.choosers import Four
from nudge.language.question_sets.measuring.tallies import Tallies

LADDER = "sets within the depth ladder"
FIRST = "sets whose first question isn't the deepest kind"
RISES = "sets that rise to the question on purpose"
AS_DEEP = "questions as deep as the ladder lets them be"
FIT = "fit, as a share of the best that one could have alone"
WORSE_OFF = "fit of whoever of a pair gets less of that"
GAP = "difference between the two"
TO_PURPOSE = list(Stage).index(Stage.PURPOSE) + 1


def depth_order(
    bank: QuestionBank, briefs: Sequence[Brief], sets: Sequence[Sequence[Four]], tallies: Tallies
) -> None:
    """Depth by the ladder, for the sets of each conversation."""
    for brief, fours in zip(briefs, sets, strict=True):
        for one, four in zip(brief.participants, fours, strict=True):
            depths = [bank.questions[position].depth for position in four]
            limits = [deepest(brief.format, brief.session_number, stage) for stage in Stage]
            pairs = list(zip(depths, limits, strict=True))
            tallies.add(LADDER, one.ref, all(depth <= limit for depth, limit in pairs))
            tallies.add(FIRST, one.ref, depths[0] < max(DEEPEST[max(DEEPEST)].values()))
            rising = itertools.pairwise(depths[:TO_PURPOSE])
            tallies.add(RISES, one.ref, all(before <= after for before, after in rising))
            tallies.add(AS_DEEP, one.ref, sum(depth == limit for depth, limit in pairs), len(pairs))


class Balance:
    """How the fit is shared in a pair, by the fit that the choice itself goes by.

    So it says nothing of which way of choosing is better; only whether one of the two pays for the other.
    """

    def __init__(self, bank: QuestionBank, reader: Reader, policy: FitPolicy | None = None) -> None:
        self._bank = bank
        self._reader = reader
        self._policy = policy or FitPolicy()

    def count(
        self, brief: Brief, allowed: Sequence[Eligible], sets: Sequence[Four], tallies: Tallies
    ) -> None:
        """Count one conversation."""
        shares = self._shares(brief, allowed, sets)
        group = " ".join(one.ref for one in brief.participants)
        tallies.add(FIT, group, sum(shares), len(shares))
        tallies.add(WORSE_OFF, group, min(shares))
        tallies.add(GAP, group, max(shares) - min(shares))

    def _shares(self, brief: Brief, allowed: Sequence[Eligible], sets: Sequence[Four]) -> list[float]:
        readings = self._reader.read(brief, self._bank)
        shares = []
        for one, reading, own, four in zip(brief.participants, readings, allowed, sets, strict=True):
            scorer = FitScorer(self._bank, brief, one, reading, self._policy)
            got = sum(scorer.score(position).score for position in four)
            best = sum(scorer.shortlist(own.by_stage[stage], 1)[0].score for stage in Stage)
            shares.append(got / best if best > 0 else 1.0)
        return shares
