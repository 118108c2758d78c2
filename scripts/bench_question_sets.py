"""`scripts/bench question-sets`: what a set costs beyond encoding its texts, in one run with that floor.

Banks of 120 questions (real ones), 1,000 and 10,000 (filled up with synthetic ones, here only); two people
with 0, 20 or 500 notes each; in process, and over HTTP with 1 and 16 clients. Every row stands beside its
floor: encoding the texts that the request needs encoded, over HTTP behind a bare Litestar route.
"""

from __future__ import annotations

import argparse
import http.client
import itertools
import json
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from nudge.api.bodies.decoding import decode
from nudge.api.bodies.question_sets import QuestionSetRequest, encode, to_brief, to_response
from nudge.app.question_sets import QuestionSets
from nudge.bank.loading import load_bank
from nudge.bank.rendering import TemplateRenderer
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.reader import LanguageReader, language_reader
from nudge.settings import Settings

CACHE = Path(".cache/bench")
SIZES = (120, 1_000, 10_000)
N_NOTES = (0, 20, 500)
STAGES = ("reflect", "explore", "purpose", "act")
console = Console(highlight=False)

WHO = ("a colleague", "your team", "a customer", "somebody new", "your own boss", "another team")
WHAT = ("a plan", "a handover", "a promise", "a late report", "a change", "a disagreement", "a mistake")
WHEN = ("this week", "last month", "on a quiet day", "before a deadline", "after a call", "lately")
NOTES = (
    "Talked about {what} with {who}. I still haven't said what I think.",
    "{who} came to me {when} about {what} and I jumped in again.",
    "It went better {when}. {who} took over {what} and I only listened.",
    "I don't know whether to decide about {what} {when} or to wait for {who}.",
)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--runs", type=int, default=40, help="counted requests per row, in process")
    arguments.add_argument("--no-http", action="store_true")
    options = arguments.parse_args()
    table = Table("where", "bank", "notes", "p50 ms", "p99 ms", "floor p50", "beyond floor", "ratio")
    encoder = Encoder(read_manifest(Settings().models))
    encoder.warm_up()
    for size in SIZES:
        bank = bank_of(size)
        reader = warmed(bank)
        sets = QuestionSets(load_bank(bank), reader, TemplateRenderer())
        for n_notes in N_NOTES:
            requests = [request_of(n_notes, number) for number in range(8)]
            add_row(
                table, "in process", size, n_notes, *in_process(sets, reader, encoder, requests, options.runs)
            )
        if not options.no_http:
            for n_clients in (1, 16):
                add_row(table, f"HTTP, {n_clients} client(s)", size, 20, *over_http(bank, encoder, n_clients))
    console.print(table)
    console.print(
        "Notes have been read before, as for people who come back; a first reading adds a parse per passage."
    )


def add_row(table: Table, where: str, size: int, n_notes: int, took: list[float], floor: list[float]) -> None:
    """A row. What is beyond the floor is the median over pairs that were taken one after the other."""
    p50, floor_p50 = statistics.median(took), statistics.median(floor)
    beyond = statistics.median(t - f for t, f in zip(took, floor, strict=True))
    p99 = statistics.quantiles(took, n=100)[98]
    cells = [
        f"{p50:.1f}",
        f"{p99:.1f}",
        f"{floor_p50:.1f}",
        f"{beyond:.1f}",
        f"{p50 / floor_p50:.2f}",
    ]
    table.add_row(where, f"{size:,}", str(n_notes), *cells)
    console.print(where, size, n_notes, *cells)


def in_process(
    sets: QuestionSets, reader: LanguageReader, encoder: Encoder, requests: Sequence[bytes], runs: int
) -> tuple[list[float], list[float]]:
    """Milliseconds of whole requests, body to body, and of encoding their texts, taken in turns."""

    def whole(body: bytes) -> None:
        encode(to_response(sets.prepare(to_brief(decode(body, QuestionSetRequest), sets.bank.scheme))))

    texts = {body: texts_of(reader, body, sets) for body in requests}
    for body in requests:
        whole(body)
    took, floor = [], []
    for body in itertools.islice(itertools.cycle(requests), runs):
        took.append(milliseconds(partial(whole, body)))
        floor.append(milliseconds(partial(encoder.encode, texts[body])))
    return took, floor


def texts_of(reader: LanguageReader, body: bytes, sets: QuestionSets) -> list[str]:
    """What a request needs encoded."""
    return reader.texts_to_embed(to_brief(decode(body, QuestionSetRequest), sets.bank.scheme))


def over_http(bank: Path, encoder: Encoder, n_clients: int) -> tuple[list[float], list[float]]:
    """The same over HTTP: the service, and the bare route, each in a process of its own, in turns."""
    reader = warmed(bank)
    sets = QuestionSets(load_bank(bank), reader, TemplateRenderer())
    requests = [request_of(20, number) for number in range(8)]
    floors = [json.dumps(texts_of(reader, body, sets)).encode() for body in requests]
    with service(bank) as port, floor_service() as floor_port:
        load(port, "/v1/question-sets", requests, 1, 8)
        took, floor = [], []
        for _ in range(4):
            took += load(port, "/v1/question-sets", requests, n_clients, 32)
            floor += load(floor_port, "/encode", floors, n_clients, 32)
    return took, floor


def load(port: int, path: str, bodies: Sequence[bytes], n_clients: int, n_requests: int) -> list[float]:
    """Milliseconds of each of `n_requests` requests, sent by `n_clients` clients at once."""
    took: list[float] = []
    numbers = itertools.count()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        while (number := next(numbers)) < n_requests:
            took.append(
                milliseconds(lambda: ask(connection, path, bodies[number % len(bodies)]))
            )  # called at once
        connection.close()

    clients = [threading.Thread(target=client) for _ in range(n_clients)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    return took


def ask(connection: http.client.HTTPConnection, path: str, body: bytes) -> None:
    connection.request("POST", path, body, {"Content-Type": "application/json"})
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{path} answered {response.status}")


@contextmanager
def service(bank: Path) -> Iterator[int]:
    """`nudge serve` on this bank."""
    environment = os.environ | {"NUDGE_DATA": str(CACHE / "data"), "NUDGE_BANK": str(bank)}
    port = free_port()
    command = [str(Path(sys.executable).with_name("nudge")), "serve", "--port", str(port)]
    with running(command, environment, port, "/health/ready"):
        yield port


@contextmanager
def floor_service() -> Iterator[int]:
    """The bare route."""
    port = free_port()
    with running([sys.executable, "-m", "scripts.bench_floor", str(port)], dict(os.environ), port, "/"):
        yield port


@contextmanager
def running(command: list[str], environment: dict[str, str], port: int, path: str) -> Iterator[None]:
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(600):
            try:
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", path)
                if connection.getresponse().status < 500:
                    break
            except OSError:
                pass
            time.sleep(0.2)
        yield
    finally:
        process.terminate()
        process.wait(timeout=40)


def bank_of(size: int) -> Path:
    """A bank directory with that many questions: the project's own, then synthetic ones."""
    directory = CACHE / f"bank-{size}"
    if directory.is_dir():
        return directory
    shutil.copytree(Settings().bank, directory)
    picker = random.Random(size)
    for stage in STAGES:
        path = directory / "questions" / f"{stage}.toml"
        tables = path.read_text(encoding="utf-8").split("[[question]]\n")
        kept = tables[: size // 4]
        made = [synthetic(stage, str(number), picker) for number in range(size // 4 - len(kept))]
        made.append(synthetic(stage, "fixed", picker))
        path.write_text("[[question]]\n".join(kept + made), encoding="utf-8")
    fixed = ", ".join(f'"{stage}.fixed"' for stage in STAGES)
    (directory / "fixed_sets.toml").write_text(f"[[set]]\nsession_number = 1\nquestions = [{fixed}]\n")
    return directory


def synthetic(stage: str, slug: str, picker: random.Random) -> str:
    who, what, when = picker.choice(WHO), picker.choice(WHAT), picker.choice(WHEN)
    depth = 1 if slug == "fixed" else picker.choice((1, 1, 2, 2, 3))
    return (
        f'id = "{stage}.{slug}"\nversion = 1\ndepth = {depth}\n'
        f'text = "Think of {what} with {who} {when}. What did you notice in moment {slug}?"\n'
        f'fits = "{what} with {who} {when}, number {slug}"\n'
    )


def request_of(n_notes: int, number: int) -> bytes:
    """A request of two people with that many notes each, another one for each number."""
    picker = random.Random(f"{n_notes}-{number}")
    people: list[dict[str, Any]] = json.loads(Path(__file__).with_name("demo.json").read_text())[
        "participants"
    ]
    for person in people:
        person["notes"] = [
            {
                "text": picker.choice(NOTES).format(
                    who=picker.choice(WHO), what=picker.choice(WHAT), when=picker.choice(WHEN)
                ),
                "session_number": 1 + position % 4,
                "visibility": picker.choice(("private", "shared")),
            }
            for position in range(n_notes)
        ]
    return json.dumps({"session_number": 5, "seed": number, "participants": people}).encode()


def warmed(bank: Path) -> LanguageReader:
    """A reader that has embedded the bank; kept on disk from run to run."""
    with Progress(console=console, transient=True) as progress:
        task = progress.add_task(f"embedding {bank.name}", total=None)
        reader = language_reader(
            Settings().models,
            cache=CACHE / "data" / "cache",
            on_progress=lambda done, total: progress.update(task, completed=done, total=total),
        )
        reader.warm_up(load_bank(bank))
    return reader


def milliseconds(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return (time.perf_counter() - started) * 1000


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


if __name__ == "__main__":
    main()
