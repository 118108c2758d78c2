"""How well are themes and recurrences found in notes? Prints the tables of models/note_themes/CARD.md.

    .venv/bin/python scripts/evaluate_note_themes.py

Thresholds are chosen on the other voices (six folds, no voice on both sides) by F0.5, as a wrong "You wrote
about …" costs more than a missed one; intervals are bootstraps over passages (2,000, 95 %).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.recollection import NEAR
from nudge.language.themes import MOST_THEMES, THRESHOLD, ThemeReader, more_sentences

ROOT = Path(__file__).parents[1]
DATA = ROOT / "models" / "note_themes" / "data"
Labels = NDArray[np.bool_]
Scores = NDArray[np.float64]
N_FOLDS = 6


def rows_of(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (DATA / name).read_text(encoding="utf-8").splitlines()]


def accepted(scores: Scores, threshold: float) -> Labels:
    ranks = np.argsort(np.argsort(-scores, axis=1), axis=1)
    return np.asarray((scores >= threshold) & (ranks < MOST_THEMES))


def measures(truth: Labels, found: Labels) -> tuple[float, float, float, float]:
    """Precision, recall, F1, F0.5, over all labels together."""
    hits = float((truth & found).sum())
    precision, recall = hits / max(1.0, float(found.sum())), hits / max(1.0, float(truth.sum()))
    both = precision + recall
    if not both:
        return precision, recall, 0.0, 0.0
    return (
        precision,
        recall,
        2 * precision * recall / both,
        1.25 * precision * recall / (0.25 * precision + recall),
    )


def best_threshold(truth: Labels, scores: Scores) -> float:
    grid = np.quantile(scores, np.linspace(0.9, 0.999, 100))
    return float(max(grid, key=lambda t: measures(truth, accepted(scores, t))[3]))


def cross_validated(truth: Labels, groups: list[str], fit: Callable[[NDArray[np.intp]], Scores]) -> Labels:
    """Labels found for each voice with scores and threshold that never saw it."""
    found = np.zeros_like(truth)
    for train, test in GroupKFold(N_FOLDS).split(truth, groups=groups):
        scores = fit(train)
        found[test] = accepted(scores, best_threshold(truth[train], scores[train]))[test]
    return found


def row(name: str, truth: Labels, found: Labels) -> str:
    draws = np.random.default_rng(7).integers(0, len(truth), (2000, len(truth)))
    f1s = [measures(truth[draw], found[draw])[2] for draw in draws]
    low, high = np.quantile(f1s, [0.025, 0.975])
    precision, recall, f1, f05 = measures(truth, found)
    n_wrong = int(found[~truth.any(axis=1)].any(axis=1).sum())
    cells = (
        f"{precision:.2f}",
        f"{recall:.2f}",
        f"{f1:.2f} [{low:.2f}, {high:.2f}]",
        f"{f05:.2f}",
        str(n_wrong),
    )
    return f"| {name} | {' | '.join(cells)} |"


def main() -> None:
    encoder = Encoder(read_manifest(ROOT / "models"))
    vocabulary = tomllib.loads((ROOT / "question_bank" / "vocabulary.toml").read_text(encoding="utf-8"))
    more = more_sentences(ROOT / "models")
    bank_only = {theme["id"]: encoder.encode(theme["says"]) for theme in vocabulary["theme"]}
    says = {
        theme["id"]: encoder.encode([*theme["says"], *more[theme["id"]]]) for theme in vocabulary["theme"]
    }
    themes, passages = list(says), rows_of("passages.jsonl")
    vectors = encoder.encode([passage["text"] for passage in passages])
    truth = np.array([[theme in passage["themes"] for theme in themes] for passage in passages])
    groups = [passage["voice"] for passage in passages]
    rule = ThemeReader(says).scores(vectors)
    cosine = np.stack([(vectors @ rows.T).max(axis=1) for rows in says.values()], axis=1).astype(np.float64)
    all_says = np.concatenate(list(says.values()))
    of_says = np.repeat(np.eye(len(themes), dtype=bool), [len(rows) for rows in says.values()], axis=0)

    def regression(train: NDArray[np.intp]) -> Scores:
        """Scores of all passages; those of `train` come from models that did not see their voice either."""

        def fitted(rows: NDArray[np.intp]) -> Scores:
            x, y = np.concatenate([vectors[rows], all_says]), np.concatenate([truth[rows], of_says])
            models = [LogisticRegression(C=10, class_weight="balanced").fit(x, labels) for labels in y.T]
            return np.stack([model.predict_proba(vectors)[:, 1] for model in models], axis=1)

        scores = fitted(train)
        for inner, held in GroupKFold(3).split(train, groups=[groups[i] for i in train]):
            scores[train[held]] = fitted(train[inner])[train[held]]
        return scores

    words = json.loads((DATA / "keywords.json").read_text(encoding="utf-8"))
    by_word = np.array(
        [
            [
                any(re.search(rf"\b{re.escape(word)}", passage["text"], re.I) for word in words[theme])
                for theme in themes
            ]
            for passage in passages
        ]
    )
    print(
        f"{len(passages)} passages, {int(truth.sum())} labels, {int((~truth.any(axis=1)).sum())} without"
        f" a theme\n"
    )
    print(
        "| | precision | recall | F1 | F0.5 | of those without a theme given one |\n|---|---|---|---|---|---|"
    )
    print(row("five keywords per theme", truth, by_word))
    bank_rule = ThemeReader(bank_only).scores(vectors)
    print(
        row(
            "cosine + ridge, the bank's sentences only",
            truth,
            cross_validated(truth, groups, lambda _: bank_rule),
        )
    )
    print(row("highest cosine, cross-validated", truth, cross_validated(truth, groups, lambda _: cosine)))
    print(
        row(
            "cosine + ridge (shipped), cross-validated", truth, cross_validated(truth, groups, lambda _: rule)
        )
    )
    print(row("logistic regressions, cross-validated", truth, cross_validated(truth, groups, regression)))
    print(row(f"shipped, threshold {THRESHOLD}", truth, accepted(rule, THRESHOLD)))
    print(f"\nbest threshold on all voices: {best_threshold(truth, rule):.3f}")
    pairs = rows_of("recurrences.jsonl")
    near = encoder.encode([p["earlier"] for p in pairs]) @ encoder.encode([p["later"] for p in pairs]).T
    same, other = np.diag(near), near[~np.eye(len(pairs), dtype=bool)]
    across = (vectors @ vectors.T)[np.triu_indices(len(passages), 1)]
    print(f"\nrecurrences, cosine from {NEAR}: {(same >= NEAR).sum()} of {len(same)} pairs found,")
    print(
        f"{(other >= NEAR).sum()} of {len(other)} mixed pairs and {(across >= NEAR).sum()} of"
        f" {len(across)} pairs of"
    )
    print("passages about other things taken for one")


if __name__ == "__main__":
    main()
