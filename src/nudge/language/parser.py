"""The parser: spaCy's small English pipeline, from its PyPI package, without any network."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from nudge.language.manifest import Manifest

if TYPE_CHECKING:
    from spacy.tokens import Doc

LONGEST_TEXT = 10_000
"""Characters of a text that are parsed; what comes after isn't. Chosen: about 1,900 words, 0.6 s."""

LARGEST_BATCH = 32
"""Texts that go through the model together. Chosen: larger ones are no faster, and others wait for longer."""

PROBES = (
    "",
    " ",
    "Warm.",
    *(f"I'll ask {'Sam and ' * n}Ana by Friday, not today." for n in (0, 1, 2, 5, 20)),
)
"""Texts that loading parses alone and together, to see that the parses are the same."""


class Parser:
    """Parses English texts: tokens, tags, lemmas, dependencies, sentences, named entities.

    Args:
        manifest: says which model is used and what its files must be.

    Any thread may use one parser; they take turns, since spaCy promises nothing about threads and holds
    the interpreter for most of the time anyway.
    """

    def __init__(self, manifest: Manifest) -> None:
        self._manifest = manifest
        self._lock = threading.Lock()
        self._nlp: Any = None
        self._largest_batch = LARGEST_BATCH

    @property
    def name(self) -> str:
        """Name and version of the model: "en_core_web_sm@3.8.0"."""
        return self._manifest.entry("parser").tag

    def warm_up(self) -> None:
        """Load the model and parse once; a second call does nothing.

        Raises:
            Unavailable: `models-missing` when a file isn't there or isn't the one of the manifest.
        """
        with self._lock:
            if self._nlp is None:
                self._nlp = self._load()

    def parse(self, text: str) -> Doc:
        """The parsed text, cut to `LONGEST_TEXT` characters. Warms up when nobody did.

        Raises:
            Unavailable: as `warm_up`.
        """
        return self.parse_all([text])[0]

    def parse_all(self, texts: Sequence[str]) -> list[Doc]:
        """The parsed texts in order, each as if it were parsed alone.

        Raises:
            Unavailable: as `warm_up`.
        """
        if self._nlp is None:
            self.warm_up()
        cut = [text[:LONGEST_TEXT] for text in texts]
        by_length = sorted(range(len(cut)), key=lambda position: len(cut[position]))
        parsed: dict[int, Doc] = {}
        for start in range(0, len(cut), self._largest_batch):
            positions = by_length[start : start + self._largest_batch]
            with self._lock:
                docs = _together(self._nlp, [cut[position] for position in positions])
            parsed.update(zip(positions, docs, strict=True))
        return [parsed[position] for position in range(len(cut))]

    def _load(self) -> Any:
        folder = self._manifest.verify("parser")
        import spacy

        nlp = spacy.load(folder)
        alone = [nlp(text).to_bytes() for text in PROBES]
        if [doc.to_bytes() for doc in _together(nlp, PROBES)] != alone:
            self._largest_batch = 1
        return nlp


def _together(nlp: Any, texts: Sequence[str]) -> list[Doc]:
    """The parsed texts in order; one alone takes the way without a batch, which is the shorter one."""
    return [nlp(texts[0])] if len(texts) == 1 else list(nlp.pipe(texts))
