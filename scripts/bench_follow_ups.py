"""`scripts/bench follow-ups`: how long a suggestion takes, beside one encoding of the answer, a plain cosine
ranking and semantic-router over the same bank with the same model, in one run.

Three loads: one client, the ways taking turns answer by answer; so many clients (threads of one process) who
ask again as soon as they are answered; and as many coaches who ask every two to three seconds. It prints what
it measures, and judges nothing. The answers are the bank's own, one in `--every`, and some of four in a row.
"""

from __future__ import annotations

import os
import random
import shlex
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
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
from nudge.language.turns import n_cores
from scripts.bench_router import semantic_router

ROOT = Path(__file__).parents[1]
LIBRARY, OURS = "one encoding by the library", "one encoding"
THINKING = (2.0, 3.0)
"""Seconds between two suggestions of a coach while somebody speaks, from and to."""
Way = Callable[[str], object]


@dataclass
class Taken:
    """Milliseconds of each answer, in no order; `cpu` and `others` are seconds of the processor, ours and of
    everybody else on the machine."""

    waits: list[float] = field(default_factory=list)
    wall: float = 0.0
    cpu: float = 0.0
    others: float = 0.0

    def row(self) -> list[str]:
        """p50, p99, answers a second, CPU per answer, and how many cores others had meanwhile."""
        p50, p99 = statistics.median(self.waits), statistics.quantiles(self.waits, n=100)[98]
        a_second, cpu = len(self.waits) / self.wall, 1000 * self.cpu / len(self.waits)
        return [
            f"{p50:.1f}",
            f"{p99:.1f}",
            f"{a_second:.0f}",
            f"{cpu:.1f}",
            f"{max(0.0, self.others) / self.wall:.1f}",
        ]


def ways(bank: QuestionBank, cache: Path, n_threads: int) -> dict[str, Way]:
    """What is measured, warm."""
    manifest = read_manifest(ROOT / "models")
    encoder = Encoder(manifest, n_threads=n_threads)
    reader = LanguageAnswerReader(encoder, manifest, cache=cache)
    follow_ups = FollowUps(bank, reader, TemplateRenderer())
    follow_ups.warm_up()
    vectors = BankFollowUpVectors(encoder, cache=cache).of(bank)
    library = encoder._model  # the same weights, as the library itself runs them

    def cosine(answer: str) -> list[str]:
        near = vectors.nearness(encoder.encode([answer])[0])[0]
        best = sorted(range(len(near)), key=lambda position: -near[position])[:3]
        return [bank.follow_ups[position].text for position in best]

    found: dict[str, Way] = {
        LIBRARY: lambda answer: library.encode(answer, normalize_embeddings=True, show_progress_bar=False),
        OURS: lambda answer: encoder.encode([answer]),
        "plain cosine": cosine,
        "suggestion": lambda answer: follow_ups.offer(SuggestRequest("", answer)),
    }
    if router := semantic_router(bank.follow_ups, manifest.locate("encoder")):
        found["semantic-router"] = router
    return found


def together(way: Way, answers: Sequence[str], n_clients: int, thinking: tuple[float, float] | None) -> Taken:
    """Every client has its share of the answers."""
    taken = Taken()

    def client(number: int) -> None:
        rng = random.Random(number)
        if thinking:
            time.sleep(rng.uniform(0, thinking[1]))
        for answer in answers[number::n_clients]:
            began = time.perf_counter()
            way(answer)
            taken.waits.append(1000 * (time.perf_counter() - began))
            if thinking:
                time.sleep(rng.uniform(*thinking))

    threads = [threading.Thread(target=client, args=(n,)) for n in range(n_clients)]
    began, cpu, busy = time.perf_counter(), time.process_time(), busy_seconds()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken.wall, taken.cpu = time.perf_counter() - began, time.process_time() - cpu
    taken.others = busy_seconds() - busy - taken.cpu
    return taken


def taking_turns(measured: dict[str, Way], answers: Sequence[str]) -> dict[str, Taken]:
    """For one client: all ways see the same machine, answer by answer."""
    found = {name: Taken() for name in measured}
    for answer in answers:
        for name, way in measured.items():
            one, sum_ = together(way, [answer], 1, None), found[name]
            sum_.waits += one.waits
            sum_.wall, sum_.cpu, sum_.others = (
                sum_.wall + one.wall,
                sum_.cpu + one.cpu,
                sum_.others + one.others,
            )
    return found


def busy_seconds() -> float:
    """What all processes of the machine have used of its cores; 0 where nobody tells."""
    path = Path("/proc/stat")
    if not path.exists():
        return 0.0
    user, nice, system, *_ = map(int, path.read_text().split("\n", 1)[0].split()[1:])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def machine() -> str:
    """Processor, cores, and the versions that matter."""
    import torch

    path = Path("/proc/cpuinfo")
    lines = path.read_text().splitlines() if path.exists() else []
    model = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "?")
    return f"{n_cores()} cores of {model}, Python {sys.version.split()[0]}, torch {torch.__version__}"


@click.command()
@click.option("--every", default=6, show_default=True, help="One of so many of the bank's answers.")
@click.option("--clients", default=16, show_default=True, help="At once, in the second and third part.")
@click.option("--threads", default=1, show_default=True, help="Of the encoder, inside one operation.")
@click.option("--seconds", default=30, show_default=True, help="Of the third part, for each way.")
def main(every: int, clients: int, threads: int, seconds: int) -> None:
    """Measure and print."""
    bank = load_bank(ROOT / "question_bank")
    answers = [text for each in bank.follow_ups for text in (*each.fits, *each.not_after)][::every]
    answers += [" ".join(answers[n : n + 4]) for n in range(0, len(answers) - 4, 12)]
    random.Random(5).shuffle(answers)
    console = Console(highlight=False, width=130)
    table = Table("load", "", "p50 ms", "p99 ms", "a second", "CPU ms", "others' cores")
    table.add_column("times one encoding (p50)")
    table.add_column("times the library's")
    n_asked = min(len(answers), round(clients * seconds / statistics.mean(THINKING)))
    with tempfile.TemporaryDirectory() as cache:
        measured = ways(bank, Path(cache), threads)
        taking_turns(measured, answers[:10])
        loads: dict[str, Callable[[], dict[str, Taken]]] = {
            "1 client": lambda: taking_turns(measured, answers),
            f"{clients} clients, no pause": lambda: all_of(measured, answers, clients, None),
            f"{clients} coaches": lambda: all_of(measured, answers[:n_asked], clients, THINKING),
        }
        for load, measure in loads.items():
            with console.status(load):
                found = measure()
            ours, library = (statistics.median(found[name].waits) for name in (OURS, LIBRARY))
            for name, taken in found.items():
                p50 = statistics.median(taken.waits)
                table.add_row(load, name, *taken.row(), f"{p50 / ours:.2f}", f"{p50 / library:.2f}")
            table.add_section()
            if load == "1 client":
                cpu = 1000 * found["suggestion"].cpu / len(answers)
    console.print(table)
    console.print(f"{len(answers)} answers; “coaches” ask every {THINKING[0]:.0f} to {THINKING[1]:.0f} s.")
    floor = cpu * clients / min(clients, n_cores())
    console.print(
        f"Without a pause {clients} clients wait {floor:.0f} ms on average whatever the queue: "
        f"{cpu:.1f} ms of CPU each, {n_cores()} cores."
    )
    console.print(f"{machine()}\n{shlex.join(['scripts/bench', 'follow-ups', *sys.argv[1:]])}")


def all_of(
    measured: dict[str, Way], answers: Sequence[str], n_clients: int, thinking: tuple[float, float] | None
) -> dict[str, Taken]:
    """Each way by itself, under the same load."""
    return {name: together(way, answers, n_clients, thinking) for name, way in measured.items()}


if __name__ == "__main__":
    main()
