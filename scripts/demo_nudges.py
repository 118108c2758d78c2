"""Two weeks of one pledge on the test clock: what is planned, what comes, and what doesn't come any more."""

from __future__ import annotations

import json
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 11, 18, 16, tzinfo=BERLIN)
NEXT_CONVERSATION = datetime(2026, 12, 2, 15, tzinfo=BERLIN)
FIRST = "I want to listen better in our team meeting"
SECOND = "On Tuesday at 10 in the stand-up I will let Priya finish before I speak"


@dataclass
class Caller:
    """An application that calls the service with a test key."""

    url: str
    key: str
    etag: str = field(default="", init=False)

    def __call__(self, method: str, path: str, body: object = None, **headers: str) -> dict[str, Any]:
        """The answer; the ETag that came with it is kept."""
        content = None if body is None else json.dumps(body).encode()
        asked = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json", **headers}
        request = urllib.request.Request(self.url + path, content, asked, method=method)
        with urllib.request.urlopen(request, timeout=60) as response:
            self.etag = response.headers.get("ETag", "")
            answer: dict[str, Any] = json.load(response)
            return answer


def two_weeks(call: Caller, console: Console) -> None:
    """Ana pledges, is asked for a detail, says it better, is reminded of it, and says what became of it."""
    call("POST", "/v1/clock", {"at": START.isoformat()})
    ana, ben = (call("POST", "/v1/participants", person)["id"] for person in PEOPLE)
    pair = call("POST", "/v1/pairs", {"participants": [ana, ben]})["id"]
    call("POST", "/v1/conversations", {"pair": pair, "planned_at": NEXT_CONVERSATION.isoformat()})
    pledge = call("POST", "/v1/pledges", {"participant": ana, "text": FIRST})["id"]

    console.print("\nTwo weeks of one pledge, on a test clock. The next conversation is on 2 December.\n")
    told = Table("when", "what happens", box=None, padding=(0, 2, 1, 0))
    told.add_row(_when(START), f"Ana pledges: [italic]{FIRST}[/italic]\n{planned(call, pledge)}")
    seen: set[str] = set()
    for day in range(1, 16):
        for letter in _advanced(call, START + timedelta(days=day), seen):
            told.add_row(_when(datetime.fromisoformat(letter["sent_at"])), shown(letter))
            if letter["moment"] == "sharpen":
                told.add_row("", f"Ana says it better: [italic]{SECOND}[/italic]\n{better(call, pledge)}")
            if letter["moment"] == "outcome":
                tap(call.url, letter["links"]["done"], outcome="partly")
                told.add_row("", f"Ana taps [bold]Partly[/bold] in the message.\n{planned(call, pledge)}")
    told.add_row(_when(START + timedelta(days=15)), "Nothing else came. Ben was told nothing.")
    console.print(told)


PEOPLE = (
    {
        "ref": "ana",
        "nudging": {
            "time_zone": "Europe/Berlin",
            "quiet_hours": [{"from": "18:00", "to": "08:30"}],
            "shows_words": True,
            "tone": "warm",
        },
    },
    {"ref": "ben", "nudging": {"time_zone": "Europe/Helsinki"}},
)


def better(call: Caller, pledge: str) -> str:
    """Change the pledge, with the due date that its words name."""
    call("GET", f"/v1/pledges/{pledge}")
    due = datetime(2026, 11, 24, 10, tzinfo=BERLIN).isoformat()
    change = {"text": SECOND, "due_at": due, "due_zone": "Europe/Berlin", "due_confirmed": True}
    call("PATCH", f"/v1/pledges/{pledge}", change, **{"If-Match": call.etag})
    return planned(call, pledge)


def planned(call: Caller, pledge: str) -> str:
    """What waits now, and what was decided against."""
    rows = call("GET", f"/v1/nudges?pledge={pledge}&limit=100")["items"]
    rows.sort(key=lambda row: row["due_at"] or "")
    waiting = [
        f"{row['moment']} {_when(datetime.fromisoformat(row['due_at']))}"
        for row in rows
        if row["state"] == "planned"
    ]
    latest = {row["moment"]: row for row in sorted(rows, key=lambda row: row["id"])}
    skipped = [
        f"{name} ({row['reason']})"
        for name, row in latest.items()
        if row["state"] in ("skipped", "cancelled")
    ]
    return f"[dim]planned: {', '.join(waiting) or 'nothing'}; not: {', '.join(skipped)}[/dim]"


def shown(letter: dict[str, Any]) -> str:
    """A letter, as the person reads it."""
    subject = f"[bold]{letter['subject']}[/bold]  [dim]{letter['moment']}[/dim]"
    return f"{subject}\n{letter['text']}\n[dim]{letter['why']}[/dim]"


def tap(url: str, link: str, **choice: str) -> None:
    """What the button on the page of a link does."""
    address = url + urllib.parse.urlsplit(link).path
    with urllib.request.urlopen(address, urllib.parse.urlencode(choice).encode(), timeout=60):
        pass


def _advanced(call: Caller, to: datetime, seen: set[str]) -> list[dict[str, Any]]:
    call("POST", "/v1/clock/advance", {"at": to.isoformat()})
    letters = [one for one in call("GET", "/v1/inbox?limit=100")["items"] if one["id"] not in seen]
    seen.update(letter["id"] for letter in letters)
    return letters


def _when(at: datetime) -> str:
    return at.astimezone(BERLIN).strftime("%a %d %b %H:%M")
