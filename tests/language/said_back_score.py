"""How many rows of a table are said back right, beside a plain word swap.

Run: `.venv/bin/python -m tests.language.said_back_score tests/data/said_back.jsonl`; `--misses` lists them.
"""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.pledges.wording import PledgeWording

ROOT = Path(__file__).parents[2]
SWAPS = {"i": "you", "me": "you", "my": "your", "mine": "yours", "myself": "yourself", "am": "are"}
SWAPS |= {"i'm": "you're", "i've": "you've", "i'll": "you'll", "we": "you", "us": "you", "our": "your"}


@dataclass
class Score:
    """Rows right, phrases that nobody accepts, rows that had a phrase and got none."""

    right: int = 0
    mangled: int = 0
    fell_back: int = 0
    misses: list[str] = field(default_factory=list)

    @property
    def rows(self) -> int:
        return self.right + self.mangled + self.fell_back

    def __str__(self) -> str:
        share = self.right / max(self.rows, 1)
        part = f"right {self.right}/{self.rows} ({share:.1%})"
        return f"{part}, mangled {self.mangled}, fell back {self.fell_back}"


def plain_swap(text: str) -> str | None:
    """The baseline: "I will" off, first person swapped for second word by word, nothing ever left out."""
    text = " ".join(text.split()).rstrip(".!")
    text = re.sub(
        r"^(?:I'll|I will|I'm going to|I am going to|I want to|gonna)\s+", "", text, flags=re.IGNORECASE
    )
    text = re.sub(r"[\w']+", lambda m: SWAPS.get(m[0].lower(), m[0]), text)
    return text[:1].lower() + text[1:]


def read_table(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def score(rows: list[dict[str, Any]], say: Callable[[str], str | None]) -> Score:
    found = Score()
    for row in rows:
        said = say(row["text"])
        if _plain(said) in {_plain(option) for option in (row["phrase"], *row["accept"])}:
            found.right += 1
            continue
        found.mangled += said is not None
        found.fell_back += said is None
        found.misses.append(f"{row['id']}: {row['text']!r} gave {said!r}, not {row['phrase']!r}")
    return found


def _plain(phrase: str | None) -> str | None:
    return None if phrase is None else " ".join(phrase.split()).casefold().rstrip(" .!,;")


def main() -> None:
    wording = PledgeWording(Parser(read_manifest(ROOT / "models")))
    rows = read_table(Path(sys.argv[1]))
    ours = score(rows, lambda text: wording.say_back(text).phrase)
    print(f"ours:       {ours}")
    print(f"plain swap: {score(rows, plain_swap)}")
    if "--misses" in sys.argv:
        print(*ours.misses, sep="\n")


if __name__ == "__main__":
    main()
