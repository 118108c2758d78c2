"""Trains the pledge scorer on models/pledge_specificity/data; always the same bytes on one machine.

.venv/bin/python scripts/train_pledge_specificity.py [--extra FILE…] [--to FOLDER]

Run it after editing the corpus, the cues or the features, or with lines of one's own, labelled by
models/pledge_specificity/GUIDE.md. It takes some minutes, writes scorer.safetensors beside that guide and
prints the lines for models/manifest.toml. Then run `nudge evaluate pledges`.
"""

import argparse
import hashlib
import shutil
from pathlib import Path
from tempfile import TemporaryDirectory

from nudge.domain.errors import Invalid
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest
from nudge.language.parser import Parser
from nudge.language.specificity.corpus import LabelledPledge, read_corpus, read_mail
from nudge.language.specificity.dissecting import PledgeDissector
from nudge.language.specificity.scorer import FILE
from nudge.language.specificity.training import Example, train

MODELS = Path(__file__).parents[1] / "models"
HOME = MODELS / "pledge_specificity"


def main() -> None:
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument(
        "--extra", nargs="+", type=Path, default=[], help="files of one's own labelled lines"
    )
    options.add_argument("--to", type=Path, default=HOME, help="where the weights go")
    given = options.parse_args()
    manifest = read_manifest(MODELS)
    encoder, parser = Encoder(manifest), Parser(manifest)
    pledges = [*read_corpus(HOME / "data"), *own_lines(given.extra)]
    mail = read_mail(HOME / "data")
    print(f"Training on {len(pledges)} pledges and {len(mail)} sentences of mail …", flush=True)
    dissector = PledgeDissector(encoder, parser)
    data = train(
        examples(dissector, pledges), examples(dissector, mail), encoder=encoder.name, parser=parser.name
    ).to_bytes()
    (given.to / FILE).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    print(f'Written. In models/manifest.toml: version = "{digest[:8]}", "{FILE}" = "{digest}"')


def examples(dissector: PledgeDissector, pledges: list[LabelledPledge]) -> list[Example]:
    """The pledges taken apart."""
    taken = dissector.take_apart([each.text for each in pledges], whole_only=True)
    return [Example(pledge, each.sample) for pledge, each in zip(pledges, taken, strict=True)]


def own_lines(files: list[Path]) -> list[LabelledPledge]:
    """The labelled pledges of these files."""
    with TemporaryDirectory() as folder:
        for file in files:
            shutil.copy(file, folder)
        try:
            return read_corpus(Path(folder))
        except Invalid as error:
            raise SystemExit(f"{error.message.partition(';')[0]}; see {HOME / 'GUIDE.md'}.") from None


if __name__ == "__main__":
    main()
