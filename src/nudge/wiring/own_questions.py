"""Puts together what looks after own questions in a folder."""

from __future__ import annotations

from pathlib import Path

from nudge.app.admissions import Admissions
from nudge.bank.overlays import load_curation
from nudge.domain.errors import Unavailable
from nudge.domain.questions import QuestionBank
from nudge.settings import Settings


def bank_below(settings: Settings, folder: Path | None) -> QuestionBank:
    """The bank over which an overlay lies: with those that the settings name before it, or with all when it
    isn't among them.

    Raises:
        Invalid: `bank-invalid`, `overlay-invalid`.
    """
    folders = [each.resolve() for each in settings.overlay_folders]
    if folder and folder.resolve() in folders:
        folders = folders[: folders.index(folder.resolve())]
    return load_curation(settings.bank, folders).bank


def admissions(settings: Settings, bank: QuestionBank, *, compares: bool) -> Admissions:
    """The gate for questions over a bank.

    Args:
        compares: whether to load the models and look for near-duplicates.
    """
    from nudge.language.absent import AbsentReader
    from nudge.wiring.models import readers

    if compares:
        return Admissions(bank, readers(settings)[0])
    return Admissions(bank, AbsentReader(Unavailable("models-missing", "Nobody asked to compare.")))
