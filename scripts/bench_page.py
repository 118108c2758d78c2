"""`scripts/bench page`: from the last key to the screen, in a Chromium on the page of a real `nudge serve`.

A coach types answers of the bank at the speed of hands, pauses, and goes on when the panel has come or 4 s
have passed. Milliseconds are from the moment of the last key, as the browser took it, to the second frame
after the panel changed: the pause that is waited for, the channel, the reading and the painting are all in
them. So it is with a question of the coach's own and its hint. Beside them, in the same run, the same answers
are sent to `POST /v1/follow-ups` without any waiting. Browser and service share the machine. It prints what
it measures, and judges nothing.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
from rich.console import Console
from rich.table import Table

from scripts.bench_live import percentiles, seated, serving, spoken

if TYPE_CHECKING:
    from playwright.sync_api import Page

KEY_EVERY = 0.1
"""Seconds between two keys: a good typist's, about 100 words a minute."""
WORDS = (6, 14)
"""Of an answer, from and to."""
FOUND_WITHIN = 4.0
"""Seconds to wait for a change after the last key."""
OWN = (
    "Have you tried talking to them about it?",
    "What did they say when you asked?",
    "Don't you think it is too early?",
    "How did that go, and what would you do now?",
    "Where does it begin for you?",
    "Is it the office again?",
)
"""Each with another hint than the one before, or none."""
WATCH = """() => {
  window.seen = {typed: 0, shown: 0};
  document.addEventListener("keydown", (event) => { seen.typed = event.timeStamp; seen.shown = 0; }, true);
  const painted = () => requestAnimationFrame(() => requestAnimationFrame((at) => { seen.shown ||= at; }));
  for (const place of ["follow-ups", "checked"])
    new MutationObserver(painted).observe(document.getElementById(place), {childList: true, subtree: true});
}"""
TOOK = "() => seen.shown > seen.typed ? seen.shown - seen.typed : 0"
console = Console(highlight=False)


@dataclass
class Pauses:
    """Seconds from the last key to the screen; `n_unchanged` pauses left what was there."""

    took: list[float] = field(default_factory=list)
    n_unchanged: int = 0

    def row(self, name: str) -> list[str]:
        """One line of the table."""
        middle, far = percentiles(self.took)
        within = sum(one <= 1.5 for one in self.took)
        changed = len(self.took)
        return [
            name,
            str(changed + self.n_unchanged),
            str(changed),
            f"{middle:.0f}",
            f"{far:.0f}",
            f"{within}/{changed}",
        ]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--pauses", type=int, default=60)
    arguments.add_argument("--program", default=f"{Path(sys.executable).with_name('nudge')}")
    arguments.add_argument("--chromium", default=os.environ.get("NUDGE_CHROMIUM") or shutil.which("chromium"))
    options = arguments.parse_args()
    if options.chromium is None:
        raise SystemExit("there is no Chromium: apt-get install chromium, or --chromium PATH")
    answers = texts(options.pauses)
    with serving(options.program.split()) as (url, _):
        [(conversation, token)] = seated(url, 1)
        suggested, checked = in_browser(options.chromium, url, conversation, token, answers)
        posted = Pauses(posting(url, answers))
    table = Table("last key to screen", "pauses", "changed", "p50 ms", "p99 ms", "within 1.5 s")
    table.add_row(*suggested.row("suggestions"))
    table.add_row(*checked.row("hint on one's own words"))
    table.add_row(*posted.row("POST /v1/follow-ups, no waiting"))
    console.print(table)


def texts(n: int) -> list[str]:
    """So many answers, whole words of the bank's."""
    rng, spoken_before = random.Random(7), spoken()
    return [" ".join(" ".join(rng.sample(spoken_before, 2)).split()[: rng.randint(*WORDS)]) for _ in range(n)]


def in_browser(
    chromium: str, url: str, conversation: str, token: str, answers: Sequence[str]
) -> tuple[Pauses, Pauses]:
    """Type the answers on the page, and then questions of one's own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(base_url=url)
        page.goto(f"/c/{token}")
        page.get_by_role("button", name="Come in").click()
        page.goto(f"/c/{conversation}/question-1")
        page.get_by_role("button", name="I am listening").click()
        page.locator("#partner").filter(has_text=" ").wait_for()  # the channel is there
        page.evaluate(WATCH)
        suggested = typed(page, "answer", answers)
        own = [OWN[n % len(OWN)] for n in range(len(answers) // 3)]
        checked = typed(page, "own", own)
        browser.close()
    return suggested, checked


def typed(page: Page, place: str, words: Sequence[str]) -> Pauses:
    """Type each over the one before, and wait for what comes of it."""
    found, box = Pauses(), page.locator(f"#{place}")
    for text in words:
        box.focus()
        box.select_text()
        page.keyboard.type(text, delay=1000 * KEY_EVERY)
        until, took = time.monotonic() + FOUND_WITHIN, 0.0
        while not took and time.monotonic() < until:
            page.wait_for_timeout(50)
            took = page.evaluate(TOOK)
        if took:
            found.took.append(took / 1000)
        else:
            found.n_unchanged += 1
    return found


def posting(url: str, answers: Sequence[str]) -> list[float]:
    """What one suggestion costs without the page."""
    found = []
    with httpx.Client(base_url=url, timeout=30) as client:
        for answer in answers:
            body: dict[str, Any] = {"answer": answer}
            began = time.perf_counter()
            client.post("/v1/follow-ups", json=body).raise_for_status()
            found.append(time.perf_counter() - began)
    return found


if __name__ == "__main__":
    main()
