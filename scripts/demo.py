"""Starts the real service on a database of its own, prepares a conversation, and lets two weeks pass."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.padding import Padding
from rich.panel import Panel

from scripts.demo_nudges import Caller, two_weeks

REQUEST = Path(__file__).with_name("demo.json")
console = Console(width=min(Console().width, 100), highlight=False)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="nudge-demo-") as data, running_service(Path(data)) as url:
        request = REQUEST.read_text(encoding="utf-8")
        started = time.perf_counter()
        response = post(f"{url}/v1/question-sets", request)
        took = time.perf_counter() - started
        names = " and ".join(person["ref"] for person in json.loads(request)["participants"])
        console.print(f"\nPOST {url}/v1/question-sets answered in {took * 1000:.0f} ms.")
        console.print(f"The second conversation of [bold]{names}[/bold]:\n")
        for person in response["participants"]:
            show(person)
        if response["degraded"]:
            console.print(f"[yellow]Degraded: {response['degraded']}[/yellow]")
        two_weeks(Caller(url, test_key(Path(data))), console)
    console.print(
        "\nReasons marked “only …” are for that person's own screen; the partner never sees them.\n"
        "Keep the service running: [bold]scripts/serve[/bold], then open http://127.0.0.1:8600/docs"
    )


@contextmanager
def running_service(data: Path) -> Iterator[str]:
    """The service in a process of its own, on a free port, until the block is left."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NUDGE_")}
    environment["NUDGE_DATA"] = str(data)
    command = [str(Path(sys.executable).with_name("nudge")), "serve", "--port", str(port)]
    with (data / "service.log").open("w+") as log:
        service = subprocess.Popen(command, env=environment, stderr=log, stdout=log)
        try:
            with console.status("Starting the service and loading the models …"):
                wait_until_ready(url, service, log.name)
            yield url
        finally:
            service.terminate()
            service.wait(timeout=20)


def test_key(data: Path) -> str:
    """A key whose tenant may have a clock of its own."""
    command = [str(Path(sys.executable).with_name("nudge")), "keys", "create", "--test"]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("NUDGE_")}
    made = subprocess.run(
        [*command, "--tenant", "Demo", "--name", "demo"],
        env={**environment, "NUDGE_DATA": str(data)},
        check=True,
        capture_output=True,
        text=True,
    )
    return made.stdout.strip()


def wait_until_ready(url: str, service: subprocess.Popen[bytes], log: str) -> None:
    for _ in range(600):
        if service.poll() is not None:
            sys.exit(f"The service stopped:\n{Path(log).read_text()}")
        try:
            with urllib.request.urlopen(f"{url}/health/ready", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    sys.exit(f"The service wasn't ready after two minutes:\n{Path(log).read_text()}")


def post(url: str, body: str) -> dict[str, Any]:
    request = urllib.request.Request(url, body.encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as response:
        answer: dict[str, Any] = json.load(response)
        return answer


def show(person: dict[str, Any]) -> None:
    drivers = ", ".join(
        f"{name}: {reading['value'] or 'left open'}"
        + (f" ({reading['probability']:.0%})" if reading["value"] else "")
        for name, reading in person["drivers"].items()
    )
    console.print(
        Panel(f"[bold]{person['ref']}[/bold] is asked", subtitle=f"purpose  {drivers}", expand=True)
    )
    console.print(Padding(f"[dim]check-in[/dim]\n{person['check_in']['text']}\n", (0, 2)))
    for number, question in enumerate(person["questions"], start=1):
        asked = f"[dim]{number} {question['stage']}[/dim]\n[bold]{question['text']}[/bold]"
        console.print(Padding(asked, (0, 2)))
        for why in question["why"]:
            quote = f" “{why['quote']}”" if why.get("quote") else ""
            only = f"  [italic](only {person['ref']})[/italic]" if why["visible_to"] == "self" else ""
            console.print(Padding(f"[dim]{why['text']}{quote}{only}[/dim]", (0, 2, 0, 6)))
        console.print()


if __name__ == "__main__":
    main()
