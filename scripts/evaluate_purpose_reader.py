"""Measures the purpose reader on writers left out of training, beside a plain cosine.

.venv/bin/python scripts/evaluate_purpose_reader.py [people.jsonl]

Writes models/purpose_reader/figures.json and prints the figures, those of each view of a text alone, and
the fifteen texts read worst. `people.jsonl` are people from elsewhere, measured with the shipped reader.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np

from nudge.bank.loading import load_bank
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest, sha256_of
from nudge.language.purposes.evaluation import (
    accuracy_on,
    evaluate,
    read_people,
    second_agreement,
    worst_misses,
)
from nudge.language.purposes.reader import FILE, ROLE
from nudge.language.purposes.training import own_words, read_corpus
from nudge.language.texts.model import VIEWS, TextModel
from nudge.language.texts.training import embed

ROOT = Path(__file__).parents[1]
HOME = ROOT / "models" / "purpose_reader"


def main() -> None:
    scheme = load_bank(ROOT / "question_bank").scheme
    encoder = Encoder(read_manifest(ROOT / "models"))
    texts = read_corpus(HOME / "data", scheme)
    print(f"Embedding {len(texts)} texts …", flush=True)
    corpus, own = embed(texts, encoder), embed(own_words(scheme), encoder)
    figures = evaluate(corpus, own, scheme, encoder.name)
    views = {
        view: {f.driver: round(f.accuracy, 4) for f in evaluate(corpus, own, scheme, encoder.name, [view])}
        for view in VIEWS
    }
    report = {
        "reader": sha256_of(HOME / FILE),
        "encoder": encoder.name,
        "drivers": [_rounded(asdict(each)) for each in figures],
        "views_alone": views,
        "second_labels_agree": second_agreement(HOME / "data", corpus, scheme),
    }
    text = json.dumps(report, indent=2) + "\n"
    (HOME / "figures.json").write_text(text, encoding="utf-8")
    print(text)
    for miss in worst_misses(corpus, own, scheme, encoder.name, limit=15):
        print(f"{miss.id} {miss.driver}: {miss.meant}, read {miss.read} at {miss.probability:.2f}")
        print(f"  {miss.text}")
    if len(sys.argv) > 1:
        people = embed(read_people(Path(sys.argv[1]), scheme), encoder)
        model = TextModel.from_bytes((HOME / FILE).read_bytes(), role=ROLE)
        print(f"{len(people)} people from elsewhere: {accuracy_on(model, people)}")


def _rounded(value: object) -> object:
    if isinstance(value, float | np.floating):
        return round(float(value), 4)
    if isinstance(value, dict):
        return {key: _rounded(each) for key, each in value.items()}
    return [_rounded(each) for each in value] if isinstance(value, tuple | list) else value


if __name__ == "__main__":
    main()
