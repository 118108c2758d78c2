"""Statements on participants; erasing one is in `erasure.py`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
from sqlalchemy import Row, bindparam, select, update

from nudge.domain.conversations import Experience
from nudge.domain.errors import Conflict
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.purposes import PurposeProfile
from nudge.domain.records import Page, Participant
from nudge.storage.problems import not_found, revision_changed
from nudge.storage.tables import participants
from nudge.storage.tenants import TenantRecords
from nudge.storage.transaction import plain

_IT = (participants.c.tenant == bindparam("of_tenant"), participants.c.id == bindparam("of_id"))
_PARTICIPANT = select(participants).where(*_IT)


class ParticipantRecords(TenantRecords):
    """The participants of `Records`."""

    def add_participant(self, participant: Participant) -> None:
        """Raises Conflict (`participant-exists`) when the tenant has one with this ref."""
        self._need_tenant(participant.tenant)
        self._add(participants, self._participant_values(participant), _exists(participant))

    def participant(self, tenant: str, participant_id: str) -> Participant:
        """The participant of this id."""
        row = self._read(_PARTICIPANT, {"of_tenant": tenant, "of_id": participant_id}).first()
        if row is None:
            raise not_found("participant", participant_id)
        return self._participant(row)

    def participants(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Participant]:
        """The next participants, by id."""
        of_tenant = select(participants).where(participants.c.tenant == tenant)
        return self._page(of_tenant, participants, after, limit, self._participant)

    def save_participant(self, participant: Participant) -> None:
        """Raises Conflict (`revision-changed`, or `participant-exists` when another one has the new ref)."""
        statement = (
            update(participants)
            .where(
                participants.c.tenant == participant.tenant,
                participants.c.id == participant.id,
                participants.c.revision == participant.revision - 1,
            )
            .values(self._participant_values(participant))
        )
        n_saved = self._save(statement, _exists(participant))
        if not n_saved:
            self._need(participants, "participant", participant.tenant, participant.id)
            raise revision_changed("participant")

    def _participant_values(self, participant: Participant) -> Mapping[str, object]:
        profile = {
            "text": participant.purpose.text,
            "drivers": dict(participant.purpose.drivers),
            "focus": participant.focus,
            "nudging": plain(participant.nudging),
        }
        return {
            "tenant": participant.tenant,
            "id": participant.id,
            "ref": participant.ref,
            "created_at": participant.created_at,
            "locale": participant.locale,
            "sessions_done": participant.experience.sessions_done,
            "new_manager": participant.experience.new_manager,
            "profile": self._seal(profile),
            "revision": participant.revision,
        }

    def _participant(self, row: Row[Any]) -> Participant:
        profile = self._unseal(row.profile)
        return Participant(
            id=row.id,
            tenant=row.tenant,
            ref=row.ref,
            created_at=row.created_at,
            locale=row.locale,
            purpose=PurposeProfile(profile["text"], profile["drivers"]),
            experience=Experience(row.sessions_done, row.new_manager),
            focus=tuple(profile["focus"]),
            nudging=msgspec.convert(profile.get("nudging", {}), NudgePreferences),  # none before 0003
            revision=row.revision,
        )


def _exists(participant: Participant) -> Conflict:
    message = "There is a participant with this ref; use that one or choose another ref."
    return Conflict("participant-exists", message, participant=participant.id)
