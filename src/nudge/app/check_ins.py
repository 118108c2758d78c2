"""Check-ins: what became of the last pledge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from nudge.app.briefs import last_pledge
from nudge.app.ports import Records
from nudge.domain.errors import Invalid
from nudge.domain.pledges import Outcome
from nudge.domain.records import Conversation, Pair


@dataclass(frozen=True, slots=True)
class CheckIn:
    """What became of somebody's last pledge, in a word and in their own words."""

    outcome: Outcome
    reflection: str = ""


def refuse_strangers(pair: Pair, conversation: Conversation, named: Sequence[str]) -> None:
    """Only who is in the pair makes a pledge or checks in.

    Raises:
        Invalid: `participant-not-in-conversation`.
    """
    for participant in named:
        if participant not in pair.participants:
            raise Invalid(
                "participant-not-in-conversation",
                "A pledge or a check-in is of somebody who isn't in this conversation's pair.",
                conversation=conversation.id,
            )


def keep_check_in(records: Records, conversation: Conversation, participant: str, check_in: CheckIn) -> None:
    """Write down what became of the participant's last pledge.

    Raises:
        Invalid: `no-last-pledge`.
    """
    pledge = last_pledge(records, conversation, participant)
    if pledge is None:
        raise Invalid(
            "no-last-pledge",
            "There is a check-in of somebody who has no last pledge; leave it out.",
            participant=participant,
        )
    records.save_pledge(replace(pledge, outcome=check_in.outcome, reflection=check_in.reflection))
