"""Trains the purpose reader on models/purpose_reader/data and the scheme's own words; always the same bytes.

.venv/bin/python scripts/train_purpose_reader.py

Run it after editing the scheme in question_bank/vocabulary.toml or the texts. It takes a minute or two,
writes models/purpose_reader/reader.safetensors and prints the lines for models/manifest.toml.
Then run scripts/evaluate_purpose_reader.py, which writes figures.json.
"""

import hashlib
from pathlib import Path

from nudge.bank.loading import load_bank
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.purposes.reader import FILE
from nudge.language.purposes.training import own_words, read_corpus, train
from nudge.language.texts.training import embed

ROOT = Path(__file__).parents[1]
HOME = ROOT / "models" / "purpose_reader"


def main() -> None:
    scheme = load_bank(ROOT / "question_bank").scheme
    encoder = Encoder(read_manifest(ROOT / "models"))
    texts = read_corpus(HOME / "data", scheme)
    print(f"Embedding {len(texts)} texts …", flush=True)
    corpus, own = embed(texts, encoder), embed(own_words(scheme), encoder)
    print("Training, with one writer left out at a time for the calibration …", flush=True)
    data = train(corpus, own, scheme, encoder.name).to_bytes()
    (HOME / FILE).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    print(f'Written. In models/manifest.toml: version = "{digest[:8]}", "{FILE}" = "{digest}"')


if __name__ == "__main__":
    main()
