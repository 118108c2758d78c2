"""What may be asked of somebody, and what it costs beside other questions, as a reader finds them near."""

from __future__ import annotations

from collections.abc import Sequence

from nudge.app.ports import Reader
from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading
from nudge.domain.eligibility import Eligible, eligible
from nudge.domain.fit import Fit
from nudge.domain.questions import QuestionBank, Stage
from nudge.domain.selection import Costs, SelectionPolicy


def candidates_for(
    reader: Reader,
    bank: QuestionBank,
    brief: Brief,
    participant: ParticipantBrief,
    reading: ParticipantReading,
    *,
    same: float,
) -> Eligible:
    """What may be asked of a participant, without what says the same as something asked before.

    Args:
        same: cosine from which two questions say the same.
    """
    asked = sorted({bank.positions[id] for id in participant.asked_before if id in bank.positions})

    def says_the_same(stage: Stage) -> set[int]:
        candidates = bank.positions_by_stage[stage]
        near = reader.closest(bank, candidates, asked)
        return {p for p, cosine in zip(candidates, near, strict=True) if cosine >= same}

    return eligible(bank, brief, participant, reading, says_the_same)


def costs_among(
    reader: Reader,
    bank: QuestionBank,
    shortlists: Sequence[Sequence[Sequence[Fit]]],
    policy: SelectionPolicy,
) -> Costs:
    """What any two of the shortlisted questions cost when they stand together."""
    positions = sorted({fit.position for stages in shortlists for stage in stages for fit in stage})
    row_of = {position: row for row, position in enumerate(positions)}
    table = reader.similarities(bank, positions, positions)
    return Costs(policy, lambda one, other: table[row_of[one]][row_of[other]])
