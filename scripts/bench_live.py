"""`scripts/bench live`: from the last key to the suggestion, over real connections to a real `nudge serve`.

Each of N coaches types answers of the bank at a human speed: a text every 1.5 s while the other speaks, for
about half a minute, then the whole of it with `final`, then a pause. Milliseconds are from the newest text
that was sent to the panel that answers it: those while speaking have the waiting for a pause and the cooldown
in them. Beside them, in the same run, one client sends whole answers to `POST /v1/follow-ups`, one a second.
Service and coaches share the machine; the table has the CPU of the service alone. It prints what it measures,
and judges nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import msgspec
from rich.console import Console
from rich.table import Table
from websockets.asyncio.client import ClientConnection, connect

BANK = Path(__file__).parents[1] / "question_bank" / "follow_ups"
EVERY = 1.5
"""Seconds between two texts of a coach."""
WORDS = (2, 6)
"""New words in a text, from and to: 80 to 240 a minute."""
PAUSE = (3.0, 6.0)
"""Seconds between two answers."""
FOUND_WITHIN = 3.0
"""Seconds to wait for what comes after the speaker stopped."""
Sent = dict[int, tuple[float, bool]]
"""By number of a text, when it was sent and whether it was the last of an answer."""
console = Console(highlight=False, width=110)


@dataclass
class Measured:
    """Seconds from a text to the panel that answers it; `n_silent` finals changed nothing."""

    going_on: list[float] = field(default_factory=list)
    stopped: list[float] = field(default_factory=list)
    posted: list[float] = field(default_factory=list)
    n_texts: int = 0
    n_silent: int = 0


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--conversations", type=int, nargs="+", default=[20], help="one row for each")
    arguments.add_argument("--seconds", type=float, default=30)
    arguments.add_argument("--program", default=f"{Path(sys.executable).with_name('nudge')}")
    options = arguments.parse_args()
    table = Table("live", "texts", "panels", "speaking p50 ms", "p99", "stopped p50 ms", "p99")
    for name in ("POST p50 ms", "p99", "unchanged", "CPU", "MB"):
        table.add_column(name)
    with serving(options.program.split()) as (url, process):
        for n in options.conversations:
            seats = seated(url, n)
            with console.status(f"{n} conversations for {options.seconds:.0f} s"):
                began, used = time.monotonic(), cpu_seconds(process.pid)
                found = asyncio.run(all_typing(url, seats, options.seconds))
                share = (cpu_seconds(process.pid) - used) / (time.monotonic() - began)
            table.add_row(*row(n, found, share, memory_mb(process.pid)))
    console.print(table)


def row(n: int, found: Measured, share: float, memory: float) -> list[str]:
    """One line of the table."""
    n_panels = len(found.going_on) + len(found.stopped)
    return [
        str(n),
        str(found.n_texts),
        str(n_panels),
        *(f"{each:.0f}" for each in percentiles(found.going_on)),
        *(f"{each:.0f}" for each in percentiles(found.stopped)),
        *(f"{each:.0f}" for each in percentiles(found.posted)),
        str(found.n_silent),
        f"{share:.0%}",
        f"{memory:.0f}",
    ]


@contextmanager
def serving(program: Sequence[str]) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """The service with an empty database, warm."""
    with tempfile.TemporaryDirectory(prefix="nudge-bench-") as folder:
        port = 20_000 + os.getpid() % 20_000
        environment = {name: value for name, value in os.environ.items() if not name.startswith("NUDGE_")}
        environment |= {"NUDGE_DATA": folder, "NUDGE_PORT": str(port), "NUDGE_WORKER": "no"}
        with Path(folder, "log").open("wb") as log:
            process = subprocess.Popen([*program, "serve"], env=environment, stdout=log, stderr=log)
        try:
            began = time.monotonic()
            wait_until_ready(f"http://127.0.0.1:{port}", process)
            ready_after = time.monotonic() - began
            first = first_suggestion(f"http://127.0.0.1:{port}")
            console.print(
                f"Ready after {ready_after:.1f} s; the first suggestion took {1000 * first:.0f} ms."
            )
            yield f"http://127.0.0.1:{port}", process
        finally:
            process.terminate()
            process.wait(60)


def wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(3_000):
        if process.poll() is not None:
            raise SystemExit("the service stopped")
        try:
            if httpx.get(f"{url}/health/ready").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.1)
    raise SystemExit("the service isn't ready after five minutes")


def first_suggestion(url: str) -> float:
    """Seconds that the first one after the start takes, which nobody waited for before."""
    began = time.perf_counter()
    answer = "It's always the office. Half of me wants to stay, and I never say so."
    httpx.post(f"{url}/v1/follow-ups", json={"answer": answer}, timeout=300).raise_for_status()
    return time.perf_counter() - began


def seated(url: str, n: int) -> list[tuple[str, str]]:
    """So many conversations, each with the token of its coach."""
    found = []
    with httpx.Client(base_url=f"{url}/v1", timeout=30) as client:

        def made(path: str, body: dict[str, Any]) -> dict[str, Any]:
            made: dict[str, Any] = client.post(path, json=body).raise_for_status().json()
            return made

        for number in range(n):
            pair = [made("/participants", {"ref": f"{n}-{number}-{who}"})["id"] for who in "ab"]
            pair_id = made("/pairs", {"participants": pair})["id"]
            conversation = made("/conversations", {"pair": pair_id})["id"]
            token = made(f"/conversations/{conversation}/seats", {"participant": pair[0]})["token"]
            found.append((conversation, token))
    return found


async def all_typing(url: str, seats: Sequence[tuple[str, str]], seconds: float) -> Measured:
    """Everybody at once."""
    measured, answers = Measured(), spoken()
    until = time.monotonic() + seconds
    async with asyncio.TaskGroup() as group:
        group.create_task(posting(url, answers, until, measured))
        for number, (conversation, token) in enumerate(seats):
            address = f"{url.replace('http', 'ws')}/v1/conversations/{conversation}/live"
            group.create_task(typing(address, token, random.Random(number), answers, until, measured))
    return measured


async def posting(url: str, answers: Sequence[str], until: float, measured: Measured) -> None:
    """What one suggestion costs without the live channel."""
    rng = random.Random(-1)
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        while time.monotonic() < until:
            began = time.perf_counter()
            answer = " ".join(rng.sample(answers, 2))
            (await client.post("/v1/follow-ups", json={"answer": answer})).raise_for_status()
            measured.posted.append(time.perf_counter() - began)
            await asyncio.sleep(1)


async def typing(
    address: str, token: str, rng: random.Random, answers: Sequence[str], until: float, measured: Measured
) -> None:
    """One coach, from sitting down to the end."""
    sent: Sent = {}
    came = asyncio.Event()
    await asyncio.sleep(rng.uniform(0, EVERY))
    async with connect(address) as socket:
        await send(socket, type="sit", token=token)
        hearing = asyncio.create_task(listening(socket, sent, came, measured))
        seq = 0
        while time.monotonic() < until:
            words = " ".join(rng.sample(answers, 2)).split()
            at = 0 if seq else rng.randrange(len(words))  # not everybody stops at the same time
            while at < len(words) and time.monotonic() < until:
                at += rng.randint(*WORDS)
                seq += 1
                await say(socket, sent, seq, words[:at], final=False)
                await asyncio.sleep(EVERY)
            if time.monotonic() >= until:
                break
            seq += 1
            came.clear()
            await say(socket, sent, seq, words, final=True)
            try:
                await asyncio.wait_for(came.wait(), FOUND_WITHIN)
            except TimeoutError:
                measured.n_silent += 1
            await asyncio.sleep(rng.uniform(*PAUSE))
        measured.n_texts += seq
        hearing.cancel()


async def say(socket: ClientConnection, sent: Sent, seq: int, words: Sequence[str], *, final: bool) -> None:
    sent[seq] = (time.perf_counter(), final)
    await send(socket, type="text", seq=seq, text=" ".join(words), final=final)


async def send(socket: ClientConnection, **fields: Any) -> None:
    await socket.send(msgspec.json.encode(fields), text=True)


async def listening(socket: ClientConnection, sent: Sent, came: asyncio.Event, measured: Measured) -> None:
    """Take the time of every panel."""
    async for body in socket:
        now = time.perf_counter()
        message = msgspec.json.decode(body)
        if message["type"] == "error":
            raise SystemExit(f"the service answers {message['problem']['code']}")
        if message["type"] == "suggestions":
            at, final = sent[message["heard"]]
            (measured.stopped if final else measured.going_on).append(now - at)
            if final:
                came.set()


def spoken() -> list[str]:
    """Answers that the bank has as examples."""
    tables = [tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(BANK.glob("*.toml"))]
    return [text for table in tables for one in table["follow_up"] for text in one["fits"]]


def percentiles(seconds: Sequence[float]) -> tuple[float, float]:
    """p50 and p99 in milliseconds; not a number when there are too few."""
    if len(seconds) < 2:
        return float("nan"), float("nan")
    return 1000 * statistics.median(seconds), 1000 * statistics.quantiles(seconds, n=100)[98]


def cpu_seconds(pid: int) -> float:
    """What a process has used of the CPU, all threads together."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_mb(pid: int) -> float:
    """Its resident memory."""
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    main()
