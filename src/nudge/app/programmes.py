"""Programmes: what an organisation allows its nudges."""

from __future__ import annotations

from dataclasses import replace

from nudge.app.nudge_plans import NudgePlans
from nudge.app.paging import every
from nudge.app.ports import Clock, Store
from nudge.domain.errors import Conflict
from nudge.domain.nudge_policies import Programme


class Programmes:
    """What one can do with the programme of a tenant; there is one for each."""

    def __init__(self, store: Store, clock: Clock, plans: NudgePlans) -> None:
        self._store = store
        self._clock = clock
        self._plans = plans

    def get(self, tenant: str) -> Programme:
        """The tenant's programme, or the default one, which has revision 0."""
        with self._store.begin(read_only=True) as records:
            return self._plans.programme(records, tenant)

    def save(self, programme: Programme, *, expected_revision: int) -> Programme:
        """Set it up, and plan again what waits for everybody.

        Raises:
            Conflict: `revision-changed`.
        """
        now = self._clock.now()
        saved = replace(programme, revision=expected_revision + 1)
        with self._store.begin() as records:
            stored = records.programme(programme.tenant)
            revision = stored.revision if stored else 0
            if revision != expected_revision:
                raise Conflict(
                    "revision-changed",
                    "The programme was changed meanwhile; read it again and repeat your change.",
                    revision=revision,
                )
            records.save_programme(saved)
        for participant in self._participants(programme.tenant):
            gists = self._plans.gists_in(programme.tenant, participant, programme.time_zone)
            with self._store.begin() as records:
                self._plans.replan_all(records, programme.tenant, participant, now, gists)
        return saved

    def _participants(self, tenant: str) -> list[str]:
        with self._store.begin(read_only=True) as records:
            found = every(lambda after: records.participants(tenant, after=after, limit=100))
            return [participant.id for participant in found]
