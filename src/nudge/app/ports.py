"""What the use cases need from outside, as Protocols. The ring implements them; tests/fakes mirror them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Protocol

from nudge.app.feedback_ports import Ratings
from nudge.app.nudge_ports import Ledger
from nudge.domain.conversations import Brief, ParticipantReading
from nudge.domain.missing_pieces import PledgeSlots
from nudge.domain.notes import NoteVectors
from nudge.domain.overlays import StoredOverlay
from nudge.domain.pledges import SaidBack
from nudge.domain.questions import QuestionBank
from nudge.domain.records import (
    ApiKey,
    Conversation,
    Page,
    Pair,
    Participant,
    StoredNote,
    StoredPledge,
    StoredQuestionSet,
    Tenant,
)
from nudge.domain.specificity import PledgeReading


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        ...


class Ids(Protocol):
    """Makes identifiers."""

    def new(self, kind: str) -> str:
        """A new identifier such as "par_0193…": `kind`, an underscore, sortable by time, never reused."""
        ...


class Secrets(Protocol):
    """Makes and checks the secret part of API keys."""

    def new(self) -> str:
        """A new secret of at least 160 random bits, letters and digits only."""
        ...

    def digest(self, secret: str) -> str:
        """A one-way digest of a secret, the same for the same secret."""
        ...


class Reader(Protocol):
    """Reads a brief: everything that language technology has to say about it.

    Deterministic: the same brief and bank give the same reading, byte for byte, whatever else is being read.
    """

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of each model that decides something, by role ("encoder", "parser", …)."""
        ...

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the bank; later calls are fast.

        Raises:
            Unavailable: `models-missing` when a model file isn't there or isn't the one of the manifest.
        """
        ...

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """One reading per participant, in order. Affinities have one score per question of `bank`.

        Raises:
            Unavailable: as `warm_up`.
        """
        ...

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """How much two questions say the same: cosine in [-1, 1], by positions, one list per row."""
        ...

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """For each of `rows` the cosine to the nearest of `columns`, by positions; -1 without columns."""
        ...

    def same_pledges(self, text: str, others: Sequence[str]) -> Sequence[bool]:
        """For each of the others whether a pledge says the same; the texts aren't kept.

        Raises:
            Unavailable: as `warm_up`.
        """
        ...

    def vectors(self, text: str) -> NoteVectors:
        """The passages of a note, embedded once, to be kept with the note.

        Raises:
            Unavailable: as `warm_up`.
        """
        ...

    def forget(self) -> None:
        """Drop what is kept in memory of people's texts; what belongs to the bank and the models stays."""
        ...


class PledgeReader(Protocol):
    """Reads how specific pledges are. Nothing is kept of their words.

    Deterministic: a text has the same reading whatever else is read with it. Without models it reads by
    rules, and each reading says so.
    """

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of what decides, by role. Looks for the models when nobody did."""
        ...

    def warm_up(self) -> None:
        """Load the models; later calls are fast. When they can't be loaded, the rules take over for good."""
        ...

    def assess(self, texts: Sequence[str]) -> list[PledgeReading]:
        """One reading per text, in order."""
        ...

    def slots(self, texts: Sequence[str]) -> list[PledgeSlots]:
        """What the words of each offer a question, in order. A parse each: ask only for what needs one."""
        ...

    def say_back(self, text: str) -> SaidBack:
        """The pledge turned round, to be said to its author; neither words nor vectors are kept."""
        ...


class LineReader(Protocol):
    """Tells how near the questions of a bank are to lines such as those of a leadership blueprint.

    Deterministic; nothing is kept of the lines.
    """

    @property
    def model(self) -> str:
        """Name and version of the encoder.

        Raises:
            Unavailable: `models-missing`.
        """
        ...

    @property
    def threshold(self) -> float:
        """The cosine from which a question serves a line, as it was chosen for this encoder.

        Raises:
            Unavailable: `models-missing`; `threshold-unknown` when nobody chose one.
        """
        ...

    def near(self, bank: QuestionBank, lines: Sequence[str]) -> list[list[float]]:
        """A row for each line, with a cosine in [-1, 1] for each question of the bank, by position.

        Raises:
            Unavailable: `models-missing`.
        """
        ...


class Renderer(Protocol):
    """Words a template of the bank."""

    def render(self, template: str, slots: Mapping[str, str]) -> str:
        """The template with its slots filled, one line, spaces tidied.

        Raises:
            Invalid: `slot-missing` when the template uses a slot that isn't there.
        """
        ...


class Vault(Protocol):
    """Encrypts what is confidential before it is stored."""

    def seal(self, data: bytes) -> bytes:
        """Encrypted and authenticated."""
        ...

    def open(self, sealed: bytes) -> bytes:
        """What `seal` was given.

        Raises:
            Unavailable: `vault-key-wrong` when no known key opens it.
        """
        ...


class Records(Ledger, Ratings, Protocol):
    """One transaction over everything stored, of one tenant unless said otherwise.

    Getters raise NotFound (`<noun>-not-found`) for another tenant's things too.
    Adding or saving is seen by later calls of the same transaction. `save_*` of a thing with a `revision`
    raises Conflict (`revision-changed`) unless the stored revision is one less than the given one.
    Pages are ordered by id; `after` is the id of the last row seen, `limit` in 1 … 100.
    """

    def add_tenant(self, tenant: Tenant) -> None: ...
    def tenant_named(self, name: str) -> Tenant | None: ...
    def tenants(self) -> Sequence[Tenant]: ...

    def add_api_key(self, key: ApiKey) -> None: ...
    def api_key_with(self, digest: str) -> ApiKey | None: ...
    def api_keys(self, tenant: str | None = None) -> Sequence[ApiKey]: ...
    def revoke_api_key(self, key_id: str, at: datetime) -> None: ...

    def add_participant(self, participant: Participant) -> None:
        """Raises Conflict (`participant-exists`) when the tenant has one with this ref."""
        ...

    def participant(self, tenant: str, participant_id: str) -> Participant: ...
    def participants(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Participant]: ...
    def save_participant(self, participant: Participant) -> None: ...
    def erase_participant(self, tenant: str, participant_id: str) -> Mapping[str, int]:
        """Delete the participant, their notes, pledges and question sets, and the pairs and conversations
        that are left without them; returns how many rows of each noun went."""
        ...

    def add_pair(self, pair: Pair) -> None: ...
    def pair(self, tenant: str, pair_id: str) -> Pair: ...
    def pairs(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Pair]: ...
    def pairs_of(self, tenant: str, participant_id: str) -> Sequence[Pair]:
        """All pairs that the participant is in, by id."""
        ...

    def add_conversation(self, conversation: Conversation) -> None:
        """Raises Conflict (`conversation-exists`) when the pair has one with this session number."""
        ...

    def conversation(self, tenant: str, conversation_id: str) -> Conversation: ...
    def conversations(
        self, tenant: str, *, pair: str | None = None, after: str = "", limit: int = 50
    ) -> Page[Conversation]: ...
    def conversations_of(self, tenant: str, participant_id: str) -> Sequence[Conversation]:
        """All conversations of the pairs that the participant is in, oldest first."""
        ...

    def save_conversation(self, conversation: Conversation) -> None: ...

    def add_note(self, note: StoredNote) -> None: ...
    def notes_of(
        self, tenant: str, participant_id: str, *, newest: int | None = None
    ) -> Sequence[StoredNote]:
        """All notes the participant owns, or only so many of the newest; the oldest of them first."""
        ...

    def save_note(self, note: StoredNote) -> None:
        """Change text, visibility and vectors of a note of the participant, and forget the remembered
        responses of the tenant, which may quote what it said.

        Question sets stay for the caller to rewrite, as after `erase_note`. For a note of somebody else
        raises NotFound (`note-not-found`).
        """
        ...

    def save_note_vectors(self, tenant: str, note_id: str, vectors: NoteVectors) -> None: ...
    def erase_note(self, tenant: str, participant_id: str, note_id: str) -> datetime:
        """Delete a note of the participant and the remembered responses of the tenant, which may quote it.

        Question sets that quote it stay for the caller to rewrite in the same transaction, in which nobody
        else adds one of this participant. Returns when the note was written. For a note of somebody else
        raises NotFound (`note-not-found`).
        """
        ...

    def add_question_set(self, question_set: StoredQuestionSet) -> None:
        """Replaces the one of the same conversation and participant.

        Until the transaction ends nobody else adds one of this participant or erases anything of theirs.
        """
        ...

    def question_sets(self, tenant: str, conversation_id: str) -> Sequence[StoredQuestionSet]: ...
    def question_sets_of(self, tenant: str, participant_id: str) -> Sequence[StoredQuestionSet]:
        """All sets of the participant, oldest first."""
        ...

    def asked_of(self, tenant: str, participant_id: str, *, but_in: str = "") -> Sequence[str]:
        """Ids of all questions in the participant's stored sets, oldest first, over partners and quarters,
        leaving out those of the conversation `but_in`."""
        ...

    def add_pledge(self, pledge: StoredPledge) -> None:
        """Raises Conflict (`pledge-exists`) when the participant has one for the same conversation."""
        ...

    def pledge(self, tenant: str, pledge_id: str) -> StoredPledge:
        """In a transaction that may write, nobody else changes it until the end."""
        ...

    def save_pledge(self, pledge: StoredPledge) -> None: ...
    def pledges_of(self, tenant: str, participant_id: str) -> Sequence[StoredPledge]:
        """All pledges of the participant, oldest first."""
        ...

    def overlay(self, tenant: str) -> StoredOverlay:
        """What the tenant changes in the bank; an empty one of revision 0 when nobody changed anything."""
        ...

    def overlay_revision(self, tenant: str) -> int:
        """Its revision alone, which costs nothing to ask for; 0 when there is none."""
        ...

    def save_overlay(self, stored: StoredOverlay) -> None:
        """A first one has revision 1."""
        ...

    def erase_overlay(self, tenant: str) -> None:
        """Forget its content, and the remembered responses of the tenant, which may quote it. The revision
        goes on, so that no two overlays of a tenant ever have the same."""
        ...

    def remembered_response(self, tenant: str, key: str) -> tuple[str, int, bytes] | None:
        """What was answered for this Idempotency-Key: request digest, HTTP status, body."""
        ...

    def remember_response(
        self, tenant: str, key: str, digest: str, status: int, body: bytes, at: datetime
    ) -> None:
        """Raises Conflict (`idempotency-key-in-use`) when another transaction was faster."""
        ...


class Store(Protocol):
    """Where everything is kept."""

    def begin(self, *, read_only: bool = False) -> AbstractContextManager[Records]:
        """A transaction: commits on leaving, rolls back when an exception leaves.

        Args:
            read_only: for whoever only reads. On SQLite such a transaction never waits for a writer, while
                of those that may write there is one at a time: keep them short, and run no model in them.

        Raises:
            RuntimeError: when something is written though only reading was announced.
            Unavailable: `storage-unavailable` when the database can't be reached or is locked for too long.
        """
        ...

    def check(self) -> None:
        """Raises Unavailable unless the database answers and has the newest schema."""
        ...
