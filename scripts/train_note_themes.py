"""Trains the theme reader on models/note_themes/data and the themes' own sentences; always the same bytes.

.venv/bin/python scripts/train_note_themes.py

Run it after editing the themes in question_bank/vocabulary.toml, says.json or the passages. It takes half a
minute, writes models/note_themes/reader.safetensors and prints the lines for models/manifest.toml.
Then run scripts/evaluate_note_themes.py, which writes figures.json.
"""

import hashlib
from pathlib import Path

from nudge.bank.loading import load_bank
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.themes.reader import FILE, more_sentences
from nudge.language.themes.training import read_corpus, train

MODELS = Path(__file__).parents[1] / "models"
HOME = MODELS / "note_themes"


def main() -> None:
    themes = load_bank(MODELS.parent / "question_bank").themes
    encoder = Encoder(read_manifest(MODELS))
    corpus = read_corpus(HOME / "data", themes, more_sentences(MODELS), encoder)
    print(f"Training on {len(corpus.first)} passages, with one writer left out at a time …", flush=True)
    data = train(corpus, encoder.name).to_bytes()
    (HOME / FILE).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    print(f'Written. In models/manifest.toml: version = "{digest[:8]}", "{FILE}" = "{digest}"')


if __name__ == "__main__":
    main()
