"""Statements on what was read in pledges; sealed, as it has their words in it."""

from __future__ import annotations

from sqlalchemy import select, update

from nudge.domain.nudges import PledgeGist
from nudge.storage.problems import not_found
from nudge.storage.tables import pledges
from nudge.storage.transaction import Transaction


class GistRecords(Transaction):
    """The gists of `Records`."""

    def pledge_gist(self, tenant: str, pledge_id: str) -> PledgeGist | None:
        """What was read in the pledge; None for what nobody has read yet."""
        one = select(pledges.c.gist).where(pledges.c.tenant == tenant, pledges.c.id == pledge_id)
        row = self._read(one).first()
        if row is None:
            raise not_found("pledge", pledge_id)
        return None if row.gist is None else self._unseal_record(PledgeGist, row.gist)

    def save_pledge_gist(self, tenant: str, pledge_id: str, gist: PledgeGist) -> None:
        """Keep what was read in the pledge, instead of what was there."""
        it = (pledges.c.tenant == tenant, pledges.c.id == pledge_id)
        if not self._write(update(pledges).where(*it).values(gist=self._seal_record(gist))):
            raise not_found("pledge", pledge_id)
