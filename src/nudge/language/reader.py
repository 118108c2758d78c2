"""Reads a brief with all the models, in one batch: drivers, memory, and what is near to which question."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nudge.domain.conversations import Affinity, Brief, ParticipantBrief, ParticipantReading, Trace
from nudge.domain.notes import Memory, NoteVectors, Visibility, VisibleTo
from nudge.domain.purposes import DriverReading, ReadingSource
from nudge.domain.questions import QuestionBank, Theme
from nudge.domain.recurrence import unkept
from nudge.language.encoder import Encoder, Vectors
from nudge.language.focus import focus_themes
from nudge.language.manifest import Manifest, read_manifest
from nudge.language.matching import BankVectors, Progress, affinity_scores, closest, similarities
from nudge.language.notes.memory import NoteMemory, NotePassage
from nudge.language.notes.passages import split_passages
from nudge.language.parser import Parser
from nudge.language.pledges.wording import PledgeWording
from nudge.language.purposes.reader import DriverReader
from nudge.language.recurrence import PledgeLikeness
from nudge.language.themes.reader import ROLE as THEME_ROLE
from nudge.language.themes.reader import ThemeReader, theme_reader
from nudge.language.vectors import pack


@dataclass(frozen=True, slots=True)
class _Own:
    """The texts of one participant that are compared with the bank, by kind, and the vectors of each kind."""

    passages: Sequence[NotePassage]
    texts: Mapping[str, Sequence[str]]
    vectors: Mapping[str, Vectors]


class LanguageReader:
    """The `Reader` of the application. Any thread may use it; texts of one brief are embedded together.

    Args:
        cache: directory for the vectors of the bank; None keeps them in memory only.
        on_progress: told how far the embedding of a bank is.
        manifest: where the weights of the theme reader are.
    """

    def __init__(
        self,
        encoder: Encoder,
        parser: Parser,
        drivers: DriverReader,
        *,
        manifest: Manifest,
        cache: Path | None = None,
        on_progress: Progress | None = None,
    ) -> None:
        self._encoder = encoder
        self._parser = parser
        self._drivers = drivers
        self._memory = NoteMemory(parser, encoder_name=encoder.name)
        self._wording = PledgeWording(parser)
        self._likeness = PledgeLikeness(encoder, parser)
        self._bank_vectors = BankVectors(encoder, cache=cache, on_progress=on_progress)
        self._manifest = manifest
        self._themes: tuple[tuple[Theme, ...], ThemeReader] | None = None
        self._lock = threading.Lock()

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of each model that decides something."""
        return {
            "encoder": self._encoder.name,
            "parser": self._parser.name,
            "purpose_reader": self._drivers.name,
            THEME_ROLE: self._manifest.entry(THEME_ROLE).tag,
        }

    def warm_up(self, bank: QuestionBank) -> None:
        """Load the models and embed the bank; later calls are fast.

        Raises:
            Unavailable: `models-missing` when a model file isn't there or isn't the one of the manifest.
        """
        self._encoder.warm_up()
        self._parser.warm_up()
        self._drivers.warm_up()
        self._bank_vectors.of(bank)
        self._theme_reader(bank)

    def read(self, brief: Brief, bank: QuestionBank) -> tuple[ParticipantReading, ...]:
        """One reading per participant, in order.

        Raises:
            Unavailable: as `warm_up`.
        """
        themes = self._theme_reader(bank)
        emphasis = [line.text for line in brief.emphasis]
        owns = self._embed([self._gather(participant, brief) for participant in brief.participants], emphasis)
        return tuple(
            self._reading(bank, brief, participant, own, themes)
            for participant, own in zip(brief.participants, owns, strict=True)
        )

    def similarities(
        self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]
    ) -> list[list[float]]:
        """How much two questions say the same: cosine in [-1, 1], by positions, one list per row."""
        return similarities(self._bank_vectors.of(bank), rows, columns)

    def closest(self, bank: QuestionBank, rows: Sequence[int], columns: Sequence[int]) -> list[float]:
        """For each of `rows` the cosine to whichever of `columns` is nearest to it; -1 for none."""
        return closest(self._bank_vectors.of(bank), rows, columns)

    def forget(self) -> None:
        """Drop what is kept in memory of people's texts; what belongs to the bank and the models stays."""
        self._memory.forget()
        self._wording.forget()

    def same_pledges(self, text: str, others: Sequence[str]) -> list[bool]:
        """For each of the others whether a pledge says the same; nothing is kept of the texts.

        Raises:
            Unavailable: as `warm_up`.
        """
        return self._likeness.same(text, others)

    def vectors(self, text: str) -> NoteVectors:
        """The passages of a note, embedded once, to be kept with the note.

        Raises:
            Unavailable: as `warm_up`.
        """
        passages = [span.text for span in split_passages(text)]
        return pack(self._encoder.name, self._encoder.encode(passages), passages)

    def texts_to_embed(self, brief: Brief) -> list[str]:
        """What a brief needs embedded, in the order of the one call: for measuring what that costs."""
        owns = [self._gather(participant, brief) for participant in brief.participants]
        return _batch(owns, [line.text for line in brief.emphasis])

    def _gather(self, participant: ParticipantBrief, brief: Brief) -> _Own:
        """What there is to embed of a participant."""
        pledge = participant.last_pledge
        texts = {
            "purpose": self._drivers.passages(participant.purpose.text),
            "pledge": [text for text in (pledge.text, pledge.reflection) if text.strip()] if pledge else [],
            "focus": [text for text in participant.focus if text.strip()],
        }
        return _Own(self._memory.passages(participant.notes, brief.session_number), texts, {})

    def _embed(self, owns: Sequence[_Own], emphasis: Sequence[str]) -> list[_Own]:
        """The same with vectors: everything new goes to the encoder in one call."""
        rows = iter(self._encoder.encode(_batch(owns, emphasis)))
        shape = (0, self._encoder.dimensions)
        heard = np.array([next(rows) for _ in emphasis], dtype=np.float32).reshape(-1, shape[1])
        embedded = []
        for own in owns:
            vectors = {
                kind: np.array([next(rows) for _ in texts], dtype=np.float32).reshape(-1, shape[1])
                for kind, texts in own.texts.items()
            }
            notes = [next(rows) if passage.vector is None else passage.vector for passage in own.passages]
            vectors["note"] = np.array(notes, dtype=np.float32).reshape(-1, shape[1])
            embedded.append(_Own(own.passages, own.texts, vectors | {"emphasis": heard}))
        return embedded

    def _reading(
        self, bank: QuestionBank, brief: Brief, participant: ParticipantBrief, own: _Own, themes: ThemeReader
    ) -> ParticipantReading:
        names = [other.ref for other in brief.participants]
        memory = self._memory.recall(own.passages, own.vectors["note"], themes, own_names=names)
        near_focus = themes.read(own.texts["focus"], own.vectors["focus"])
        pledge = participant.last_pledge
        return ParticipantReading(
            drivers=self._read_drivers(bank, participant, own),
            memory=memory,
            affinities=self._affinities(bank, brief, own, memory),
            focus_themes=focus_themes(bank, participant.focus, near_focus),
            said_back=self._wording.say_back(pledge.text) if pledge else None,
            comes_back=self._comes_back(participant),
        )

    def _comes_back(self, participant: ParticipantBrief) -> bool:
        """Whether the last pledge says the same as an earlier one that wasn't kept."""
        pledge = participant.last_pledge
        earlier = unkept(pledge, participant.earlier_pledges)
        return pledge is not None and any(self._likeness.same(pledge.text, earlier))

    def _read_drivers(
        self, bank: QuestionBank, participant: ParticipantBrief, own: _Own
    ) -> tuple[DriverReading, ...]:
        """Given values stand; the others are read from the text."""
        profile = participant.purpose
        read = {
            r.driver: r for r in self._drivers.read(own.texts["purpose"], own.vectors["purpose"], bank.scheme)
        }
        found = []
        for driver in bank.scheme.drivers:
            given = profile.drivers.get(driver.id)
            if given is not None:
                sure = {value.id: float(value.id == given) for value in driver.values}
                found.append(DriverReading(driver.id, given, 1.0, ReadingSource.GIVEN, sure))
            elif driver.id in read:
                found.append(read[driver.id])
        return tuple(found)

    def _affinities(
        self, bank: QuestionBank, brief: Brief, own: _Own, memory: Memory
    ) -> tuple[Affinity, ...]:
        traces = {
            "purpose": [Trace(text, "purpose", VisibleTo.SELF) for text in own.texts["purpose"]],
            "note": [
                Trace(passage.text, passage.source, _visible_to(passage.visibility), passage.quote)
                for passage in memory.passages
            ],
            "pledge": [Trace(text, "pledge:last", VisibleTo.SELF) for text in own.texts["pledge"]],
            "focus": [Trace(text, "focus", VisibleTo.SELF) for text in own.texts["focus"]],
            "emphasis": [Trace(e.text, e.source, VisibleTo.PAIR, e.text) for e in brief.emphasis],
        }
        weights = {"note": [passage.weight for passage in memory.passages]}
        bank_vectors = self._bank_vectors.of(bank)
        return tuple(
            Affinity(
                kind,
                *affinity_scores(bank_vectors, own.vectors[kind], weights.get(kind, [1.0] * len(texts))),
                tuple(texts),
            )
            for kind, texts in traces.items()
            if texts
        )

    def _theme_reader(self, bank: QuestionBank) -> ThemeReader:
        """The reader of the themes of this bank, made once for all banks that have the same."""
        with self._lock:
            if self._themes is None or self._themes[0] != bank.themes:
                self._themes = (bank.themes, theme_reader(bank.themes, self._encoder, self._manifest))
                self._memory.forget()
            return self._themes[1]


def language_reader(
    models: Path,
    *,
    encoder: str | None = None,
    n_threads: int = 1,
    cache: Path | None = None,
    on_progress: Progress | None = None,
) -> LanguageReader:
    """The reader with the models of a manifest; nothing is loaded yet.

    Args:
        models: directory of `manifest.toml`.
        encoder: a folder with another sentence-transformers model.

    Raises:
        Unavailable: `models-missing` when the manifest can't be read.
    """
    manifest = read_manifest(models)
    own_encoder = Encoder(manifest, name_or_path=encoder, n_threads=n_threads)
    drivers = DriverReader(manifest, encoder=own_encoder.name)
    return LanguageReader(
        own_encoder,
        Parser(manifest),
        drivers,
        manifest=manifest,
        cache=cache,
        on_progress=on_progress,
    )


def _batch(owns: Sequence[_Own], emphasis: Sequence[str]) -> list[str]:
    """Everything that has no vector yet, in the order in which the vectors are taken back."""
    batch = list(emphasis)
    for own in owns:
        batch += [text for texts in own.texts.values() for text in texts]
        batch += [passage.text for passage in own.passages if passage.vector is None]
    return batch


def _visible_to(visibility: Visibility) -> VisibleTo:
    return VisibleTo.PAIR if visibility is Visibility.SHARED else VisibleTo.SELF
