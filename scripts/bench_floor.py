"""The floor of the benchmark over HTTP: a bare Litestar route that encodes what it is sent."""

from __future__ import annotations

import sys

import uvicorn
from litestar import Litestar, post

from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.settings import Settings


def floor_app() -> Litestar:
    encoder = Encoder(read_manifest(Settings().models))
    encoder.warm_up()

    @post("/encode", sync_to_thread=True, status_code=200)
    def encode(data: list[str]) -> int:
        return len(encoder.encode(data))

    return Litestar([encode])


if __name__ == "__main__":
    uvicorn.run(floor_app(), port=int(sys.argv[1]), log_level="error", access_log=False)
