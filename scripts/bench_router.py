"""semantic-router beside us in the benchmark: its local encoder with the same model, a route per follow-up.

It is no part of the product, and isn't installed with it. It is used where somebody put it outside of the
project, whose own packages come first:

    .venv/bin/python -m pip install --target /tmp/nudge-semantic-router semantic-router
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

import click

from nudge.domain.follow_ups import FollowUp

FOLDER = Path("/tmp/nudge-semantic-router")


def semantic_router(follow_ups: Sequence[FollowUp], model: Path) -> Callable[[str], object] | None:
    """What routes an answer to a follow-up by the answers that it fits after, warm; None where it isn't."""
    if not FOLDER.is_dir():
        click.echo(f"semantic-router is left out: pip install --target {FOLDER} semantic-router", err=True)
        return None
    sys.path.append(str(FOLDER))
    logging.getLogger("semantic_router").setLevel("ERROR")
    package = import_module("semantic_router")
    local = import_module("semantic_router.encoders.local")
    routes = [package.Route(name=each.id, utterances=list(each.fits)) for each in follow_ups]
    router = package.IndexedRouter(local.LocalEncoder(name=str(model)), routes)
    if not router("I sat there on Sunday night and it was the office again.", limit=3, threshold=-1.0):
        raise click.ClickException("semantic-router finds no route: it isn't measured as it should be")
    return lambda answer: router(answer, limit=3, threshold=-1.0)
