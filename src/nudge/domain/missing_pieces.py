"""The one missing piece of a pledge: which facet to ask about, and in whose words.

One question at most, chosen by what would make the pledge clearer; never advice, never a rewrite, and
nothing when the pledge is clear enough or when waiting or noticing is the point.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from types import MappingProxyType

from nudge.domain.specificity import Facet, PledgeKind, Specificity

CLEAR_ENOUGH = 4.5
"""From this `overall` on nothing is asked. Chosen: the middle between "a detail is missing" and none."""

NOTHING_TO_ASK = frozenset({"waiting-is-the-point", "refusal", "advert", "empty"})
"""Flags of a reading after which any question would be out of place."""

SEVERAL_ACTIONS = "several-actions"
"""The flag of a pledge that has more than one act in it."""

GAINS: Mapping[tuple[Facet, int], float] = MappingProxyType(
    {
        (Facet.OWNERSHIP, 0): 2.2,
        (Facet.ACTION, 0): 2.0,
        (Facet.ACTION, 1): 1.2,
        (Facet.CONTEXT, 1): 0.9,
        (Facet.WHEN, 0): 0.8,
        (Facet.MEASURE, 0): 0.7,
        (Facet.CONTEXT, 0): 0.6,
        (Facet.OWNERSHIP, 1): 0.55,
        (Facet.WHEN, 1): 0.5,
        (Facet.MEASURE, 1): 0.45,
        (Facet.COMMITMENT, 0): 0.4,
        (Facet.COMMITMENT, 1): 0.3,
    }
)
"""What an answer would add to `overall`, by facet and its level now; what is missing here is never asked.

Chosen: the order in which a coach would ask. Whose act and what act; then with whom, when that is only
generic ("my team"), since a name often brings a day along; then when, how much, and how firmly.
"""

OF_A_ROUTINE = 0.5
"""A habit gains so much less from a name or place: "take my pills" needs none. Chosen, as above."""

_SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_TOLD_APART = (Facet.ACTION, Facet.WHEN, Facet.MEASURE)
_STILL = (PledgeKind.NOTICE, PledgeKind.WAIT)


class ActSort(StrEnum):
    """What sort of act a pledge is about, so that the question fits it.

    `NONE` is for texts that promise nothing yet, `SEVERAL` for more than one act at once.
    """

    TALK = "talk"
    WRITE = "write"
    DELEGATE = "delegate"
    DECIDE = "decide"
    PLAN = "plan"
    STOP = "stop"
    LISTEN = "listen"
    LEARN = "learn"
    MEET = "meet"
    HEALTH = "health"
    NONE = "none"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class MissingPieceWording:
    """One way of asking for a missing facet.

    Attributes:
        id: stable, `missing.facet-slug`; never reused.
        levels: levels of the facet that it is written for, of 0 and 1.
        sorts: sorts of act that it is written for; empty when it suits any.
        text: one question, with `{{ slot }}` for fields of `PledgeSlots`.
    """

    id: str
    version: int
    facet: Facet
    text: str
    kinds: frozenset[PledgeKind] = frozenset({PledgeKind.ACT, PledgeKind.HABIT})
    levels: frozenset[int] = frozenset({0, 1})
    sorts: frozenset[ActSort] = frozenset()

    @property
    def slots(self) -> frozenset[str]:
        """The slots that have to be filled."""
        return frozenset(_SLOT.findall(self.text))


@dataclass(frozen=True, slots=True)
class PledgeSlots:
    """What the words of a pledge offer a question, in second person; None where not sure.

    Attributes:
        person: one person: "Priya", "your director".
        people: a definite plural of people, right after "which of": "the people in your team".
        things: the same of what isn't people: "your one-to-ones", "the open tickets".
        some: a plural without an article, right after "which": "two colleagues", "customers".
        thing: one definite thing that is made or used: "the Monday report".
        act: base-form verb phrase, right after "you": "talk to Dee about the swaps".
        event: one definite gathering, right after "during": "the stand-up".
        sort: the sort of the act.
    """

    person: str | None = None
    people: str | None = None
    things: str | None = None
    some: str | None = None
    thing: str | None = None
    act: str | None = None
    event: str | None = None
    sort: ActSort | None = None

    def filled(self) -> dict[str, str]:
        """The slots that have words, by name; the sort is none of them."""
        return {name: words for name, words in asdict(self).items() if words and name != "sort"}


SLOT_NAMES = tuple(name for name in PledgeSlots.__dataclass_fields__ if name != "sort")
"""The slots that a wording may use."""


def missing_facet(specificity: Specificity, gains: Mapping[tuple[Facet, int], float] = GAINS) -> Facet | None:
    """The facet whose answer would add most, or None when there is nothing to ask.

    Args:
        gains: what raising a facet from its level would add to `overall`; may be learnt.
    """
    if specificity.overall >= CLEAR_ENOUGH or NOTHING_TO_ASK.intersection(specificity.flags):
        return None
    if not specificity.is_pledge:
        return Facet.ACTION if _level(specificity, Facet.ACTION) == 0 else None
    if specificity.kind in _STILL:
        return Facet.WHEN if _level(specificity, Facet.WHEN) == 0 else None
    if SEVERAL_ACTIONS in specificity.flags:
        return Facet.ACTION
    worth = {facet: _gain(specificity, facet, gains) for facet in _askable(specificity)}
    best = max(worth, key=lambda facet: worth[facet], default=None)
    return best if best is not None and worth[best] > 0 else None


def choose(
    wordings: Iterable[MissingPieceWording],
    specificity: Specificity,
    slots: PledgeSlots,
    seed_text: str,
    gains: Mapping[tuple[Facet, int], float] = GAINS,
) -> MissingPieceWording | None:
    """The wording that fits this pledge best, or None when there is nothing to ask.

    One that takes up the person's own words comes before one for this sort of act, and that before a
    general one. Among equals the text decides, so that the same pledge always gets the same question.
    """
    facet = missing_facet(specificity, gains)
    if facet is None:
        return None
    level, sort, offered = _level(specificity, facet), _sort(specificity, slots), slots.filled().keys()
    fitting = [
        wording
        for wording in wordings
        if wording.facet is facet
        and specificity.kind in wording.kinds
        and wording.slots <= offered
        and _suits(wording, sort, level)
    ]
    return max(fitting, key=lambda wording: (_closeness(wording), _draw(seed_text, wording.id)), default=None)


def _askable(specificity: Specificity) -> list[Facet]:
    """Whose act and what act come before all else; how firmly it is said comes when all else is clear."""
    unclear = [facet for facet in Facet if _level(specificity, facet) < 2]
    not_theirs = _level(specificity, Facet.OWNERSHIP) == 0
    if _level(specificity, Facet.ACTION) == 0:
        return [Facet.OWNERSHIP, Facet.ACTION] if not_theirs else [Facet.ACTION]
    if any(facet in unclear for facet in _TOLD_APART) or not_theirs:
        return [facet for facet in unclear if facet is not Facet.COMMITMENT]
    return [facet for facet in unclear if facet is Facet.COMMITMENT]


def _gain(specificity: Specificity, facet: Facet, gains: Mapping[tuple[Facet, int], float]) -> float:
    gain = gains.get((facet, _level(specificity, facet)), 0.0)
    return gain * OF_A_ROUTINE if facet is Facet.CONTEXT and specificity.kind is PledgeKind.HABIT else gain


def _level(specificity: Specificity, facet: Facet) -> int:
    reading = specificity.facets.get(facet)
    return reading.level if reading else 0


def _sort(specificity: Specificity, slots: PledgeSlots) -> ActSort | None:
    if not specificity.is_pledge:
        return ActSort.NONE
    several = SEVERAL_ACTIONS in specificity.flags and specificity.kind not in _STILL
    return ActSort.SEVERAL if several else slots.sort


def _suits(wording: MissingPieceWording, sort: ActSort | None, level: int) -> bool:
    if sort in (ActSort.NONE, ActSort.SEVERAL):
        return sort in wording.sorts
    return level in wording.levels and (not wording.sorts or sort in wording.sorts)


def _closeness(wording: MissingPieceWording) -> int:
    return 2 * bool(wording.slots) + bool(wording.sorts)


def _draw(seed_text: str, wording_id: str) -> bytes:
    return hashlib.sha256(f"{seed_text}\0{wording_id}".encode(errors="surrogatepass")).digest()
