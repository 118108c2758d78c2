"""What is to be known of a nudge's pledge, person and programme at the moment when it is to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from nudge.domain.nudge_policies import Programme
from nudge.domain.nudges import PledgeGist
from nudge.domain.records import Participant


@dataclass(frozen=True, slots=True)
class NudgeFacts:
    """All of it, as it is stored now.

    Attributes:
        is_open: nobody has said what became of the pledge.
        is_stopped: the person wants no more nudges about it.
        gist: empty when nobody has read the pledge yet.
        programme: None when nobody has set it up.
    """

    participant: Participant
    is_open: bool
    is_stopped: bool
    pledge_revision: int
    gist: PledgeGist
    programme: Programme | None
