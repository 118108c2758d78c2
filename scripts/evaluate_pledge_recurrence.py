"""How well is a pledge recognised that comes back? Prints the tables of models/pledge_recurrence/CARD.md.

.venv/bin/python scripts/evaluate_pledge_recurrence.py [--errors]

Each way's threshold is chosen on the part to build on: the most found at a precision of .9. Intervals are by
resampling voices (2,000, 95 %).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from nudge.domain.recurrence import Likeness
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.recurrence import SAME, PledgeLikeness

MODELS = Path(__file__).parents[1] / "models"
PRECISION = 0.9
Scores = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class Pair:
    """Two pledges of one voice, and whether they mean the same."""

    part: str
    voice: str
    kind: str
    same: bool
    earlier: str
    later: str


def main() -> None:
    manifest = read_manifest(MODELS)
    encoder = Encoder(manifest)
    likeness = PledgeLikeness(encoder, Parser(manifest))
    pairs = read_pairs()
    build = np.array([pair.part == "build" for pair in pairs])
    same = np.array([pair.same for pair in pairs])
    alike = [likeness.likenesses(pair.later, [pair.earlier])[0] for pair in pairs]
    shipped = np.array([one.score if one.is_same(-9) else -9.0 for one in alike])
    ways = {
        "TF-IDF cosine": tf_idf(pairs, build),
        "cosine of the texts": cosines(encoder.encode, pairs),
        "cosine of the bare acts": np.array([one.nearness for one in alike]),
        "logistic regression, six features": regression(alike, same, build),
        "nearness with what speaks for and against": shipped,
    }
    print(f"{build.sum()} to build on, {(~build).sum()} held out\n")
    for way, scores in ways.items():
        near = threshold(scores[build], same[build])
        print(row(way, near, scores, same, build, pairs))
    print(row("shipped", SAME, shipped, same, build, pairs))
    print(by_kind(pairs, shipped >= SAME))
    for part in ("build", "held-out"):
        print(part, mixed(likeness, [pair for pair in pairs if pair.part == part]))
    if "--errors" in sys.argv:
        for pair, score in zip(pairs, shipped, strict=True):
            if (score >= SAME) and not pair.same:
                print(f"  {pair.part} {pair.kind} {score:.2f}: {pair.earlier} / {pair.later}")


def read_pairs() -> list[Pair]:
    lines = (MODELS / "pledge_recurrence" / "data" / "pairs.jsonl").read_text(encoding="utf-8").splitlines()
    return [Pair(**json.loads(line)) for line in lines]


def texts_of(pairs: Sequence[Pair]) -> list[str]:
    return [text for pair in pairs for text in (pair.earlier, pair.later)]


def cosines(encode: Callable[[Sequence[str]], NDArray[np.float32]], pairs: Sequence[Pair]) -> Scores:
    vectors = encode(texts_of(pairs)).astype(np.float64)
    found: Scores = (vectors[::2] * vectors[1::2]).sum(axis=1)
    return found


def tf_idf(pairs: Sequence[Pair], build: Bools) -> Scores:
    known = [pair for pair, is_known in zip(pairs, build, strict=True) if is_known]
    rows = TfidfVectorizer().fit(texts_of(known)).transform(texts_of(pairs))
    return np.asarray(rows[::2].multiply(rows[1::2]).sum(axis=1)).ravel()


def regression(alike: Sequence[Likeness], same: Bools, build: Bools) -> Scores:
    rows = np.array([features(one) for one in alike], dtype=float)
    learnt = LogisticRegression(C=10).fit(rows[build], same[build])
    found: Scores = learnt.predict_proba(rows)[:, 1]
    return found


def features(one: Likeness) -> list[float]:
    act = 0.0 if one.same_act is None else 1.0 if one.same_act else -1.0
    rest = (one.both_not, one.other_thing, one.other_people, one.other_direction)
    return [one.nearness, act, *map(float, rest)]


def threshold(scores: Scores, same: Bools) -> float:
    """The lowest score from which on so many are right as is wanted."""
    order = np.argsort(-scores, kind="stable")
    right = np.cumsum(same[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(right >= PRECISION)
    return float(scores[order[good[-1]]]) if len(good) else float("inf")


def precision_recall(found: Bools, same: Bools) -> tuple[float, float]:
    hits = (found & same).sum()
    return hits / max(1, found.sum()), hits / max(1, same.sum())


def row(way: str, near: float, scores: Scores, same: Bools, build: Bools, pairs: Sequence[Pair]) -> str:
    cells = [f"{near:.2f}"]
    for part in (build, ~build):
        found, truth = scores[part] >= near, same[part]
        voices = np.array([pair.voice for pair in pairs])[part]
        values = precision_recall(found, truth)
        cells += [
            f"{value:.2f} [{low:.2f}, {high:.2f}]"
            for value, (low, high) in zip(values, intervals(found, truth, voices), strict=True)
        ]
    return f"| {way} | " + " | ".join(cells) + " |"


def intervals(found: Bools, same: Bools, voices: NDArray[np.str_]) -> list[tuple[float, float]]:
    if not len(voices):
        return [(0.0, 0.0)] * 2
    random = np.random.default_rng(0)
    places = [np.flatnonzero(voices == voice) for voice in np.unique(voices)]
    values = []
    for _ in range(2_000):
        drawn = np.concatenate([places[n] for n in random.integers(0, len(places), len(places))])
        if found[drawn].any():
            values.append(precision_recall(found[drawn], same[drawn]))
    quantiles = np.quantile(np.array(values or [(0.0, 0.0)]), [0.025, 0.975], axis=0)
    return [(float(low), float(high)) for low, high in quantiles.T]


def by_kind(pairs: Sequence[Pair], found: Bools) -> str:
    """How many of each kind are taken for the same."""
    lines = []
    for part in ("build", "held-out"):
        for kind in dict.fromkeys(pair.kind for pair in pairs):
            own = [
                bool(is_found)
                for pair, is_found in zip(pairs, found, strict=True)
                if (pair.part, pair.kind) == (part, kind)
            ]
            lines.append(f"{part} {kind}: {sum(own)} of {len(own)}")
    return "\n".join(lines)


def mixed(likeness: PledgeLikeness, pairs: Sequence[Pair]) -> str:
    """False alarms between pledges of one voice that stand in different pairs and were meant differently."""
    n_alarms = n_pairs = 0
    for voice in dict.fromkeys(pair.voice for pair in pairs):
        own = list(
            dict.fromkeys(
                pair.earlier for pair in pairs if pair.voice == voice and pair.kind == "other words"
            )
        )
        for one, other in combinations(own, 2):
            n_pairs += 1
            n_alarms += likeness.same(one, [other])[0]
    return f"pledges of one voice about different things: {n_alarms} of {n_pairs} taken for the same"


if __name__ == "__main__":
    main()
