"""The encoder: sentence-transformers, loaded once, the same bytes for the same text every time."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nudge.domain.errors import Unavailable
from nudge.language.encoder_files import STEP, first_half, folder_of, load, tag_of
from nudge.language.manifest import Manifest
from nudge.language.packed_bert import PackedBert, packed

Vectors = NDArray[np.float32]

LARGEST_BATCH = 32
"""Texts of one width that go through the model together. Chosen: docs/decisions/0003-encoder-backend.md."""

PROBES = (
    "",
    " ",
    *(f"{'talk ' * n}{word}" for n in (0, 4, 5, 24) for word in ("work", "rest", "trust", "time")),
)
"""Texts of few lengths that `warm_up` encodes alone and together, to see that the bytes are the same."""


class Encoder:
    """Turns texts into vectors whose cosine says how much two texts mean the same.

    Args:
        manifest: says which model is the default and what its files must be.
        name_or_path: another sentence-transformers model: a folder, or a name that is in the local
            Hugging Face cache. Nothing is ever fetched. None is the model of the manifest.
        n_threads: threads inside one matrix operation; for the whole process, as torch has it.
    """

    def __init__(
        self, manifest: Manifest, *, name_or_path: str | Path | None = None, n_threads: int = 1
    ) -> None:
        self._manifest = manifest
        self._name_or_path = name_or_path
        self._n_threads = n_threads
        self._lock = threading.Lock()
        self._name: str | None = None
        self._model: Any = None
        self._tokenizer: Any = None
        self._half: Any = None
        self._packed: PackedBert | None = None
        self._pad = 0
        self._largest_batch = LARGEST_BATCH
        self._is_warm = False

    @property
    def name(self) -> str:
        """Name and start of the digest of the weights: "all-MiniLM-L6-v2@53aa5117".

        Raises:
            Unavailable: `models-missing` when another model was asked for and isn't there.
        """
        if self._name is None:
            if self._name_or_path is None:
                self._name = self._manifest.entry("encoder").tag
            else:
                self._name = tag_of(self._name_or_path)
        return self._name

    @property
    def dimensions(self) -> int:
        """Length of a vector. Warms up when nobody did."""
        self.warm_up()
        return int(self._model.get_embedding_dimension())

    def warm_up(self) -> None:
        """Load the model and encode a few texts; a second call does nothing.

        Raises:
            Unavailable: `models-missing` when a file isn't there or isn't the one of the manifest.
        """
        if self._is_warm:
            return
        with self._lock:
            if not self._is_warm:
                self._load()
                self._is_warm = True

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector per text, in order; any thread may call it.

        A text has the same bytes whatever else is in `texts` or is encoded at the same time. An empty or
        blank text has the vector of an empty sentence (unit length too); longer texts are cut to what the
        model reads (256 word pieces).

        Returns:
            float32 array of shape (n_texts, dimensions), rows of unit length.

        Raises:
            Unavailable: as `warm_up`.
        """
        self.warm_up()
        return self._encode(texts)

    def encode_forms(self, texts: Sequence[str]) -> Vectors:
        """One vector per text that says which words and forms are in it, rather than what it is about.

        The mean of the token states after half of the layers, which takes half the time of `encode`. The
        same promises about bytes hold. A text without any token has the mean of its two end marks.

        Returns:
            float32 array of shape (n_texts, dimensions), rows of unit length.

        Raises:
            Unavailable: as `warm_up`, and `models-missing` for an encoder that isn't built in such layers.
        """
        self.warm_up()
        if self._half is None:
            raise Unavailable(
                "models-missing",
                f"The encoder {self.name} has no layers that forms could be read from; use the default one.",
                model=self.name,
            )
        return self._in_batches(texts, self._forms)

    def _encode(self, texts: Sequence[str]) -> Vectors:
        if self._tokenizer is None:
            return self._encode_one_by_one(texts)
        if self._packed is not None:
            return self._packed.encode(self._tokens(texts))
        return self._in_batches(texts, self._meanings)

    def _in_batches(self, texts: Sequence[str], forward: Callable[[Any, Any], Any]) -> Vectors:
        import torch

        vectors = np.empty((len(texts), self._model.get_embedding_dimension()), dtype=np.float32)
        tokens = self._tokens(texts)
        for positions, width in _batches([len(ids) for ids in tokens], self._largest_batch):
            ids, mask = self._padded([tokens[position] for position in positions], width)
            with torch.inference_mode():
                rows = torch.nn.functional.normalize(forward(ids, mask).float())
            vectors[positions] = rows.numpy()
        return vectors

    def _tokens(self, texts: Sequence[str]) -> list[list[int]]:
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def _padded(self, tokens: Sequence[Sequence[int]], width: int) -> tuple[Any, Any]:
        import torch

        ids = torch.full((len(tokens), width), self._pad)
        mask = torch.zeros_like(ids)
        for row, text in enumerate(tokens):
            ids[row, : len(text)] = torch.tensor(text)
            mask[row, : len(text)] = 1
        return ids, mask

    def _meanings(self, ids: Any, mask: Any) -> Any:
        return self._model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]

    def _forms(self, ids: Any, mask: Any) -> Any:
        states = self._half(input_ids=ids, attention_mask=mask).last_hidden_state
        inner = mask.clone()
        inner[:, 0] = 0
        inner.scatter_(1, (mask.sum(1, keepdim=True) - 1), 0)
        inner = inner + mask * (inner.sum(1, keepdim=True) == 0)
        weights = inner.unsqueeze(-1).to(states.dtype)
        return (states * weights).sum(1) / weights.sum(1)

    def _encode_one_by_one(self, texts: Sequence[str]) -> Vectors:
        """The slow way, for models whose tokenizer or prompts need all of sentence-transformers."""
        vectors = np.empty((len(texts), self._model.get_embedding_dimension()), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            row[:] = self._model.encode(text, normalize_embeddings=True, show_progress_bar=False)
        return vectors

    def _load(self) -> None:
        if self._name_or_path is None:
            folder = self._manifest.verify("encoder")
        else:
            folder = folder_of(self._name_or_path)
        self._model, self._tokenizer = load(folder, n_threads=self._n_threads)
        self._pad = 0 if self._tokenizer is None else int(self._model.tokenizer.pad_token_id)
        self._half = None if self._tokenizer is None else first_half(self._model)
        if not self._is_same_together():
            self._largest_batch = 1
        if self._tokenizer is not None:
            self._packed = packed(self._model, self._tokens(PROBES), self._encode(PROBES))
            if not self._is_same_together():
                self._packed = None

    def _is_same_together(self) -> bool:
        """Whether texts have the same bytes alone and in a batch, on this machine."""
        alone = b"".join(self._encode([text]).tobytes() for text in PROBES)
        return self._encode(PROBES).tobytes() == alone


def _batches(lengths: Sequence[int], largest: int) -> list[tuple[list[int], int]]:
    """Positions of texts that go through the model together, at most `largest` at a time, and their width.

    >>> _batches([3, 12, 8, 5], largest=2)
    [([0, 2], 8), ([3], 8), ([1], 16)]
    """
    groups: dict[int, list[int]] = defaultdict(list)
    for position, length in enumerate(lengths):
        groups[-(-length // STEP) * STEP].append(position)
    return [
        (group[start : start + largest], width)
        for width, group in groups.items()
        for start in range(0, len(group), largest)
    ]
