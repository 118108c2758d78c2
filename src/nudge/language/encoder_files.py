"""Finding and loading a sentence-transformers model on this machine, never over the network."""

from __future__ import annotations

import os
from copy import copy
from pathlib import Path
from typing import Any

from nudge.domain.errors import Unavailable
from nudge.language.manifest import sha256_of

LONGEST = 512
"""Word pieces read when a model doesn't say how many it can."""

STEP = 8
"""Texts are padded to a multiple of so many tokens: their own number, never one that depends on the batch.

Chosen: fewer and fuller batches, 25 to 35 % faster for 8 to 24 texts than batches of equal length; and every
matrix has 8 rows or more, where MKL's rounding doesn't depend on how many there are (it does below 4)."""


def folder_of(name_or_path: str | Path) -> Path:
    """The folder of a model: this one, or the one in the local Hugging Face cache with this name.

    Raises:
        Unavailable: `models-missing` when it is neither.
    """
    if Path(name_or_path).is_dir():
        return Path(name_or_path)
    _stay_offline()
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    for repository in (str(name_or_path), f"sentence-transformers/{name_or_path}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise _unusable(name_or_path, "is neither a folder nor in the local Hugging Face cache")


def tag_of(name_or_path: str | Path) -> str:
    """Last part of the name and start of the digest of the weights: "bge-small-en-v1.5@3c9f3166".

    Raises:
        Unavailable: `models-missing` when there is no such model, or no safetensors file in it.
    """
    weights = sorted(folder_of(name_or_path).rglob("*.safetensors"))
    if not weights:
        raise _unusable(name_or_path, "has no safetensors weights")
    return f"{Path(name_or_path).name}@{''.join(sha256_of(path)[:8] for path in weights)}"


def load(folder: Path, *, n_threads: int) -> tuple[Any, Any]:
    """The model, and a tokenizer of its own; None in its place when the model can't be called directly.

    Sets the number of threads of torch and of BLAS for the whole process.

    Raises:
        Unavailable: `models-missing` when the folder holds no model that can be loaded.
    """
    _stay_offline()
    import torch
    from sentence_transformers import SentenceTransformer
    from threadpoolctl import threadpool_limits
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    torch.set_num_threads(n_threads)
    threadpool_limits(n_threads)
    try:
        model = SentenceTransformer(
            str(folder), device="cpu", local_files_only=True, model_kwargs={"use_safetensors": True}
        )
    except (OSError, ValueError, KeyError) as error:
        raise _unusable(folder, f"can't be loaded ({type(error).__name__})") from error
    return model.eval(), _tokenizer_of(model)


def first_half(model: Any) -> Any:
    """The transformer of a model with the first half of its layers, sharing the weights; None for others.

    Source: the middle layers of such models know most about words and syntax, the last ones about the topic
    (Tenney et al. 2019, "BERT rediscovers the classical NLP pipeline"); measured for pledges in
    models/pledge_specificity/CARD.md.
    """
    from torch.nn import ModuleList

    whole: Any = getattr(model[0], "auto_model", None)
    layers = getattr(getattr(whole, "encoder", None), "layer", None)
    if layers is None:
        return None
    stack = _shared_copy(whole.encoder)
    stack.layer = ModuleList(list(layers)[: len(layers) // 2])
    half = _shared_copy(whole)
    half.encoder = stack
    return half


def _shared_copy(module: Any) -> Any:
    """A module with the same parts, of which some can be replaced without touching the original."""
    shared = copy(module)
    shared._modules = dict(module._modules)  # a shallow copy would share this table
    return shared


def _tokenizer_of(model: Any) -> Any:
    """A copy: `SentenceTransformer.encode` switches padding on in its own, under the feet of others."""
    from tokenizers import Tokenizer

    shared = getattr(getattr(model, "tokenizer", None), "backend_tokenizer", None)
    if shared is None or model.default_prompt_name is not None or model.tokenizer.pad_token_id is None:
        return None
    tokenizer = Tokenizer.from_str(shared.to_str())
    tokenizer.no_padding()
    longest = model.max_seq_length or LONGEST
    tokenizer.enable_truncation(longest - longest % STEP)
    return tokenizer


def _stay_offline() -> None:
    """Says so to the Hugging Face libraries; they read it when they are imported."""
    os.environ.update(HF_HUB_OFFLINE="1", HF_HUB_DISABLE_TELEMETRY="1", TOKENIZERS_PARALLELISM="false")


def _unusable(name_or_path: str | Path, what: str) -> Unavailable:
    return Unavailable(
        "models-missing",
        f"The encoder “{name_or_path}” {what}. Give the folder of a sentence-transformers model, "
        "or leave the setting out to use the one that comes with the release.",
        model=str(name_or_path),
    )
