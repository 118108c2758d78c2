"""Which questions say nearly the same: cosines of an encoder, and the threshold that was chosen for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.editorial.duplicates import Nearness
from nudge.domain.errors import Unavailable
from nudge.language.matching import TextEncoder

THRESHOLDS: Mapping[str, float] = {"all-MiniLM-L6-v2@53aa5117": 0.77}
"""By encoder, the cosine from which two questions count as the same. Chosen: docs/bank-rules.md."""
N_DECIMALS = 4


def nearness_of(encoder: TextEncoder) -> Nearness:
    """Cosines of the texts of questions by this encoder.

    Raises:
        Unavailable: `threshold-unknown` for an encoder that no threshold was chosen for; and as
            `Encoder.warm_up`, when it is used.
    """
    if encoder.name not in THRESHOLDS:
        raise Unavailable(
            "threshold-unknown",
            f"Nobody has measured from which cosine on questions are the same to the encoder {encoder.name}.",
            model=encoder.name,
        )

    def similarity(texts: Sequence[str], others: Sequence[str]) -> list[list[float]]:
        each = list(dict.fromkeys([*texts, *others]))
        vectors = encoder.encode(each)
        at = {text: row for row, text in enumerate(each)}
        cosines = vectors[[at[text] for text in texts]] @ vectors[[at[text] for text in others]].T
        found: list[list[float]] = cosines.astype(float).round(N_DECIMALS).tolist()
        return found

    return Nearness(encoder.name, similarity, THRESHOLDS[encoder.name])
