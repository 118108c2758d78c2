"""Which backend encodes fastest without losing quality? Prints one row per backend, all from one run.

    .venv/bin/python scripts/bench_encoder.py [--onnx]

Columns: p50 of one sentence of 12 words and of 32 sentences together (processor
ms, one thread), Spearman on the
STS-B test set, lowest cosine to torch fp32, and how many of 80 texts have the same bytes alone and in
shuffled batches. `--onnx` needs onnx, onnxscript and onnxruntime beside the project's packages.
Then: 16 threads that each encode one sentence at a time. Recorded in docs/decisions/0003-encoder-backend.md.
"""

from __future__ import annotations

import copy
import csv
import os
import random
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from scipy.stats import spearmanr
from tokenizers import Tokenizer

from nudge.language.encoder import Encoder, Vectors
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[1]
BENCHMARKS = Path(os.environ.get("BENCHMARKS", ROOT.parent / "shared" / "benchmarks"))
Encode = Callable[[Sequence[str]], Vectors]


def p50(encode: Encode, texts: Sequence[str], n: int) -> float:
    """Milliseconds of processor time of this thread, which other work on the machine changes least."""
    encode(texts)
    times = []
    for _ in range(n):
        start = time.thread_time()
        encode(texts)
        times.append(time.thread_time() - start)
    return 1000 * float(np.median(times))


class Linear8(torch.nn.Module):  # type: ignore[misc]
    """Weights in int8 per output, activations in int8 per token: integer sums are exact in any batch."""

    def __init__(self, linear: Any) -> None:
        super().__init__()
        self.scale = linear.weight.abs().amax(1) / 127
        self.weight = (linear.weight / self.scale[:, None]).round().to(torch.int8).t().contiguous()
        self.bias = linear.bias

    def forward(self, x: Any) -> Any:  # noqa: D102
        flat = x.reshape(-1, x.shape[-1])
        scale = flat.abs().amax(1, keepdim=True) / 127
        whole = torch._int_mm((flat / scale).round().to(torch.int8), self.weight)
        return torch.addcmul(self.bias, whole * scale, self.scale).view(*x.shape[:-1], -1)


class Prepacked(torch.nn.Module):  # type: ignore[misc]
    """oneDNN with weights reordered once."""

    def __init__(self, linear: Any) -> None:
        super().__init__()
        self.bias = linear.bias
        self.weight = torch.ops.mkldnn._reorder_linear_weight(linear.weight.detach().clone(), None)

    def forward(self, x: Any) -> Any:  # noqa: D102
        return torch.ops.mkldnn._linear_pointwise(x, self.weight, self.bias, "none", [], "")


def with_linears(model: Any, kind: Callable[[Any], Any]) -> Any:
    for name, child in list(model.named_children()):
        if isinstance(child, torch.nn.Linear):
            setattr(model, name, kind(child))
        else:
            with_linears(child, kind)
    return model


def direct(model: Any, multiple: int, largest: int, mask_always: bool = False) -> Encode:
    """Tokenizer and modules called directly; texts padded to a multiple of some tokens, then grouped."""
    tokenizer = Tokenizer.from_str(model.tokenizer.backend_tokenizer.to_str())
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)

    def encode(texts: Sequence[str]) -> Vectors:
        vectors = np.empty((len(texts), 384), np.float32)
        tokens = [each.ids for each in tokenizer.encode_batch(list(texts))]
        groups: dict[int, list[int]] = {}
        for position, ids in enumerate(tokens):
            groups.setdefault(-(-len(ids) // multiple) * multiple, []).append(position)
        for length, group in groups.items():
            for start in range(0, len(group), largest):
                some = group[start : start + largest]
                ids = torch.zeros((len(some), length), dtype=torch.long)
                mask = torch.zeros((len(some), length), dtype=torch.long)
                for row, position in enumerate(some):
                    n = len(tokens[position])
                    ids[row, :n] = torch.tensor(tokens[position])
                    mask[row, :n] = 1
                with torch.inference_mode():
                    rows = model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"].float()
                vectors[some] = torch.nn.functional.normalize(rows).numpy()
        return vectors

    return encode


def sts() -> tuple[list[str], list[str], NDArray[np.float64]]:
    with (BENCHMARKS / "stsb" / "sts-test.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [row[5] for row in rows], [row[6] for row in rows], np.array([float(row[4]) for row in rows])


def sentences(n: int) -> list[str]:
    rng = random.Random(7)
    words = "my team report often asks before meeting plan hard quiet work trust learn say".split()  # noqa: SIM905
    return [" ".join(rng.choices(words, k=12)) for _ in range(n)]


def same_bytes(encode: Encode, texts: Sequence[str]) -> float:
    alone = {text: encode([text])[0].tobytes() for text in texts}
    same = dict.fromkeys(texts, True)
    rng = random.Random(3)
    for size in (3, 33, len(texts)):
        shuffled = rng.sample(list(texts), len(texts))
        for start in range(0, len(texts), size):
            some = shuffled[start : start + size]
            for text, row in zip(some, encode(some), strict=True):
                same[text] &= row.tobytes() == alone[text]
    return sum(same.values()) / len(same)


def backends(model: Any) -> dict[str, Callable[[], Encode]]:
    def st() -> Encode:
        return lambda texts: model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)

    def dynamic_int8(largest: int = 32) -> Encode:
        kind = torch.ao.quantization.per_channel_dynamic_qconfig
        quantised = torch.ao.quantization.quantize_dynamic(copy.deepcopy(model), {torch.nn.Linear: kind})
        return direct(quantised, 1, largest)

    return {
        "torch fp32, SentenceTransformer.encode": st,
        "torch fp32, direct, one by one": lambda: direct(model, 1, 1),
        "torch fp32, direct, equal lengths": lambda: direct(model, 1, 32),
        "torch fp32, direct, padded to 8": lambda: direct(model, 8, 32),
        "torch fp32, oneDNN prepacked, padded to 8": lambda: direct(
            with_linears(copy.deepcopy(model), Prepacked), 8, 32
        ),
        "torch bf16, padded to 8": lambda: direct(copy.deepcopy(model).bfloat16(), 8, 32),
        "torch int8 dynamic per channel, equal lengths": dynamic_int8,
        "torch int8 dynamic per channel, one by one": lambda: dynamic_int8(1),
        "torch int8 per token and channel, padded to 8": lambda: direct(
            with_linears(copy.deepcopy(model), Linear8), 8, 32
        ),
        "torch.compile fp32, padded to 8": lambda: direct(
            torch.compile(copy.deepcopy(model), dynamic=True), 8, 32
        ),
    }


def onnx_backends(model: Any) -> dict[str, Callable[[], Encode]]:
    import onnxruntime as ort  # type: ignore[import-not-found]
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-not-found]

    folder = Path("/tmp/nudge-onnx")
    folder.mkdir(exist_ok=True)
    plain, small = folder / "fp32.onnx", folder / "int8.onnx"

    class Tokens(torch.nn.Module):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            self.bert = model[0].model

        def forward(self, ids: Any, mask: Any) -> Any:
            return self.bert(input_ids=ids, attention_mask=mask).last_hidden_state

    example = torch.ones((2, 16), dtype=torch.long)
    axes = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        Tokens(),
        (example, example),
        str(plain),
        dynamo=False,
        input_names=["ids", "mask"],
        output_names=["out"],
        dynamic_axes={"ids": axes, "mask": axes, "out": axes},
    )
    quantize_dynamic(plain, small, weight_type=QuantType.QInt8, per_channel=True)

    def run(path: Path, largest: int) -> Encode:
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        session = ort.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

        class Like:
            tokenizer = model.tokenizer

            def __call__(self, features: dict[str, Any]) -> dict[str, Any]:
                ids, mask = features["input_ids"].numpy(), features["attention_mask"].numpy()
                out = session.run(None, {"ids": ids, "mask": mask})[0] * mask[..., None].astype(np.float32)
                return {
                    "sentence_embedding": torch.from_numpy(out.sum(1) / mask.sum(1, keepdims=True)).float()
                }

        return direct(Like(), 8, largest)

    return {
        "ONNX fp32, padded to 8": lambda: run(plain, 32),
        "ONNX int8 dynamic, padded to 8": lambda: run(small, 32),
        "ONNX int8 dynamic, one by one": lambda: run(small, 1),
    }


def crowd(encode: Encode, texts: Sequence[str], n_threads: int = 16) -> float:
    """Texts per second when each thread encodes one text at a time."""
    with ThreadPoolExecutor(n_threads) as pool:
        start = time.perf_counter()
        list(pool.map(lambda text: encode([text]), texts))
    return len(texts) / (time.perf_counter() - start)


def main() -> None:
    encoder = Encoder(read_manifest(ROOT / "models"))
    encoder.warm_up()
    model = encoder._model
    left, right, gold = sts()
    some = [*random.Random(1).sample(sorted({*left, *right}), 76), "", "a", "word " * 100, "other " * 400]
    texts = sentences(96)
    reference = direct(model, 1, 1)(some)
    print("| backend | one, ms | 32, ms | 32 of mixed lengths, ms | STS-B | cosine to fp32 | same bytes |")
    print("|---|---|---|---|---|---|---|")
    makers = backends(model)
    if "--onnx" in sys.argv:
        makers |= onnx_backends(model)
    makers["nudge Encoder"] = lambda: encoder.encode
    for name, make in makers.items():
        try:
            encode = make()
            encode(texts[:2])
        except Exception as error:
            print(f"| {name} | not here: {type(error).__name__} | | | | | |", flush=True)
            continue
        one, many, mixed = p50(encode, texts[:1], 25), p50(encode, texts[:32], 5), p50(encode, some[:32], 5)
        a, b = encode(left), encode(right)
        spearman = spearmanr((a * b).sum(1), gold).statistic
        worst = (encode(some) * reference).sum(1).min()
        print(
            f"| {name} | {one:.1f} | {many:.0f} | {mixed:.0f} | {spearman:.4f} | {worst:.4f} "
            f"| {same_bytes(encode, some):.1%} |",
            flush=True,
        )
    lone = direct(model, 8, 32)
    print(f"16 threads, each on its own: {crowd(lone, texts * 2):.0f} texts/s")
    print(f"16 threads, nudge Encoder: {crowd(encoder.encode, texts * 2):.0f} texts/s")
    print(f"one thread: {crowd(lone, texts, 1):.0f} texts/s")


if __name__ == "__main__":
    main()
