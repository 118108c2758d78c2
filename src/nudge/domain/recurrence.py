"""A pledge that comes back: the same intent in other words, after it wasn't kept. No failure, a sign."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from nudge.domain.pledges import EarlierPledge, LastPledge, Outcome
from nudge.domain.questions import Stage

MOST_EARLIER = 10
"""How many earlier pledges are looked at, the newest. Chosen: two quarters of five conversations."""

FOR_A_RETURN = ".again-"
"""Part of the id of an opener or a question that is only for a pledge that came back: it asks what stands in
its way. "check_in.again-between" and "act.again-first-hurdle" are two."""


SAME_ACT = 0.3
BOTH_NOT = 0.4
OTHER_THING = 0.35
"""What each is worth beside the nearness. Chosen: models/pledge_recurrence/CARD.md."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two pledges are, and what speaks for and against their meaning the same.

    Attributes:
        nearness: cosine of what is promised, in [-1, 1].
        same_act: whether what is done is of one sort: asking Priya isn't handing over to her. None where
            the sort isn't known.
        both_not: both are about not doing something.
        other_thing: with most words in common, each is about some thing that the other isn't about.
        other_people: each names somebody that the other doesn't.
        other_direction: one is about doing it, the other about not doing it.
    """

    nearness: float
    same_act: bool | None = None
    both_not: bool = False
    other_thing: bool = False
    other_people: bool = False
    other_direction: bool = False

    @property
    def score(self) -> float:
        """About -1 to 1.5; the nearness with what speaks for and against put to it.

        >>> Likeness(0.6, same_act=True).score
        0.9
        """
        act = 0.0 if self.same_act is None else SAME_ACT if self.same_act else -SAME_ACT
        return round(self.nearness + act + BOTH_NOT * self.both_not - OTHER_THING * self.other_thing, 4)

    def is_same(self, from_score: float) -> bool:
        """Whether they mean the same, from this score on: never with other people, or the other way round.

        >>> Likeness(0.9).is_same(0.8), Likeness(0.9, other_people=True).is_same(0.8)
        (True, False)
        """
        return self.score >= from_score and not (self.other_people or self.other_direction)


def unkept(last: LastPledge | None, earlier: Sequence[EarlierPledge]) -> tuple[str, ...]:
    """The earlier pledges that the last one may bring back: none that was kept, none once the last one is.

    >>> unkept(LastPledge("ask Sam"), [EarlierPledge("call Ana", Outcome.KEPT), EarlierPledge("ask Sam")])
    ('ask Sam',)
    """
    if last is None or not last.text.strip() or last.outcome is Outcome.KEPT:
        return ()
    newest = earlier[:MOST_EARLIER]
    return tuple(one.text for one in newest if one.outcome is not Outcome.KEPT and one.text.strip())


def stage_of_return(session_number: int) -> Stage:
    """In which stage it is asked what stands in the way: in one, and in turn, so that neither is lost to it.

    >>> [stage_of_return(number).value for number in (1, 2, 3)]
    ['act', 'explore', 'act']
    """
    return Stage.ACT if session_number % 2 else Stage.EXPLORE


def is_for_a_return(name: str) -> bool:
    """Whether an opener or a question, by its id, is only for a pledge that came back.

    >>> is_for_a_return("act.again-first-hurdle"), is_for_a_return("act.applying-again")
    (True, False)
    """
    return FOR_A_RETURN in name
