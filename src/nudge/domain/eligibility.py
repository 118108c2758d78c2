"""Which questions may be asked at all: format, audience, depth, needs, and what was asked before."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from nudge.domain.conversations import Brief, ParticipantBrief, ParticipantReading
from nudge.domain.notes import Visibility
from nudge.domain.questions import Audience, Format, QuestionBank, Stage
from nudge.domain.recurrence import is_for_a_return, stage_of_return

DEEPEST: Mapping[int, Mapping[Stage, int]] = {
    1: {Stage.REFLECT: 1, Stage.EXPLORE: 1, Stage.PURPOSE: 2, Stage.ACT: 1},
    2: {Stage.REFLECT: 1, Stage.EXPLORE: 2, Stage.PURPOSE: 2, Stage.ACT: 2},
    3: {Stage.REFLECT: 2, Stage.EXPLORE: 2, Stage.PURPOSE: 3, Stage.ACT: 2},
    4: {Stage.REFLECT: 2, Stage.EXPLORE: 3, Stage.PURPOSE: 3, Stage.ACT: 3},
}
"""The depth ladder: deepest question by session number (4 stands for later ones) and stage.

Never depth 3 in a first conversation, never 3 as the first of a set.
Source: escalating self-disclosure (Aron et al. 1997); trust in a pair comes after three or four meetings.
"""


def deepest(format: Format, session_number: int, stage: Stage) -> int:
    """The deepest question allowed, 1 to 3; a roundtable never goes beyond 2.

    >>> deepest(Format.PAIR, 1, Stage.REFLECT), deepest(Format.PAIR, 9, Stage.ACT)
    (1, 3)
    """
    depth = DEEPEST[max(1, min(session_number, 4))][stage]
    return min(depth, 2) if format is Format.ROUNDTABLE else depth


def opted_out(bank: QuestionBank, reading: ParticipantReading) -> frozenset[str]:
    """Opt-in themes that the participant didn't name as a focus; writing about one isn't asking for it."""
    return frozenset(theme.id for theme in bank.themes if theme.opt_in) - set(reading.focus_themes)


def things_there(brief: ParticipantBrief, reading: ParticipantReading) -> frozenset[str]:
    """What `needs` of a question can be met: "pledge", "note", "theme:<id>".

    A question that needs a theme presumes it, and the partner reads it aloud: so the theme must stand in a
    note that the pair may see, or be what the person wants to work on. Private notes only inform the choice.
    """
    shared = [p for p in reading.memory.passages if p.visibility is Visibility.SHARED]
    there = {f"theme:{theme}" for passage in shared for theme, _ in passage.themes}
    there |= {f"theme:{theme}" for theme in reading.focus_themes}
    if brief.last_pledge and brief.last_pledge.text.strip():
        there.add("pledge")
    if any(note.text.strip() for note in brief.notes):
        there.add("note")
    return frozenset(there)


@dataclass(frozen=True, slots=True)
class Eligible:
    """Positions of the questions that may be asked of one participant, by stage.

    `repeats` are the stages in which everything has been asked before and the oldest come again.
    """

    by_stage: Mapping[Stage, tuple[int, ...]]
    repeats: tuple[Stage, ...] = ()


def eligible(
    bank: QuestionBank,
    brief: Brief,
    participant: ParticipantBrief,
    reading: ParticipantReading,
    says_the_same: Callable[[Stage], Collection[int]] = lambda stage: (),
) -> Eligible:
    """What may be asked of a participant now.

    Questions for a pledge that came back are only there when one did, and in one stage.

    Where a rule would leave a stage without any question it gives way, the softest first: saying the same
    as one asked before, then the audience, then the depth (never beyond 2 in a first conversation), then
    `needs`. Format and opt-in give way last of all. Only a stage of which every question was asked before
    repeats, with those that were asked longest ago.

    Args:
        says_the_same: for a stage, positions of questions too near to one asked before.
    """
    asked = set(participant.asked_before)
    rules = _Rules(bank, brief, participant, reading)
    by_stage: dict[Stage, tuple[int, ...]] = {}
    repeats: list[Stage] = []
    for stage in Stage:
        positions = rules.timely(stage, bank.positions_by_stage[stage])
        fresh = [p for p in positions if bank.questions[p].id not in asked]
        if fresh:
            by_stage[stage] = _first_not_empty(stage, fresh, rules, says_the_same(stage))
        else:
            repeats.append(stage)
            allowed = _first_not_empty(stage, positions, rules, ())
            by_stage[stage] = _longest_ago(bank, allowed, participant.asked_before)
    return Eligible(by_stage, tuple(repeats))


class _Rules:
    """The rules for one participant; some can be left out."""

    def __init__(
        self, bank: QuestionBank, brief: Brief, participant: ParticipantBrief, reading: ParticipantReading
    ) -> None:
        self._questions = bank.questions
        self._brief = brief
        self._opted_out = opted_out(bank, reading)
        self._opted_out_needs = {f"theme:{theme}" for theme in self._opted_out}
        self._there = things_there(participant, reading) - self._opted_out_needs
        self._comes_back = reading.comes_back and "pledge" in self._there
        self._audiences = {Audience.ANY}
        if participant.experience.new_manager is not None:
            self._audiences.add(Audience.NEW if participant.experience.new_manager else Audience.EXPERIENCED)

    def timely(self, stage: Stage, positions: tuple[int, ...]) -> tuple[int, ...]:
        """All of them in the stage for it when a pledge came back, else without those that are for that."""
        if self._comes_back and stage is stage_of_return(self._brief.session_number):
            return positions
        questions = self._questions
        return tuple([p for p in positions if not is_for_a_return(questions[p].id)]) or positions

    def allowed(
        self,
        stage: Stage,
        positions: Iterable[int],
        *,
        audience: bool = True,
        depth: bool = True,
        needs: bool = True,
    ) -> list[int]:
        """Those of a stage's questions that may be asked, with some rules left out."""
        limit = deepest(self._brief.format, self._brief.session_number, stage)
        if not depth:
            limit = 2 if self._brief.session_number == 1 or stage is Stage.REFLECT else 3
        there, audiences, meet_as = self._there, self._audiences, self._brief.format
        return [
            position
            for position in positions
            if (question := self._questions[position]).depth <= limit
            and (not audience or question.audience in audiences)
            and (not needs or question.needs <= there)
            and meet_as in question.formats
            and self._opted_out.isdisjoint(question.themes)
            and self._opted_out_needs.isdisjoint(question.needs)
        ]


def _first_not_empty(
    stage: Stage, positions: Sequence[int], rules: _Rules, too_near: Collection[int]
) -> tuple[int, ...]:
    """What the rules allow; where that is nothing, what they allow with the softest left out."""
    if allowed := rules.allowed(stage, positions):
        near = set(too_near)
        return tuple([p for p in allowed if p not in near] or allowed)
    return tuple(
        rules.allowed(stage, positions, audience=False)
        or rules.allowed(stage, positions, audience=False, depth=False)
        or rules.allowed(stage, positions, audience=False, depth=False, needs=False)
        or positions
    )


def _longest_ago(
    bank: QuestionBank, positions: tuple[int, ...], asked_before: tuple[str, ...]
) -> tuple[int, ...]:
    """The quarter of the questions that was asked longest ago, at least six."""
    last_asked = {question_id: when for when, question_id in enumerate(asked_before)}
    oldest = sorted(positions, key=lambda p: last_asked[bank.questions[p].id])
    return tuple(oldest[: max(6, len(oldest) // 4)])
