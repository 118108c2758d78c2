"""What the check of the bank takes from the models."""

from __future__ import annotations

from nudge.domain.editorial.duplicates import Nearness
from nudge.settings import Settings


def nearness(settings: Settings) -> Nearness:
    """Tells which questions say nearly the same.

    Raises:
        Unavailable: `models-missing` when there is no encoder; `threshold-unknown` when it is another one.
    """
    from nudge.language.encoder import Encoder
    from nudge.language.manifest import read_manifest
    from nudge.language.near_duplicates import nearness_of

    encoder = Encoder(
        read_manifest(settings.models),
        name_or_path=settings.encoder or None,
        n_threads=settings.encoder_threads,
    )
    encoder.warm_up()
    return nearness_of(encoder)
