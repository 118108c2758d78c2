"""A mark that only the right vault key opens: a wrong key is found before anything is sealed with it."""

from __future__ import annotations

from sqlalchemy import select

from nudge.storage.tables import vault_marks
from nudge.storage.transaction import Transaction

_MARK = "nudge"


class VaultMarks(Transaction):
    """One sealed row, made with the schema."""

    def mark_vault(self) -> None:
        """Leave the mark, unless there is one."""
        values = {"id": 1, "mark": self._seal(_MARK)}
        self._write(self._insert(vault_marks, values).on_conflict_do_nothing())

    def check_vault(self) -> None:
        """Open the mark.

        Raises:
            Unavailable: `vault-key-wrong` when the vault has another key than the one of this database.
        """
        sealed = self._read(select(vault_marks.c.mark)).scalar()
        if sealed is not None:
            self._unseal(sealed)
