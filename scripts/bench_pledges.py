"""`scripts/bench pledges`: what scoring costs beside one parse and one encoding of the same text, in one run.

Live: one pledge at a time, 300 of the corpus, everything in turns. Hostile: 10 kB of text that nobody would
pledge, beside a normal one. Batch: many lines through `nudge score-pledge` and in process, beside spaCy's
`nlp.pipe` and the encoder's batches. It prints what it measures, and judges nothing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import track
from rich.table import Table

from nudge.app.specificity import PledgeScores, PledgeToScore
from nudge.language.encoder import Encoder
from nudge.language.manifest import Manifest, read_manifest
from nudge.language.parser import Parser
from nudge.language.specificity.corpus import read_corpus
from nudge.settings import Settings, read_settings
from nudge.wiring.models import pledge_scores

N_LIVE = 300
N_BYTES = 10_000
IN_BATCH = 256
WHO = ("Ana", "Tendai", "the night shift", "our new customer", "Ms Okafor", "the choir")
HOSTILE = {
    "one word": "word ",
    "one long word": "a",
    "brackets": "(",
    "digits": "1",
    "newlines": "\n",
    "and I will": "and I will ",
    "maybe if I can": "maybe if I can ",
    "by Friday": "by Friday ",
    "emoji": "🙂",
    "combining marks": "e\u0301\u0301",
    "right to left": "\u202ecall ",
    "zeros": "\0",
}
console = Console(highlight=False)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--lines", type=int, default=10_000, help="of the batch; 0 leaves it out")
    options = arguments.parse_args()
    settings = read_settings(os.environ)
    manifest = read_manifest(settings.models)
    encoder, parser = Encoder(manifest), Parser(manifest)
    scores = pledge_scores(settings)
    for each in (encoder, parser, scores):
        each.warm_up()
    texts = sorted(each.text for each in read_corpus(settings.models / "pledge_specificity" / "data"))
    some = random.Random(5).sample(texts, N_LIVE)
    normal = live(some, encoder, parser, scores)
    hostile(normal, scores)
    if options.lines:
        batch(distinct(texts, options.lines), manifest, encoder, scores, settings)


def live(texts: Sequence[str], encoder: Encoder, parser: Parser, scores: PledgeScores) -> float:
    """One table; gives the median of a whole score in milliseconds."""
    ways: dict[str, Callable[[str], object]] = {
        "one parse": parser.parse,
        "one encoding": lambda text: encoder.encode([text]),
        "whole score": lambda text: scores.score([to_score(text)]),
    }
    for text in texts[:10]:
        for way in ways.values():
            way(text)
    took: dict[str, list[float]] = {name: [] for name in ways}
    for text in track(texts, "live", console=console, transient=True):
        for name, way in ways.items():
            took[name].append(milliseconds(way, text))
    both = [p + e for p, e in zip(took["one parse"], took["one encoding"], strict=True)]
    whole = took["whole score"]
    table = Table("live, one at a time", "p50 ms", "p99 ms", "p50 beside both")
    for name, each in {**took, "parse and encoding": both}.items():
        table.add_row(name, f"{p50(each):.1f}", f"{p99(each):.1f}", f"{p50(each) / p50(both):.2f}")
    table.add_row(
        "median of the ratios", "", "", f"{p50([w / b for w, b in zip(whole, both, strict=True)]):.2f}"
    )
    console.print(table)
    return p50(whole)


def hostile(normal: float, scores: PledgeScores) -> None:
    """One row for each kind, the median of three."""
    table = Table(f"hostile, {N_BYTES:,} bytes", "ms", "times a normal pledge")
    for name, piece in HOSTILE.items():
        text = piece * (N_BYTES // len(piece.encode()))
        took = p50([milliseconds(scores.score, [to_score(text)]) for _ in range(3)])
        table.add_row(name, f"{took:.1f}", f"{took / normal:.1f}")
    console.print(table)


def batch(
    texts: Sequence[str], manifest: Manifest, encoder: Encoder, scores: PledgeScores, settings: Settings
) -> None:
    """Lines per second; the floor and the scores in process take turns, chunk by chunk."""
    nlp = load_parser(manifest)
    parsed = encoded = scored = 0.0
    chunks = list(chunks_of(texts))
    for chunk in track(chunks, "batch", console=console, transient=True):
        parsed += milliseconds(lambda some: list(nlp.pipe(some)), chunk)
        encoded += milliseconds(encoder.encode, chunk)
        scored += milliseconds(scores.score, [to_score(text) for text in chunk])
    whole, start = through_cli(texts, settings), through_cli(texts[:1], settings)
    floor = parsed + encoded
    table = Table(f"batch, {len(texts):,} lines", "s", "lines per s", "time beside both")
    for name, took in {
        "nlp.pipe": parsed,
        "encoder.encode": encoded,
        "nlp.pipe and encoder.encode": floor,
        "scores, in process": scored,
        "nudge score-pledge": whole,
        "the same without its start": whole - start,
    }.items():
        table.add_row(name, f"{took / 1000:.1f}", f"{1000 * len(texts) / took:.0f}", f"{took / floor:.2f}")
    console.print(table)


def through_cli(texts: Sequence[str], settings: Settings) -> float:
    """Milliseconds of `nudge score-pledge`, from its start to its end."""
    command = [str(Path(sys.executable).with_name("nudge")), "score-pledge"]
    environment = os.environ | {"NUDGE_MODELS": str(settings.models), "NUDGE_BANK": str(settings.bank)}
    with tempfile.TemporaryFile() as lines:
        for text in texts:
            lines.write(json.dumps({"text": text, "time_zone": "Europe/Berlin"}).encode() + b"\n")
        lines.seek(0)
        started = time.perf_counter()
        subprocess.run(command, stdin=lines, stdout=subprocess.DEVNULL, env=environment, check=True)
        return (time.perf_counter() - started) * 1000


def load_parser(manifest: Manifest) -> Any:
    """The pipeline as spaCy itself runs it."""
    import spacy

    return spacy.load(manifest.verify("parser"))


def distinct(texts: Sequence[str], n: int) -> list[str]:
    """So many pledges, no two alike, so that none is read only once for two."""
    rounds = enumerate(islice(cycle(texts), n))
    return [text if at < len(texts) else f"{text} for {who(at, len(texts))}" for at, text in rounds]


def who(at: int, n: int) -> str:
    return f"{WHO[at // n % len(WHO)]}{' and Mo' * (at // n // len(WHO))}"


def chunks_of(texts: Sequence[str]) -> Iterator[list[str]]:
    return (list(texts[at : at + IN_BATCH]) for at in range(0, len(texts), IN_BATCH))


def to_score(text: str) -> PledgeToScore:
    return PledgeToScore(text, time_zone="Europe/Berlin")


def milliseconds(call: Callable[[Any], object], argument: object) -> float:
    started = time.perf_counter()
    call(argument)
    return (time.perf_counter() - started) * 1000


def p50(took: Sequence[float]) -> float:
    return statistics.median(took)


def p99(took: Sequence[float]) -> float:
    return statistics.quantiles(took, n=100)[98]


if __name__ == "__main__":
    main()
