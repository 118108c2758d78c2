"""Learning when to nudge, from what became of nudges and from nothing else.

Among the leads that the policy allows for a moment, the one after which people most often said "done" is used
more often. Bounded: the others keep a share; deterministic: the same counts and key give the same lead;
switched on by the policy; logged: the ledger keeps the lead and the probability with which it was drawn.

Source: an epsilon-greedy bandit with shrunken means (Sutton & Barto, Reinforcement Learning, 2.2 and 2.7).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from nudge.domain.letters import TapAction
from nudge.domain.nudge_policies import Moment, NudgePolicy

EXPLORED = 0.2
"""The share of all nudges of a moment that is spread evenly over its leads. Chosen: in the simulation
(`scripts/simulate_nudge_learning.py`) .1 finds the better lead later, .3 costs more than it finds."""

PRIOR = 20
"""So many imagined nudges with the mean of all leads are added to each. Chosen: as above; a programme of 50
people sees 100 nudges of a moment a month."""

WORTH: Mapping[TapAction | None, float] = {
    TapAction.DONE: 1.0,
    TapAction.CHANGE: 0.5,
    TapAction.LATER: 0.0,
    None: 0.0,
    TapAction.STOP: -1.0,
    TapAction.STOP_ALL: -2.0,
}
"""What an answer is worth; None is no answer. Chosen: whoever stops had one nudge too many."""


@dataclass(frozen=True, slots=True)
class LeadOutcome:
    """How many nudges of a moment, sent with a lead, had an answer; None for no answer."""

    moment: Moment
    lead: timedelta
    answer: TapAction | None
    n: int


@dataclass(frozen=True, slots=True)
class LeadChoice:
    """The lead to use, and how likely it was to be chosen."""

    lead: timedelta
    probability: float


def choose_leads(
    policy: NudgePolicy, outcomes: Iterable[LeadOutcome], key: str
) -> Mapping[Moment, LeadChoice]:
    """The lead of each moment; the usual one with certainty where nothing is learned.

    Args:
        outcomes: of the programme's nudges so far.
        key: of what is planned, such as a pledge's id: the same key gets the same leads.
    """
    counted = list(outcomes)
    return {
        moment: _choice(rule.leads, [one for one in counted if one.moment is moment], f"{key}|{moment}")
        if policy.learns
        else LeadChoice(rule.leads[0], 1.0)
        for moment, rule in policy.moments.items()
    }


def _choice(leads: Sequence[timedelta], outcomes: Sequence[LeadOutcome], key: str) -> LeadChoice:
    values = lead_values(leads, outcomes)
    best = max(leads, key=lambda lead: (values[lead], -leads.index(lead)))
    shares = {lead: EXPLORED / len(leads) + (1 - EXPLORED) * (lead == best) for lead in leads}
    lot = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8]) / 2**64
    drawn = leads[-1]
    for lead in leads:
        if lot < shares[lead]:
            drawn = lead
            break
        lot -= shares[lead]
    return LeadChoice(drawn, shares[drawn])


def lead_values(leads: Sequence[timedelta], outcomes: Sequence[LeadOutcome]) -> Mapping[timedelta, float]:
    """What a nudge with each lead was worth on average, drawn towards the mean of all.

    >>> half, two = timedelta(minutes=30), timedelta(hours=2)
    >>> seen = [LeadOutcome(Moment.CUE, half, TapAction.DONE, 20), LeadOutcome(Moment.CUE, two, None, 20)]
    >>> values = lead_values([half, two], seen)
    >>> round(values[half], 2), round(values[two], 2)
    (0.75, 0.25)
    """
    known = [one for one in outcomes if one.lead in leads]
    n_all = sum(one.n for one in known)
    mean = sum(one.n * WORTH[one.answer] for one in known) / n_all if n_all else 0.0
    values = {}
    for lead in leads:
        of_lead = [one for one in known if one.lead == lead]
        worth = sum(one.n * WORTH[one.answer] for one in of_lead)
        values[lead] = (worth + PRIOR * mean) / (sum(one.n for one in of_lead) + PRIOR)
    return values
