"""Check-ins: what became of the last pledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from nudge.app.briefs import last_pledge
from nudge.app.ports import Records
from nudge.domain.errors import Invalid
from nudge.domain.pledges import Outcome
from nudge.domain.records import Conversation, Pair, StoredPledge


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What became of somebody's pledge, in a word and in their own words, and whether it helped."""

    outcome: Outcome
    reflection: str = ""
    helped: bool | None = None


def checked_in(pledge: StoredPledge, check_in: CheckIn, *, now: datetime) -> StoredPledge:
    """The pledge with this check-in instead of the one before; as it was when nothing is different.

    The moment of the outcome stays while the outcome does. "Not said" opens the pledge again.
    """
    outcome_at = pledge.outcome_at if check_in.outcome is pledge.outcome else now
    changed = replace(
        pledge,
        outcome=check_in.outcome,
        outcome_at=None if check_in.outcome is Outcome.NOT_SAID else outcome_at,
        reflection=check_in.reflection,
        helped=check_in.helped,
    )
    return pledge if changed == pledge else replace(changed, revision=pledge.revision + 1)


def refuse_strangers(pair: Pair, conversation: Conversation, what: str, named: Iterable[str]) -> None:
    """Only who is in the pair makes a pledge or checks in.

    Args:
        what: "pledges" or "check_ins"; the error says which of them.
        named: participant ids, in the order of the request.

    Raises:
        Invalid: `participant-not-in-conversation`.
    """
    for number, participant in enumerate(named):
        if participant not in pair.participants:
            raise Invalid(
                "participant-not-in-conversation",
                f"What is at $.{what}[{number}] is of somebody who isn't in this conversation's pair; "
                "GET /v1/pairs/{id} says who is.",
                conversation=conversation.id,
                at=f"$.{what}[{number}]",
            )


def keep_check_ins(
    records: Records, conversation: Conversation, check_ins: Mapping[str, CheckIn], *, now: datetime
) -> None:
    """Write down what became of last pledges, by participant, at the end of a conversation.

    Who says nothing there takes nothing back that they said before.

    Raises:
        Invalid: `no-last-pledge`.
    """
    found = {}
    for number, (participant, check_in) in enumerate(check_ins.items()):
        pledge = last_pledge(records, conversation, participant)
        if pledge is None:
            raise Invalid(
                "no-last-pledge",
                f"The check-in at $.check_ins[{number}] is of somebody who has no last pledge; leave it out.",
                participant=participant,
                at=f"$.check_ins[{number}]",
            )
        found[pledge.id] = check_in
    for pledge_id in sorted(found):  # one order: no deadlock
        pledge = records.pledge(conversation.tenant, pledge_id)
        changed = checked_in(pledge, _added_to(pledge, found[pledge_id]), now=now)
        if changed != pledge:
            records.save_pledge(changed)


def _added_to(pledge: StoredPledge, check_in: CheckIn) -> CheckIn:
    return CheckIn(
        outcome=pledge.outcome if check_in.outcome is Outcome.NOT_SAID else check_in.outcome,
        reflection=check_in.reflection or pledge.reflection,
        helped=pledge.helped if check_in.helped is None else check_in.helped,
    )
