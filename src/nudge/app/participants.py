"""Participants: who they are, everything that is kept about them, and forgetting it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from nudge.app.nudge_plans import NudgePlans
from nudge.app.paging import every
from nudge.app.ports import Clock, Ids, Reader, Records, Store
from nudge.domain.conversations import Experience
from nudge.domain.errors import Conflict
from nudge.domain.nudge_policies import NudgePreferences
from nudge.domain.nudges import StoredNudge
from nudge.domain.purposes import PurposeProfile
from nudge.domain.question_ratings import QuestionRating
from nudge.domain.records import Page, Pair, Participant, StoredNote, StoredPledge, StoredQuestionSet


@dataclass(frozen=True, slots=True)
class ParticipantDetails:
    """What a calling application says about a participant."""

    ref: str
    locale: str = "en"
    purpose: PurposeProfile = field(default_factory=PurposeProfile)
    experience: Experience = field(default_factory=Experience)
    focus: tuple[str, ...] = ()
    nudging: NudgePreferences = field(default_factory=NudgePreferences)


@dataclass(frozen=True, slots=True)
class ErasureReceipt:
    """What was erased, in rows of each noun. It holds nothing of the person but the erased id."""

    participant: str
    erased_at: datetime
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Export:
    """Everything that a person owns."""

    participant: Participant
    exported_at: datetime
    pairs: Sequence[Pair]
    notes: Sequence[StoredNote]
    pledges: Sequence[StoredPledge]
    question_sets: Sequence[StoredQuestionSet]
    nudges: Sequence[StoredNudge]
    ratings: Sequence[QuestionRating]


class Participants:
    """What one can do with participants."""

    def __init__(self, store: Store, reader: Reader, clock: Clock, ids: Ids, plans: NudgePlans) -> None:
        self._store = store
        self._reader = reader
        self._clock = clock
        self._ids = ids
        self._plans = plans

    def add(self, tenant: str, details: ParticipantDetails) -> Participant:
        """A new participant.

        Raises:
            Conflict: `participant-exists` when the tenant has one with this ref.
        """
        participant = Participant(
            id=self._ids.new("par"),
            tenant=tenant,
            ref=details.ref,
            created_at=self._clock.now(),
            locale=details.locale,
            purpose=details.purpose,
            experience=details.experience,
            focus=details.focus,
            nudging=details.nudging,
        )
        with self._store.begin() as records:
            records.add_participant(participant)
        return participant

    def get(self, tenant: str, participant_id: str) -> Participant:
        """One participant.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return records.participant(tenant, participant_id)

    def list(self, tenant: str, *, after: str = "", limit: int = 50) -> Page[Participant]:
        """A page of the tenant's participants."""
        with self._store.begin(read_only=True) as records:
            return records.participants(tenant, after=after, limit=limit)

    def change(self, participant: Participant, *, expected_revision: int) -> Participant:
        """Save a participant that was changed, if nobody else changed it since; nudges follow at once.

        Args:
            participant: as it should be; its revision doesn't matter.
            expected_revision: the revision that was read before.

        Returns:
            The participant with its new revision.

        Raises:
            NotFound: `participant-not-found`.
            Conflict: `revision-changed`; `participant-exists` when another one has the ref.
        """
        changed = replace(participant, revision=expected_revision + 1)
        gists = self._plans.gists_in(changed.tenant, changed.id, changed.nudging.time_zone)
        with self._store.begin() as records:
            stored = records.participant(participant.tenant, participant.id)
            if stored.revision != expected_revision:
                raise Conflict(
                    "revision-changed",
                    "The participant was changed meanwhile; read it again and repeat your change.",
                    revision=stored.revision,
                )
            records.save_participant(changed)
            if changed.nudging != stored.nudging:
                self._plans.replan_all(records, changed.tenant, changed.id, self._clock.now(), gists)
        return changed

    def erase(self, tenant: str, participant_id: str) -> ErasureReceipt:
        """Erase the participant with everything they own; it can't be undone.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin() as records:
            counts = records.erase_participant(tenant, participant_id)
        self._reader.forget()
        return ErasureReceipt(participant_id, self._clock.now(), dict(sorted(counts.items())))

    def export(self, tenant: str, participant_id: str) -> Export:
        """Everything the person owns, for the person: nothing that belongs to a partner.

        Raises:
            NotFound: `participant-not-found`.
        """
        with self._store.begin(read_only=True) as records:
            return Export(
                participant=records.participant(tenant, participant_id),
                exported_at=self._clock.now(),
                pairs=records.pairs_of(tenant, participant_id),
                notes=records.notes_of(tenant, participant_id),
                pledges=records.pledges_of(tenant, participant_id),
                question_sets=records.question_sets_of(tenant, participant_id),
                nudges=[*every(lambda after: _nudges(records, tenant, participant_id, after))],
                ratings=[*every(lambda after: records.ratings_of(tenant, participant_id, after=after))],
            )


def _nudges(records: Records, tenant: str, participant: str, after: str) -> Page[StoredNudge]:
    return records.nudges(tenant, participant=participant, after=after, limit=100)
