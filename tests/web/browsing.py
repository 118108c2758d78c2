"""A real Chromium and the service on a port of this machine, for tests of the page as people see it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tarfile
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn
from litestar import Litestar

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = "axe-core@4.14.1"
AXE_FILE = Path(__file__).parents[2] / ".cache" / "axe" / "axe-4.14.1.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHOTS = os.environ.get("NUDGE_SHOTS", "")
"""A folder for pictures; none are taken without it."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's Chromium, or the one that `NUDGE_CHROMIUM` names; skips where there is none."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright isn't installed")
    path = os.environ.get("NUDGE_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("there is no Chromium: apt-get install chromium, or set NUDGE_CHROMIUM")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=path, args=["--no-sandbox"])
        try:
            yield browser
        finally:
            browser.close()


@contextmanager
def served(app: Litestar) -> Iterator[str]:
    """The application on a free port; gives its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(app, port=port, log_level="warning", lifespan="on", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    until = time.monotonic() + 20
    while not server.started and time.monotonic() < until:
        time.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join(20)


def axe_script() -> str:
    """axe-core, from the cache or from the npm registry; skips where neither can be had."""
    if not AXE_FILE.exists():
        with tempfile.TemporaryDirectory() as folder:
            packed = subprocess.run(
                ["npm", "pack", "--silent", AXE], cwd=folder, capture_output=True, text=True, check=False
            )
            if packed.returncode:
                pytest.skip(f"{AXE} can't be had from npm")
            with tarfile.open(Path(folder) / packed.stdout.split()[-1]) as archive:
                found = archive.extractfile("package/axe.min.js")
                assert found
                AXE_FILE.parent.mkdir(parents=True, exist_ok=True)
                AXE_FILE.write_bytes(found.read())
    return AXE_FILE.read_text(encoding="utf-8")


def faults(page: Page) -> list[str]:
    """What axe finds. It comes in through the debugger, so that the page's own policy stays as it is."""
    page.evaluate(axe_script())
    found: Any = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [
        f"{one['id']}: {one['help']}: {node['target']} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"]
    ]


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def shoot(page: Page, name: str) -> None:
    """A picture of the whole page, where somebody wants to look."""
    if SHOTS:
        size = page.viewport_size or {"width": 1280, "height": 800}
        height: int = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": size["width"], "height": max(size["height"], height)})
        page.screenshot(path=f"{SHOTS}/{name}.png", full_page=True)
        page.set_viewport_size(size)
