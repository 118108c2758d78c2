"""What is stored: tenants and their keys, participants, pairs, conversations and what belongs to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from nudge.domain.conversations import Experience
from nudge.domain.notes import NoteVectors, Visibility
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.pledges import Outcome
from nudge.domain.purposes import PurposeProfile
from nudge.domain.questions import Format

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """A slice of a list. `next_after` is the id to go on from, None at the end."""

    items: Sequence[T]
    next_after: str | None = None


@dataclass(frozen=True, slots=True)
class Tenant:
    """An organisation that is served; everything stored belongs to exactly one."""

    id: str
    name: str
    created_at: datetime


class Scope(StrEnum):
    """What an API key may do."""

    CHOOSE = "choose"
    READ = "read"
    WRITE = "write"
    ERASE = "erase"


@dataclass(frozen=True, slots=True)
class ApiKey:
    """A caller's key. Only a digest of the secret is kept; `prefix` is the readable start.

    `is_test` keys ("ndg_test_…") never touch live data; live ones start with "ndg_live_".
    """

    id: str
    tenant: str
    name: str
    prefix: str
    digest: str
    scopes: frozenset[Scope]
    is_test: bool
    created_at: datetime
    revoked_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Participant:
    """A person in a programme. `ref` is the calling application's own id, unique in the tenant."""

    id: str
    tenant: str
    ref: str
    created_at: datetime
    locale: str = "en"
    purpose: PurposeProfile = field(default_factory=PurposeProfile)
    experience: Experience = field(default_factory=Experience)
    focus: tuple[str, ...] = ()
    nudging: NudgePreferences = field(default_factory=NudgePreferences)
    revision: int = 1


@dataclass(frozen=True, slots=True)
class Pair:
    """Participants who meet for a quarter; two, or three to six in a roundtable."""

    id: str
    tenant: str
    participants: tuple[str, ...]
    created_at: datetime
    format: Format = Format.PAIR
    quarter: str = ""


class ConversationState(StrEnum):
    """How far a conversation has come."""

    PLANNED = "planned"
    PREPARED = "prepared"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Conversation:
    """One of the conversations of a pair; `session_number` counts from 1 within the pair."""

    id: str
    tenant: str
    pair: str
    session_number: int
    created_at: datetime
    planned_at: datetime | None = None
    state: ConversationState = ConversationState.PLANNED
    revision: int = 1


@dataclass(frozen=True, slots=True)
class StoredNote:
    """A note with its owner and, where it was written in one, its conversation."""

    id: str
    tenant: str
    participant: str
    text: str
    visibility: Visibility
    created_at: datetime
    conversation: str | None = None
    session_number: int | None = None
    vectors: NoteVectors | None = None


class PledgeState(StrEnum):
    """Whether it is known what became of a pledge."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class PledgeVersion:
    """What a pledge said until it was changed. `reason` is why it was, in the person's words."""

    text: str
    changed_at: datetime
    due_at: datetime | None = None
    due_zone: str | None = None
    due_confirmed: bool = False
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StoredPledge:
    """The one action somebody promised, in a conversation or between two.

    How specific it is isn't kept anywhere: only its author sees that, at the moment of asking.

    Attributes:
        conversation: in which it was made; None between conversations.
        due_at: None leaves it to the next conversation.
        due_zone: IANA name of the zone in which the person thinks of `due_at`.
        due_confirmed: whether the person said that this is the date; else it is a suggestion.
        outcome_at: when the outcome was said; None while it isn't, and where nobody wrote down when.
        reflection: what the person learned.
        helped: whether it helped, None when the person didn't say.
        history: what it said before, oldest first.
    """

    id: str
    tenant: str
    participant: str
    text: str
    created_at: datetime
    conversation: str | None = None
    due_at: datetime | None = None
    due_zone: str | None = None
    due_confirmed: bool = False
    outcome: Outcome = Outcome.NOT_SAID
    outcome_at: datetime | None = None
    reflection: str = ""
    helped: bool | None = None
    history: tuple[PledgeVersion, ...] = ()
    revision: int = 1

    @property
    def state(self) -> PledgeState:
        """Open until an outcome is known; silence is none."""
        return PledgeState.OPEN if self.outcome is Outcome.NOT_SAID else PledgeState.CLOSED


@dataclass(frozen=True, slots=True)
class StoredQuestionSet:
    """The set of one participant in one conversation.

    `body` is the participant's part of the response, `replay` what is needed to make it again.
    """

    id: str
    tenant: str
    conversation: str
    participant: str
    question_ids: tuple[str, ...]
    body: Mapping[str, object]
    replay: Mapping[str, object]
    created_at: datetime
