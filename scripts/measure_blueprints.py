"""How well blueprint lines are told apart: those that the bank serves, and those that it doesn't.

    .venv/bin/python -m scripts.measure_blueprints

The threshold is chosen on the lines of development, and measured on those that were held out, beside TF-IDF
with a threshold of its own chosen in the same way. 95 % intervals by resampling lines.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sklearn.feature_extraction.text import TfidfVectorizer

from nudge.bank.loading import load_bank
from nudge.domain.blueprint_lines import lines_of
from nudge.domain.blueprints import Verdict, verdict_of
from nudge.domain.questions import QuestionBank
from nudge.language.blueprints import LanguageLineReader
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.specificity.measuring.figures import Figure, Resampling, Rows

ROOT = Path(__file__).parents[1]
STEP = 0.01
Scores = NDArray[np.float64]


def main() -> None:
    """Print both tables."""
    lines = [json.loads(line) for line in (ROOT / "models/blueprints/lines.jsonl").read_text().splitlines()]
    bank = load_bank(ROOT / "question_bank")
    texts = [lines_of(line["text"])[0].text for line in lines]
    reader = LanguageLineReader(Encoder(read_manifest(ROOT / "models")))
    console = Console(width=130, highlight=False)
    ways = {"encoder": (np.array(reader.near(bank, texts)), reader.threshold)}
    ways["TF-IDF"] = (_tfidf(bank, texts), 0.0)
    table = Table("", "part", "threshold", "served or bare", "bare found", "served found", "three verdicts")
    for name, (scores, threshold) in ways.items():
        chosen = _best_threshold(scores, lines)
        for part in ("development", "held_out"):
            table.add_row(name, part, f"{chosen:.2f}", *map(str, _figures(scores, lines, part, chosen)))
        if threshold and abs(chosen - threshold) > STEP / 2:
            console.print(f"The threshold in use is {threshold}, not the {chosen:.2f} that is best now.")
    console.print(table)
    scores, threshold = ways["encoder"]
    for row, line in zip(scores, lines, strict=True):
        said = verdict_of(int((row >= threshold).sum()))
        if line["part"] == "held_out" and (said is Verdict.BARE) != (line["label"] == Verdict.BARE):
            console.print(f"wrong: {line['id']} {line['label']}, said {said}: {line['text']}", markup=False)


def _tfidf(bank: QuestionBank, texts: list[str]) -> Scores:
    """The better of two usual ways: English stop words left out, logarithmic counts."""
    vectorizer = TfidfVectorizer(stop_words="english", sublinear_tf=True)
    questions = vectorizer.fit_transform([f"{one.text} {one.fits}" for one in bank.questions])
    found: Scores = (vectorizer.transform(texts) @ questions.T).toarray()
    return found


def _best_threshold(scores: Scores, lines: list[dict[str, str]]) -> float:
    """With which bare lines of development and the others are told apart best; of equal ones the middle.

    Both kinds count the same, though there are fewer bare ones.
    """
    here = np.array([line["part"] == "development" for line in lines])
    is_bare = np.array([line["label"] == Verdict.BARE for line in lines])
    nearest = scores.max(axis=1)

    def goodness(threshold: float) -> float:
        said = nearest < threshold
        return float((said[here & is_bare].mean() + (~said)[here & ~is_bare].mean()) / 2)

    grid = np.arange(STEP, 0.9, STEP)
    good = np.array([goodness(each) for each in grid]).round(6)
    best = grid[good == good.max()]
    return float(best[len(best) // 2])


def _figures(scores: Scores, lines: list[dict[str, str]], part: str, threshold: float) -> list[Figure]:
    here = [n for n, line in enumerate(lines) if line["part"] == part]
    said = np.array([verdict_of(int((scores[n] >= threshold).sum())) for n in here])
    meant = np.array([lines[n]["label"] for n in here])
    resampling = Resampling([lines[n]["id"] for n in here])

    def share(hits: NDArray[np.bool_], among: NDArray[np.bool_]) -> Callable[[Rows], float]:
        return lambda rows: float(hits[rows][among[rows]].mean()) if among[rows].any() else float("nan")

    is_bare, everything = meant == Verdict.BARE, np.ones(len(here), dtype=bool)
    right = (said == Verdict.BARE) == is_bare
    measures = (share(right, everything), share(right, is_bare), share(right, ~is_bare))
    return [resampling.figure(each) for each in (*measures, share(said == meant, everything))]


if __name__ == "__main__":
    main()
