"""Own questions: what an organisation adds, hides, rewords and weighs, with the bank's rules as the gate."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from nudge.app.admissions import Admissions
from nudge.app.curations import Curations
from nudge.app.own_entries import Entry, entry_of, ids_of
from nudge.app.ports import Reader, Store
from nudge.app.question_gate import GateFinding, refuse_errors, shortage_findings
from nudge.domain.errors import Conflict, NudgeError
from nudge.domain.overlay_edits import QuestionEdit, edited, new_id, own_of, unknown, with_own, without
from nudge.domain.overlay_rows import rows_of
from nudge.domain.overlays import Overlay, StoredOverlay, shortages
from nudge.domain.questions import Question
from nudge.domain.records import Page
from nudge.domain.spreadsheets import RowProblem, SheetRow

T = TypeVar("T")
TRIES = 3
"""How often something is tried that names no revision, while others change something too."""
Change = Callable[[Overlay], tuple[Overlay, str]]
"""Makes the next overlay, and says the id of the question that is other in it."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A change, and what the gate found, also when it wasn't stored.

    Attributes:
        compared: whether near-duplicates were looked for; without the models they can't be.
    """

    entry: Entry
    revision: int
    findings: Sequence[GateFinding]
    is_stored: bool
    compared: bool


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of the rows of a spreadsheet. `ids` are the questions about which something changed."""

    ids: Sequence[str]
    problems: Sequence[RowProblem]
    findings: Sequence[GateFinding]
    revision: int
    is_stored: bool
    compared: bool


class OwnQuestions:
    """What one can do with the questions of an organisation."""

    def __init__(self, store: Store, curations: Curations, reader: Reader) -> None:
        self._store = store
        self._curations = curations
        self._bank = curations.base.bank
        self._admissions = Admissions(self._bank, reader)

    def page(
        self, tenant: str, *, everything: bool = False, after: str = "", limit: int = 50
    ) -> tuple[Page[Entry], int]:
        """A page of the questions about which the organisation says something, or of all, by id; and the
        revision."""
        stored = self.stored(tenant)
        ids = [id for id in ids_of(self._bank, stored.overlay, everything=everything) if id > after]
        shown = [entry_of(self._bank, stored.overlay, id) for id in ids[:limit]]
        return Page(shown, ids[limit - 1] if len(ids) > limit else None), stored.revision

    def get(self, tenant: str, question_id: str) -> tuple[Entry, int]:
        """One question, and the revision.

        Raises:
            NotFound: `question-not-found`.
        """
        stored = self.stored(tenant)
        if question_id not in ids_of(self._bank, stored.overlay, everything=True):
            raise unknown(question_id, self._bank, stored.overlay)
        return entry_of(self._bank, stored.overlay, question_id), stored.revision

    def stored(self, tenant: str) -> StoredOverlay:
        """Everything that the organisation changes."""
        with self._store.begin(read_only=True) as records:
            return records.overlay(tenant)

    def add(
        self, tenant: str, question: Question, *, weight: int = 0, because: str = "", dry_run: bool = False
    ) -> Checked:
        """A new own question; with an empty id it gets one made of its first words, that nothing has or had.

        Raises:
            Refused: `question-refused` with all findings; in a dry run these are only told.
            Invalid: `question-id-invalid`.
            Conflict: `question-exists`, `questions-full`; `questions-busy` when others change something.
        """
        marks = QuestionEdit(weight=weight, because=because)

        def added(overlay: Overlay) -> tuple[Overlay, str]:
            named = question if question.id else replace(question, id=self._new_id(overlay, question))
            return edited(self._bank, with_own(self._bank, overlay, named), named.id, marks), named.id

        return self._changed(tenant, added, None, dry_run)

    def change(
        self,
        tenant: str,
        question_id: str,
        edit: QuestionEdit,
        *,
        expected_revision: int,
        dry_run: bool = False,
    ) -> Checked:
        """Change an own question; hide, reword or weigh any.

        Raises:
            NotFound: `question-not-found`.
            Refused: as `add`.
            Invalid: `tags-of-the-bank`, `weight-invalid`.
            Conflict: `revision-changed`.
        """
        return self._changed(
            tenant,
            lambda overlay: (edited(self._bank, overlay, question_id, edit), question_id),
            expected_revision,
            dry_run,
        )

    def remove(self, tenant: str, question_id: str) -> None:
        """Take an own question away, or have one of the bank as the bank has it.

        Raises:
            NotFound: `question-not-found`.
            Refused: `question-refused` when a stage would be left too short.
        """

        def act() -> None:
            stored = self.stored(tenant)
            after = without(self._bank, stored.overlay, question_id)
            if own_of(stored.overlay, question_id):
                refuse_errors(shortage_findings(shortages(self._bank, after)))
            if after != stored.overlay:
                self._save(stored, after)

        self._tried(act)

    def erase(self, tenant: str) -> None:
        """Forget everything that the organisation changes; it asks from the bank as it is."""
        with self._store.begin() as records:
            records.erase_overlay(tenant)

    def rows(self, tenant: str) -> Sequence[dict[str, str]]:
        """All questions as rows of a spreadsheet."""
        return rows_of(self._bank, self.stored(tenant).overlay)

    def take_in(
        self,
        tenant: str,
        rows: Sequence[SheetRow],
        *,
        problems: Sequence[RowProblem] = (),
        dry_run: bool = False,
    ) -> Imported:
        """Change what rows of a spreadsheet say. What the gate refuses is told, all the rest is stored.

        Args:
            problems: what is known to be wrong with rows that couldn't be read.

        Raises:
            Conflict: `questions-busy` when others change something.
        """

        def act() -> Imported:
            stored = self.stored(tenant)
            taken, found = self._admissions.rows(stored.overlay, rows)
            all_problems = sorted([*problems, *taken.problems], key=lambda problem: problem.number)
            revision = stored.revision
            if not dry_run and taken.overlay != stored.overlay:
                revision = self._save(stored, taken.overlay)
            ids = tuple(sorted(taken.rows))
            return Imported(ids, all_problems, found.all, revision, not dry_run, found.compared)

        return self._tried(act)

    def _new_id(self, overlay: Overlay, question: Question) -> str:
        taken = {*self._bank.positions, *overlay.removed, *(own.id for own in overlay.questions)}
        return new_id(question.stage, question.text, taken)

    def _changed(self, tenant: str, change: Change, expected: int | None, dry_run: bool) -> Checked:
        def act() -> Checked:
            stored = self.stored(tenant)
            if expected is not None and stored.revision != expected:
                raise _revision_changed(stored.revision)
            after, question_id = change(stored.overlay)
            found = self._admissions.findings(stored.overlay, after)
            if not dry_run:
                refuse_errors(found.all)
            is_same = after == stored.overlay
            revision = stored.revision if dry_run or is_same else self._save(stored, after)
            entry = entry_of(self._bank, after, question_id)
            return Checked(entry, revision, found.all, not dry_run, found.compared)

        return act() if expected is not None else self._tried(act)

    def _save(self, stored: StoredOverlay, overlay: Overlay) -> int:
        """Save it in the place of what was read; the new revision."""
        revision = stored.revision + 1
        with self._store.begin() as records:
            if (now := records.overlay_revision(stored.tenant)) != stored.revision:
                raise _revision_changed(now)
            records.save_overlay(StoredOverlay(stored.tenant, overlay, revision))
        return revision

    def _tried(self, act: Callable[[], T]) -> T:
        """Do it again while others are faster.

        Raises:
            Conflict: `questions-busy`.
        """
        for _ in range(TRIES):
            try:
                return act()
            except Conflict as error:
                if error.code != "revision-changed":
                    raise
                last: NudgeError = error
        message = "Others are changing the questions of the organisation; try again."
        raise Conflict("questions-busy", message) from last


def _revision_changed(revision: int) -> Conflict:
    message = "The questions were changed meanwhile; read them again and repeat your change."
    return Conflict("revision-changed", message, revision=revision)
