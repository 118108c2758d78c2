"""`scripts/bench follow-ups`: how long a suggestion takes, beside one encoding of the answer, and beside a
plain cosine ranking over the same bank with the same model, in one run.

It prints what it measures, and judges nothing. The answers are the bank's own, one in `--every`, each read
once by each way, the ways taking turns; with 16 clients, as many threads in one process, each with its share.
"""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from nudge.app.follow_ups import FollowUps
from nudge.app.live_ports import SuggestRequest
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.questions import QuestionBank
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.reader import LanguageAnswerReader
from nudge.language.follow_ups.vectors import BankFollowUpVectors
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[1]
Way = Callable[[str], object]


def ways(bank: QuestionBank, cache: Path, n_threads: int) -> dict[str, Way]:
    """What is measured, warm."""
    manifest = read_manifest(ROOT / "models")
    encoder = Encoder(manifest, n_threads=n_threads)
    reader = LanguageAnswerReader(encoder, manifest, cache=cache)
    follow_ups = FollowUps(bank, reader, TemplateRenderer())
    follow_ups.warm_up()
    vectors = BankFollowUpVectors(encoder, cache=cache).of(bank)

    def cosine(answer: str) -> list[str]:
        near = vectors.nearness(encoder.encode([answer])[0])[0]
        best = sorted(range(len(near)), key=lambda position: -near[position])[:3]
        return [bank.follow_ups[position].text for position in best]

    return {
        "one encoding": lambda answer: encoder.encode([answer]),
        "plain cosine": cosine,
        "suggestion": lambda answer: follow_ups.offer(SuggestRequest("", answer)),
    }


def times(way: Way, answers: Sequence[str], n_clients: int) -> list[float]:
    """Milliseconds of each answer, in no order."""
    found: list[float] = []

    def client(own: Sequence[str]) -> None:
        for answer in own:
            started = time.perf_counter()
            way(answer)
            found.append(1000 * (time.perf_counter() - started))

    threads = [threading.Thread(target=client, args=(answers[n::n_clients],)) for n in range(n_clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def alternating(measured: dict[str, Way], answers: Sequence[str]) -> dict[str, list[float]]:
    """For one client: the ways take turns answer by answer, so that all see the same machine."""
    found: dict[str, list[float]] = {name: [] for name in measured}
    for answer in answers:
        for name, way in measured.items():
            found[name] += times(way, [answer], 1)
    return found


@click.command()
@click.option("--every", default=6, show_default=True, help="One of so many of the bank's answers.")
@click.option("--clients", default=16, show_default=True, help="At once, in the second part.")
@click.option("--threads", default=1, show_default=True, help="Of the encoder, inside one operation.")
def main(every: int, clients: int, threads: int) -> None:
    """Measure and print."""
    bank = load_bank(ROOT / "question_bank")
    answers = [text for each in bank.follow_ups for text in (*each.fits, *each.not_after)][::every]
    answers += [" ".join(answers[n : n + 4]) for n in range(0, len(answers) - 4, 12)]
    table = Table(
        "", "clients", "p50 ms", "p99 ms", "times one encoding (p50)", title=f"{len(answers)} answers"
    )
    with tempfile.TemporaryDirectory() as cache:
        measured = ways(bank, Path(cache), threads)
        alternating(measured, answers[:10])
        one = alternating(measured, answers)
        many = {name: times(way, answers, clients) for name, way in measured.items()}
    for n_clients, found in ((1, one), (clients, many)):
        base = statistics.median(found["one encoding"])
        for name, took in found.items():
            p50, p99 = statistics.median(took), statistics.quantiles(took, n=100)[98]
            table.add_row(name, str(n_clients), f"{p50:.1f}", f"{p99:.1f}", f"{p50 / base:.2f}")
    Console(highlight=False, width=110).print(table)


if __name__ == "__main__":
    main()
