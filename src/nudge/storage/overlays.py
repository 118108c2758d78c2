"""Statements on overlays: what a tenant changes in the bank. One row for each, sealed as a whole.

One row, since all of it is read together, and every change has to be seen beside the others.
"""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, bindparam, select, update

from nudge.domain.overlays import Overlay, StoredOverlay
from nudge.storage.columns import Sealed, Word
from nudge.storage.problems import revision_changed
from nudge.storage.responses import ResponseRecords
from nudge.storage.tables import metadata

bank_overlays = Table(
    "bank_overlays",
    metadata,
    Column("tenant", Word, ForeignKey("tenants.id"), primary_key=True),
    Column("content", Sealed, nullable=False),
    Column("revision", Integer, nullable=False),
)

_OVERLAY = select(bank_overlays).where(bank_overlays.c.tenant == bindparam("of_tenant"))
_REVISION = select(bank_overlays.c.revision).where(bank_overlays.c.tenant == bindparam("of_tenant"))


class OverlayRecords(ResponseRecords):
    """The overlays of `Records`."""

    def overlay(self, tenant: str) -> StoredOverlay:
        """What the tenant changes in the bank; an empty one of revision 0 when nobody changed anything."""
        row = self._read(_OVERLAY, {"of_tenant": tenant}).first()
        if row is None:
            return StoredOverlay(tenant)
        return StoredOverlay(tenant, self._unseal_record(Overlay, row.content), row.revision)

    def overlay_revision(self, tenant: str) -> int:
        """Its revision alone; 0 when there is none."""
        revision: int | None = self._read(_REVISION, {"of_tenant": tenant}).scalar()
        return revision or 0

    def save_overlay(self, stored: StoredOverlay) -> None:
        """Raises Conflict (`revision-changed`); a first one has revision 1."""
        self._need_tenant(stored.tenant)
        values = {"content": self._seal_record(stored.overlay), "revision": stored.revision}
        if stored.revision == 1:
            self._add(bank_overlays, {"tenant": stored.tenant, **values}, revision_changed("overlay"))
            return
        it = (bank_overlays.c.tenant == stored.tenant, bank_overlays.c.revision == stored.revision - 1)
        if not self._write(update(bank_overlays).where(*it).values(values)):
            raise revision_changed("overlay")

    def erase_overlay(self, tenant: str) -> None:
        """Forget its content and the remembered responses of the tenant; the revision goes on."""
        self._need_tenant(tenant)
        revision = bank_overlays.c.revision + 1
        nothing = update(bank_overlays).where(bank_overlays.c.tenant == tenant)
        self._write(nothing.values(content=self._seal_record(Overlay()), revision=revision))
        self._forget_responses(tenant)
