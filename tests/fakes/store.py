"""The store in plain dicts, for tests of everything that isn't storage. Held to the storage contract."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta

from nudge.domain.errors import Conflict, NotFound, Unavailable
from nudge.domain.notes import NoteVectors
from nudge.domain.overlays import Overlay, StoredOverlay
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
from tests.fakes.feedback import FakeRatings
from tests.fakes.ledger import FakeLedger
from tests.fakes.tables import Tables, by_age, forget, get, of_tenant, page, put, refuse_changed

RECEIPT = (
    "participants",
    "pairs",
    "conversations",
    "notes",
    "pledges",
    "question_sets",
    "responses",
    "nudges",
    "ratings",
)
"""The nouns that are counted when somebody is erased."""


class FakeStore:
    """A `Store` in memory; writers wait for each other. Set `is_down` to see how others cope without it."""

    def __init__(self, *, lock_timeout: float = 5.0) -> None:
        self.tables = Tables()
        self.is_down = False
        self._lock_timeout = lock_timeout
        self._writing = threading.Lock()

    def migrate(self) -> None:
        self.check()

    def close(self) -> None:
        """Nothing to close."""

    def check(self) -> None:
        if self.is_down:
            raise Unavailable("storage-unavailable", "The database can't be reached; try again later.")

    @contextmanager
    def begin(self, *, read_only: bool = False) -> Iterator[FakeRecords]:
        self.check()
        if read_only:
            before = self.tables
            seen = before.copied()
            yield FakeRecords(seen)
            if seen != before:
                raise RuntimeError("this transaction was begun with read_only")
            return
        if not self._writing.acquire(timeout=self._lock_timeout):
            raise Unavailable("storage-unavailable", "The database is busy; try again later.")
        try:
            tables = self.tables.copied()
            yield FakeRecords(tables)
            self.tables = tables
        finally:
            self._writing.release()


class FakeRecords(FakeRatings, FakeLedger):
    """`Records` over a copy of the tables."""

    # Tenants and their keys

    def add_tenant(self, tenant: Tenant) -> None:
        if tenant.id in self._tables.tenants or self.tenant_named(tenant.name):
            raise Conflict("tenant-exists", "There is a tenant of this name; choose another name.")
        self._tables.tenants[tenant.id] = tenant

    def tenant_named(self, name: str) -> Tenant | None:
        return next((tenant for tenant in self._tables.tenants.values() if tenant.name == name), None)

    def tenants(self) -> Sequence[Tenant]:
        return sorted(self._tables.tenants.values(), key=lambda tenant: tenant.id)

    def add_api_key(self, key: ApiKey) -> None:
        self._need_tenant(key.tenant)
        if key.id in self._tables.api_keys or self.api_key_with(key.digest):
            raise Conflict("api-key-exists", "There is such an API key; make a new one.", api_key=key.id)
        self._tables.api_keys[key.id] = key

    def api_key_with(self, digest: str) -> ApiKey | None:
        return next((key for key in self._tables.api_keys.values() if key.digest == digest), None)

    def api_keys(self, tenant: str | None = None) -> Sequence[ApiKey]:
        keys = (key for key in self._tables.api_keys.values() if tenant in (None, key.tenant))
        return sorted(keys, key=lambda key: key.id)

    def revoke_api_key(self, key_id: str, at: datetime) -> None:
        key = self._tables.api_keys.get(key_id)
        if key is None:
            raise NotFound("api-key-not-found", "There is no such API key.", api_key=key_id)
        if key.revoked_at is None:
            self._tables.api_keys[key_id] = replace(key, revoked_at=at)

    # Participants

    def add_participant(self, participant: Participant) -> None:
        self._need_tenant(participant.tenant)
        self._refuse_ref_of_another(participant)
        if (participant.tenant, participant.id) in self._tables.participants:
            raise participant_exists(participant)
        put(self._tables.participants, participant)

    def participant(self, tenant: str, participant_id: str) -> Participant:
        return get(self._tables.participants, "participant", tenant, participant_id)

    def participants(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Participant]:
        return page(of_tenant(self._tables.participants, tenant), after, limit)

    def save_participant(self, participant: Participant) -> None:
        stored = self.participant(participant.tenant, participant.id)
        refuse_changed("participant", stored.revision, participant.revision)
        self._refuse_ref_of_another(participant)
        put(self._tables.participants, participant)

    def erase_participant(self, tenant: str, participant_id: str) -> Mapping[str, int]:
        self.participant(tenant, participant_id)
        before = {name: len(table) for name, table in vars(self._tables).items()}
        del self._tables.participants[tenant, participant_id]
        forget(self._tables.inbox, lambda row: row.tenant == tenant and row.participant == participant_id)
        self._forget_nudges(lambda row: row.tenant == tenant and row.participant == participant_id)
        tables = self._tables
        for table in (tables.notes, tables.pledges, tables.question_sets, tables.ratings):
            forget(table, lambda row: row.tenant == tenant and row.participant == participant_id)
        self._leave_pairs(tenant, participant_id)
        self._forget_responses(tenant)
        for place in self._tables.gists.keys() - self._tables.pledges.keys():
            del self._tables.gists[place]
        gone = {name: before[name] - len(table) for name, table in vars(self._tables).items()}
        return {name: gone[name] for name in RECEIPT}

    # Pairs and conversations

    def add_pair(self, pair: Pair) -> None:
        for participant_id in pair.participants:
            self.participant(pair.tenant, participant_id)
        if len(set(pair.participants)) < len(pair.participants):
            raise Conflict("participant-twice-in-pair", "Each participant can be in a pair only once.")
        if (pair.tenant, pair.id) in self._tables.pairs:
            raise Conflict("pair-exists", "There is such a pair.", pair=pair.id)
        put(self._tables.pairs, pair)

    def pair(self, tenant: str, pair_id: str) -> Pair:
        return get(self._tables.pairs, "pair", tenant, pair_id)

    def pairs(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Pair]:
        return page(of_tenant(self._tables.pairs, tenant), after, limit)

    def pairs_of(self, tenant: str, participant_id: str) -> Sequence[Pair]:
        self.participant(tenant, participant_id)
        pairs = of_tenant(self._tables.pairs, tenant)
        return sorted((p for p in pairs if participant_id in p.participants), key=lambda pair: pair.id)

    def add_conversation(self, conversation: Conversation) -> None:
        self.pair(conversation.tenant, conversation.pair)
        self._refuse_number_of_another(conversation)
        if (conversation.tenant, conversation.id) in self._tables.conversations:
            raise conversation_exists(conversation)
        put(self._tables.conversations, conversation)

    def conversation(self, tenant: str, conversation_id: str) -> Conversation:
        return get(self._tables.conversations, "conversation", tenant, conversation_id)

    def conversations(
        self, tenant: str, *, pair: str | None = None, after: str = "", limit: int = 50
    ) -> Page[Conversation]:
        rows = of_tenant(self._tables.conversations, tenant)
        return page([row for row in rows if pair in (None, row.pair)], after, limit)

    def conversations_of(self, tenant: str, participant_id: str) -> Sequence[Conversation]:
        mine = {pair.id for pair in self.pairs_of(tenant, participant_id)}
        rows = of_tenant(self._tables.conversations, tenant)
        return sorted((row for row in rows if row.pair in mine), key=by_age)

    def save_conversation(self, conversation: Conversation) -> None:
        stored = self.conversation(conversation.tenant, conversation.id)
        self.pair(conversation.tenant, conversation.pair)
        refuse_changed("conversation", stored.revision, conversation.revision)
        self._refuse_number_of_another(conversation)
        put(self._tables.conversations, conversation)

    # Notes, question sets, pledges

    def add_note(self, note: StoredNote) -> None:
        self.participant(note.tenant, note.participant)
        if note.conversation is not None:
            self.conversation(note.tenant, note.conversation)
        if (note.tenant, note.id) in self._tables.notes:
            raise Conflict("note-exists", "There is such a note.", note=note.id)
        put(self._tables.notes, note)

    def notes_of(
        self, tenant: str, participant_id: str, *, newest: int | None = None
    ) -> Sequence[StoredNote]:
        self.participant(tenant, participant_id)
        notes = of_tenant(self._tables.notes, tenant)
        mine = sorted((note for note in notes if note.participant == participant_id), key=by_age)
        return mine if newest is None else mine[-newest:]

    def save_note(self, note: StoredNote) -> None:
        self.participant(note.tenant, note.participant)
        stored = get(self._tables.notes, "note", note.tenant, note.id)
        if stored.participant != note.participant:
            raise NotFound("note-not-found", "The participant has no such note.", note=note.id)
        content = {"text": note.text, "visibility": note.visibility, "vectors": note.vectors}
        put(self._tables.notes, replace(stored, **content))  # type: ignore[arg-type]  # its fields
        self._forget_responses(note.tenant)

    def save_note_vectors(self, tenant: str, note_id: str, vectors: NoteVectors) -> None:
        note = get(self._tables.notes, "note", tenant, note_id)
        put(self._tables.notes, replace(note, vectors=vectors))

    def erase_note(self, tenant: str, participant_id: str, note_id: str) -> datetime:
        self.participant(tenant, participant_id)
        note = get(self._tables.notes, "note", tenant, note_id)
        if note.participant != participant_id:
            raise NotFound("note-not-found", "The participant has no such note.", note=note_id)
        del self._tables.notes[tenant, note_id]
        self._forget_responses(tenant)
        return note.created_at

    def add_question_set(self, question_set: StoredQuestionSet) -> None:
        self.conversation(question_set.tenant, question_set.conversation)
        self.participant(question_set.tenant, question_set.participant)
        place = (question_set.tenant, question_set.conversation, question_set.participant)
        table = self._tables.question_sets
        same_id = table.get((question_set.tenant, question_set.id))
        if same_id and (same_id.tenant, same_id.conversation, same_id.participant) != place:
            raise Conflict("question-set-exists", "There is such a question set.")
        forget(table, lambda row: (row.tenant, row.conversation, row.participant) == place)
        body, replay = through_json(question_set.body), through_json(question_set.replay)
        put(table, replace(question_set, body=body, replay=replay))

    def question_sets(self, tenant: str, conversation_id: str) -> Sequence[StoredQuestionSet]:
        self.conversation(tenant, conversation_id)
        sets = of_tenant(self._tables.question_sets, tenant)
        return sorted((row for row in sets if row.conversation == conversation_id), key=by_age)

    def question_sets_of(self, tenant: str, participant_id: str) -> Sequence[StoredQuestionSet]:
        self.participant(tenant, participant_id)
        sets = of_tenant(self._tables.question_sets, tenant)
        return sorted((row for row in sets if row.participant == participant_id), key=by_age)

    def asked_of(self, tenant: str, participant_id: str, *, but_in: str = "") -> Sequence[str]:
        self.participant(tenant, participant_id)
        sets = sorted(of_tenant(self._tables.question_sets, tenant), key=by_age)
        mine = (row for row in sets if row.participant == participant_id and row.conversation != but_in)
        return [question for row in mine for question in row.question_ids]

    def pledge(self, tenant: str, pledge_id: str) -> StoredPledge:
        return get(self._tables.pledges, "pledge", tenant, pledge_id)

    def add_pledge(self, pledge: StoredPledge) -> None:
        self._need_both_of(pledge)
        if (pledge.tenant, pledge.id) in self._tables.pledges:
            raise pledge_exists()
        self._refuse_second(pledge)
        put(self._tables.pledges, pledge)

    def save_pledge(self, pledge: StoredPledge) -> None:
        self._need_both_of(pledge)
        refuse_changed("pledge", self.pledge(pledge.tenant, pledge.id).revision, pledge.revision)
        self._refuse_second(pledge)
        put(self._tables.pledges, pledge)

    def pledges_of(self, tenant: str, participant_id: str) -> Sequence[StoredPledge]:
        self.participant(tenant, participant_id)
        pledges = of_tenant(self._tables.pledges, tenant)
        return sorted((row for row in pledges if row.participant == participant_id), key=by_age)

    # Overlays

    def overlay(self, tenant: str) -> StoredOverlay:
        return self._tables.overlays.get(tenant) or StoredOverlay(tenant)

    def overlay_revision(self, tenant: str) -> int:
        return self.overlay(tenant).revision

    def save_overlay(self, stored: StoredOverlay) -> None:
        self._need_tenant(stored.tenant)
        refuse_changed("overlay", self.overlay_revision(stored.tenant), stored.revision)
        self._tables.overlays[stored.tenant] = stored

    def erase_overlay(self, tenant: str) -> None:
        self._need_tenant(tenant)
        if revision := self.overlay_revision(tenant):
            self._tables.overlays[tenant] = StoredOverlay(tenant, Overlay(), revision + 1)
        self._forget_responses(tenant)

    # Remembered responses

    def remembered_response(self, tenant: str, key: str) -> tuple[str, int, bytes] | None:
        found = self._tables.responses.get((tenant, key))
        return found and found[:3]

    def remember_response(
        self, tenant: str, key: str, digest: str, status: int, body: bytes, at: datetime
    ) -> None:
        self._need_tenant(tenant)
        old = at - timedelta(hours=24)
        for place, response in list(self._tables.responses.items()):
            if place[0] == tenant and response[3] < old:
                del self._tables.responses[place]
        if (tenant, key) in self._tables.responses:
            raise Conflict("idempotency-key-in-use", "This Idempotency-Key is in use; ask again in a moment.")
        self._tables.responses[tenant, key] = (digest, status, body, at)

    # What several of them need

    def _refuse_ref_of_another(self, participant: Participant) -> None:
        for other in of_tenant(self._tables.participants, participant.tenant):
            if other.ref == participant.ref and other.id != participant.id:
                raise participant_exists(participant)

    def _refuse_number_of_another(self, conversation: Conversation) -> None:
        place = (conversation.pair, conversation.session_number)
        for other in of_tenant(self._tables.conversations, conversation.tenant):
            if (other.pair, other.session_number) == place and other.id != conversation.id:
                raise conversation_exists(conversation)

    def _need_both_of(self, pledge: StoredPledge) -> None:
        self.participant(pledge.tenant, pledge.participant)
        if pledge.conversation is not None:
            self.conversation(pledge.tenant, pledge.conversation)

    def _refuse_second(self, pledge: StoredPledge) -> None:
        place = (pledge.conversation, pledge.participant)
        for other in of_tenant(self._tables.pledges, pledge.tenant):
            same_place = (other.conversation, other.participant) == place
            if pledge.conversation and same_place and other.id != pledge.id:
                raise pledge_exists()

    def _leave_pairs(self, tenant: str, participant_id: str) -> None:
        for pair in of_tenant(self._tables.pairs, tenant):
            rest = tuple(other for other in pair.participants if other != participant_id)
            if rest:
                put(self._tables.pairs, replace(pair, participants=rest))
            else:
                self._forget_pair(pair)

    def _forget_pair(self, pair: Pair) -> None:
        gone = {row.id for row in of_tenant(self._tables.conversations, pair.tenant) if row.pair == pair.id}
        for note in of_tenant(self._tables.notes, pair.tenant):
            if note.conversation in gone:
                put(self._tables.notes, replace(note, conversation=None))
        pledged = {row.id for row in of_tenant(self._tables.pledges, pair.tenant) if row.conversation in gone}
        self._forget_nudges(lambda row: row.tenant == pair.tenant and row.pledge in pledged)
        for table in (self._tables.pledges, self._tables.question_sets, self._tables.ratings):
            forget(table, lambda row: row.tenant == pair.tenant and row.conversation in gone)
        forget(self._tables.conversations, lambda row: row.tenant == pair.tenant and row.id in gone)
        del self._tables.pairs[pair.tenant, pair.id]

    def _forget_responses(self, tenant: str) -> None:
        for place in [place for place in self._tables.responses if place[0] == tenant]:
            del self._tables.responses[place]


def through_json(value: Mapping[str, object]) -> Mapping[str, object]:
    decoded: Mapping[str, object] = json.loads(json.dumps(value, sort_keys=True))
    return decoded


def participant_exists(participant: Participant) -> Conflict:
    message = "There is a participant with this ref; use that one or choose another ref."
    return Conflict("participant-exists", message, participant=participant.id)


def conversation_exists(conversation: Conversation) -> Conflict:
    message = "The pair has a conversation with this session number; use that one or choose another number."
    return Conflict("conversation-exists", message, session_number=conversation.session_number)


def pledge_exists() -> Conflict:
    return Conflict("pledge-exists", "The participant has a pledge for this conversation; change that one.")
