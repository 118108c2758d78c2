"""Public texts that nobody here wrote and no shipped model learnt from, when their folder is there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nudge.language.specificity.corpus import LabelledPledge, label_of
from nudge.language.specificity.measuring.figures import (
    Codes,
    Figure,
    Numbers,
    Resampling,
    best_threshold,
    f1,
    spearman,
)
from nudge.language.specificity.measuring.readings import Readings, truth_of

PLEDGES = Path("pledges", "labelled_sample.jsonl")
GOALS = Path("smartspan_dev", "notes.jsonl")
MAIL = Path("work_email_intent", "train.tsv")
FILES = (PLEDGES, GOALS, MAIL)
HALF = 0.5
Figures = dict[str, Figure]
Read = Callable[[Sequence[str]], Mapping[str, Readings]]
"""What each way makes of texts, by its name."""

_IN_BRACKETS = re.compile(r"\s*\([^()]*\bconfiden(?:ce|t)\b[^()]*\)", re.IGNORECASE)
_AT_THE_END = re.compile(
    r"[\s,;.]*(?:\b\d+\s*(?:/\s*\d+|%)\s*)?\bconfidence\b[^.;]*$|\s*\(confidence\b.*$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Thresholds:
    """From which probability on a mail counts, chosen on our own mail."""

    pledge: float = HALF
    intent: float = HALF


def without_confidence(goal: str) -> str:
    """The goal without how sure the person was of it.

    >>> without_confidence("walk twice a week (Confidence: 75%)")
    'walk twice a week'
    >>> without_confidence("walk twice a week, 8/10 confidence")
    'walk twice a week'
    """
    return _AT_THE_END.sub("", _IN_BRACKETS.sub("", goal)).strip()


def thresholds_of(own: Sequence[LabelledPledge], said: Readings, writer: str = "mail") -> Thresholds:
    """The best ones for telling a mail that promises, asks or arranges, over the mails of our corpus."""
    rows = np.array([each.writer == writer for each in own], dtype=bool)
    if not rows.any():
        return Thresholds()
    truth = truth_of([each for each in own if each.writer == writer]).intent
    intent = np.nan_to_num(said.intent[rows])
    return Thresholds(best_threshold(said.pledge[rows], truth), best_threshold(intent, truth))


def pledge_lines(folder: Path) -> list[LabelledPledge]:
    """Pledges with the labels of the guide."""
    lines = [json.loads(line) for line in (folder / PLEDGES).read_text(encoding="utf-8").splitlines() if line]
    return [LabelledPledge(str(line["id"]), line["text"], (label_of(line),)) for line in lines]


def on_goals(folder: Path, read: Read, n_resamples: int) -> dict[str, Figures]:
    """Spearman of `overall` with "specific" plus "measurable" of health-coaching goals; notes resampled."""
    notes = [json.loads(line) for line in (folder / GOALS).read_text(encoding="utf-8").splitlines() if line]
    goals = [(str(note["id"]), goal) for note in notes for goal in note["goals"]]
    truth = np.array([goal["specific"] + goal["measurable"] for _, goal in goals], dtype=np.float64)
    draws = Resampling([note for note, _ in goals], n_resamples=n_resamples)
    said = read([without_confidence(goal["text"]) for _, goal in goals])
    return {way: {"overall": draws.figure(_ranked(truth, each.overall))} for way, each in said.items()}


def on_mail(
    folder: Path, read: Read, thresholds: Mapping[str, Thresholds], n_resamples: int
) -> dict[str, Figures]:
    """F1 of mails with a request, a promise or an appointment, by both probabilities and both thresholds."""
    lines = [line.split("\t", 1) for line in (folder / MAIL).read_text(encoding="utf-8").splitlines() if line]
    truth = np.array([answer == "Yes" for answer, _ in lines], dtype=np.int64)
    draws = Resampling([str(row) for row in range(len(lines))], n_resamples=n_resamples)
    found: dict[str, Figures] = {}
    for way, said in read([text for _, text in lines]).items():
        best = thresholds.get(way, Thresholds())
        found[way] = {
            "F1, pledge ≥ .5": draws.figure(_above(truth, said.pledge, HALF)),
            "F1, pledge, own threshold": draws.figure(_above(truth, said.pledge, best.pledge)),
        }
        if not np.isnan(said.intent).any():
            found[way]["F1, intent ≥ .5"] = draws.figure(_above(truth, said.intent, HALF))
            found[way]["F1, intent, own threshold"] = draws.figure(_above(truth, said.intent, best.intent))
    return found


def _ranked(truth: Numbers, said: Numbers) -> Callable[[np.ndarray], float]:
    return lambda rows: spearman(truth[rows], said[rows])


def _above(truth: Codes, scores: Numbers, threshold: float) -> Callable[[np.ndarray], float]:
    yes = (scores >= threshold).astype(np.int64)
    return lambda rows: f1(truth[rows], yes[rows])
