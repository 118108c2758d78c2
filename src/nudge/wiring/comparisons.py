"""Puts together what compares: a set with an earlier one, and a bank with another version of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from nudge.app.set_changes import BankDiffs, SetChanges
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.curations import Curation
from nudge.settings import Settings
from nudge.wiring.models import curation, readers
from nudge.wiring.rehearsals import keeping_reader


def set_changes(settings: Settings) -> tuple[SetChanges, Curation]:
    """What replays earlier sets, and what it asks from now.

    Raises:
        Invalid: `bank-invalid`, `overlay-invalid`.
    """
    now = curation(settings)
    return SetChanges(now, readers(settings)[0], TemplateRenderer()), now


def bank_diffs(settings: Settings, old: Path, new: Path) -> tuple[BankDiffs, Curation]:
    """What compares two banks on disk, with the overlays of the settings over both, and the newer one.

    Raises:
        Invalid: `bank-invalid`, `overlay-invalid`; Unavailable: `models-missing`.
    """
    before, after = (curation(replace(settings, bank=folder)) for folder in (old, new))
    reader = keeping_reader(settings)
    reader.warm_up(after.bank)
    return BankDiffs(before, after, reader, TemplateRenderer()), after
