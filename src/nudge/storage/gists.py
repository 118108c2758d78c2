"""Statements on what was read in pledges; sealed, as it has their words in it."""

from __future__ import annotations

from sqlalchemy import bindparam, select, update

from nudge.domain.nudges import PledgeGist
from nudge.storage.problems import not_found
from nudge.storage.tables import pledges
from nudge.storage.transaction import Transaction

_IT = (pledges.c.tenant == bindparam("of_tenant"), pledges.c.id == bindparam("of_id"))
_GIST = select(pledges.c.gist).where(*_IT)
_SAVE = update(pledges).where(*_IT)


class GistRecords(Transaction):
    """The gists of `Records`."""

    def pledge_gist(self, tenant: str, pledge_id: str) -> PledgeGist | None:
        """What was read in the pledge; None for what nobody has read yet."""
        row = self._read(_GIST, {"of_tenant": tenant, "of_id": pledge_id}).first()
        if row is None:
            raise not_found("pledge", pledge_id)
        return None if row.gist is None else self._unseal_record(PledgeGist, row.gist)

    def save_pledge_gist(self, tenant: str, pledge_id: str, gist: PledgeGist) -> None:
        """Keep what was read in the pledge, instead of what was there."""
        values = {"of_tenant": tenant, "of_id": pledge_id, "gist": self._seal_record(gist)}
        if not self._write(_SAVE, values):
            raise not_found("pledge", pledge_id)
