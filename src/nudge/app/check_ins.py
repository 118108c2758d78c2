"""Check-ins: what became of the last pledge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


def keep_check_ins(records: Records, conversation: Conversation, check_ins: Mapping[str, CheckIn]) -> None:
    """Write down what became of last pledges, by participant.

    Raises:
        Invalid: `no-last-pledge`.
    """
    for number, (participant, check_in) in enumerate(check_ins.items()):
        pledge = last_pledge(records, conversation, participant)
        if pledge is None:
            raise Invalid(
                "no-last-pledge",
                f"The check-in at $.check_ins[{number}] is of somebody who has no last pledge; leave it out.",
                participant=participant,
                at=f"$.check_ins[{number}]",
            )
        records.save_pledge(replace(pledge, outcome=check_in.outcome, reflection=check_in.reflection))
