"""Scores how specific pledges are: one short parse, and half of the encoder for each version."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence

from nudge.domain.errors import Unavailable
from nudge.domain.specificity import Specificity
from nudge.language.encoder import Encoder
from nudge.language.manifest import Manifest
from nudge.language.parser import Parser
from nudge.language.specificity.assessing import assess
from nudge.language.specificity.dissecting import PledgeDissector, Taken
from nudge.language.specificity.model import ROLE, SpecificityModel, logistic

FILE = "scorer.safetensors"


class SpecificityScorer:
    """Scores pledges with the model of the manifest.

    Args:
        manifest: says where the scorer's weights are and what their file must be.
        encoder: must be the one that the weights were learnt with.

    Any thread may use one scorer. A text has the same score whatever else is scored with it.
    """

    def __init__(self, manifest: Manifest, encoder: Encoder, parser: Parser) -> None:
        self._manifest = manifest
        self._encoder = encoder
        self._dissector = PledgeDissector(encoder, parser)
        self._parser = parser
        self._lock = threading.Lock()
        self._model: SpecificityModel | None = None

    @property
    def models(self) -> Mapping[str, str]:
        """Name and version of each model that decides something."""
        return {
            "encoder": self._encoder.name,
            "parser": self._parser.name,
            ROLE: self._manifest.entry(ROLE).tag,
        }

    def warm_up(self) -> None:
        """Load the models; a second call does nothing.

        Raises:
            Unavailable: `models-missing` when a file isn't there or isn't the right one, or when the weights
                were learnt with another encoder.
        """
        self._encoder.warm_up()
        self._parser.warm_up()
        self._loaded()

    def score(self, texts: Sequence[str]) -> list[tuple[Specificity, Taken]]:
        """How specific each pledge is, and how it was taken apart, in order.

        Each is weighed by itself: a product of matrices rounds a row by how many there are.

        Raises:
            Unavailable: as `warm_up`.
        """
        model = self._loaded()
        taken = self._dissector.take_apart(texts)
        return [(assess(model, logistic(model.scores(each.samples)), each), each) for each in taken]

    def _loaded(self) -> SpecificityModel:
        with self._lock:
            if self._model is None:
                path = self._manifest.verify(ROLE) / FILE
                model = SpecificityModel.from_bytes(path.read_bytes())
                if model.encoder != self._encoder.name:
                    raise Unavailable(
                        "models-missing",
                        f"Pledges are scored with {model.encoder}, and {self._encoder.name} is in use; "
                        "train the scorer anew with scripts/train_pledge_specificity.py.",
                        model=self._encoder.name,
                    )
                self._model = model
            return self._model
