"""What a rehearsal needs: models that keep what they have read, and what people may write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from nudge.app.rehearsed_people import RehearsalTexts
from nudge.domain.errors import Unavailable
from nudge.language.encoder import Encoder, Vectors
from nudge.language.parser import Parser

if TYPE_CHECKING:
    from spacy.tokens import Doc

FOLDER = "rehearsals"


class RehearsedEncoder(Encoder):
    """An `Encoder` that keeps the vector of every text: invented people write the same few hundred again."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """As `Encoder.encode`; a text that came before isn't encoded again.

        Returns:
            float32 array of shape (n_texts, dimensions), rows of unit length.
        """
        kept: dict[str, Vectors] = self.__dict__.setdefault("_rows", {})
        new = list(dict.fromkeys(text for text in texts if text not in kept))
        if new:
            kept.update(zip(new, super().encode(new), strict=True))
        if not texts:
            return super().encode(texts)
        return np.stack([kept[text] for text in texts])


class RehearsedParser(Parser):
    """A `Parser` that keeps every parse, for the same reason."""

    def parse_all(self, texts: Sequence[str]) -> list[Doc]:
        """As `Parser.parse_all`; a text that came before isn't parsed again."""
        kept: dict[str, Doc] = self.__dict__.setdefault("_docs", {})
        new = list(dict.fromkeys(text for text in texts if text not in kept))
        if new:
            kept.update(zip(new, super().parse_all(new), strict=True))
        return [kept[text] for text in texts]


class _Line(msgspec.Struct, forbid_unknown_fields=True):
    text: str
    theme: str = ""


class StoredTexts:
    """The `TextSource` of a models directory: `rehearsals/*.jsonl`."""

    def __init__(self, models: Path) -> None:
        self._folder = models / FOLDER

    def read(self) -> RehearsalTexts:
        """All of them.

        Raises:
            Unavailable: `rehearsal-texts-missing` when a file isn't there or isn't what it should be.
        """
        purposes = [line.text for line in self._lines("purposes")]
        notes, focus, pledges = (self._by_theme(name) for name in ("notes", "focus", "pledges"))
        return RehearsalTexts(purposes, notes, focus, pledges)

    def _by_theme(self, name: str) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for line in self._lines(name):
            found[line.theme].append(line.text)
        return dict(found)

    def _lines(self, name: str) -> list[_Line]:
        path = self._folder / f"{name}.jsonl"
        try:
            return msgspec.json.decode(
                b"[" + b",".join(path.read_bytes().splitlines()) + b"]", type=list[_Line]
            )
        except (OSError, msgspec.DecodeError) as error:
            raise Unavailable(
                "rehearsal-texts-missing", f"The texts for a rehearsal can't be read from {path}."
            ) from error
