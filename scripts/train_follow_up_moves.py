"""Trains the weights that hear cues in answers: `models/follow_up_moves/`, from the bank's own examples.

    .venv/bin/python -m scripts.train_follow_up_moves

Prints the held-out figures of the card and the digest for `models/manifest.toml`.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from nudge.bank.loading import load_bank
from nudge.domain.follow_ups import Cue
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.model import FILE, ROLE
from nudge.language.follow_ups.training import examples_of, held_out, train
from nudge.language.manifest import read_manifest, sha256_of

ROOT = Path(__file__).parents[1]


def figures() -> dict[str, Any]:
    """Train, write the weights, and say how well cues are heard in examples of follow-ups that were left
    out."""
    from sklearn.metrics import roc_auc_score

    follow_ups = load_bank(ROOT / "question_bank").follow_ups
    encoder = Encoder(read_manifest(ROOT / "models"))
    examples = examples_of(follow_ups, encoder)
    heard = held_out(follow_ups, examples, encoder.name)
    fits = np.flatnonzero(examples.fits)
    area = {
        cue.value: round(
            float(
                roc_auc_score(
                    [cue in follow_ups[examples.of[n]].cues for n in fits], [heard[n][0][cue] for n in fits]
                )
            ),
            3,
        )
        for cue in Cue
    }
    folder = ROOT / "models" / ROLE
    folder.mkdir(exist_ok=True)
    (folder / FILE).write_bytes(train(follow_ups, examples, encoder.name).to_bytes())
    return {
        "n_examples": len(examples.texts),
        "n_follow_ups": len(follow_ups),
        "area_by_cue": area,
        "area_mean": round(sum(area.values()) / len(area), 3),
        "area_openness": round(float(roc_auc_score(examples.fits, [o for _, o in heard])), 3),
        "sha256": sha256_of(folder / FILE),
    }


if __name__ == "__main__":
    found = figures()
    (ROOT / "models" / ROLE / "figures.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(found, indent=1))
