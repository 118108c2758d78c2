"""Puts together a rehearsal: invented people, the bank and the models, over several processes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from typing import TYPE_CHECKING

from nudge.app.rehearsals import Rehearsals, Rehearsed, cohorts
from nudge.bank.rendering import TemplateRenderer
from nudge.settings import Settings
from nudge.wiring.models import curation

if TYPE_CHECKING:
    from nudge.language.reader import LanguageReader

MOST_PROCESSES = 4
"""Each loads the models: half a gigabyte."""


def rehearsals(settings: Settings) -> Rehearsals:
    """The use case over the bank with the overlays of the settings. Loads the models.

    Raises:
        Unavailable: `models-missing`, `rehearsal-texts-missing`; Invalid: `bank-invalid`, `overlay-invalid`.
    """
    from nudge.language.rehearsals import StoredTexts

    texts, asked_from = StoredTexts(settings.models).read(), curation(settings)
    reader = keeping_reader(settings)
    reader.warm_up(asked_from.bank)
    return Rehearsals(asked_from, reader, TemplateRenderer(), texts)


def keeping_reader(settings: Settings) -> LanguageReader:
    """A reader that keeps the vector and the parse of every text, for people who write the same again.

    Raises:
        Unavailable: `models-missing`.
    """
    from nudge.language.manifest import read_manifest
    from nudge.language.purposes.reader import DriverReader
    from nudge.language.reader import LanguageReader
    from nudge.language.rehearsals import RehearsedEncoder, RehearsedParser

    manifest = read_manifest(settings.models)
    encoder = RehearsedEncoder(manifest, name_or_path=settings.encoder or None, n_threads=1)
    drivers = DriverReader(manifest, encoder=encoder.name)
    cache = settings.data / "cache"
    return LanguageReader(encoder, RehearsedParser(manifest), drivers, manifest=manifest, cache=cache)


def rehearse(settings: Settings, n_people: int, seed: int) -> Iterator[Rehearsed]:
    """A year of so many people, a cohort after the other, each as soon as it is done, in order.

    Raises:
        Invalid: `people-count`, `bank-invalid`; Unavailable: as `rehearsals`.
    """
    groups = cohorts(n_people)
    n_processes = min(len(groups), MOST_PROCESSES, len(os.sched_getaffinity(0)))
    if n_processes == 1:
        whole = rehearsals(settings)
        yield from (_bare(whole.year(group, seed)) for group in groups)
        return
    with ProcessPoolExecutor(n_processes, get_context("spawn"), _prepare, (settings,)) as pool:
        yield from pool.map(_year, groups, [seed] * len(groups))


_OWN: list[Rehearsals] = []
"""What a process of the pool works with."""


def _prepare(settings: Settings) -> None:
    _OWN.append(rehearsals(settings))


def _year(numbers: range, seed: int) -> Rehearsed:
    return _bare(_OWN[0].year(numbers, seed))


def _bare(rehearsed: Rehearsed) -> Rehearsed:
    """Without the briefs, which nobody needs any more."""
    return replace(rehearsed, briefs=())
