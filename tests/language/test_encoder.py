"""The encoder is the one it says, gives the same bytes every time, and needs no network."""

import csv
import os
import random
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from nudge.domain.errors import Unavailable
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[2]
BENCHMARKS = Path(os.environ.get("BENCHMARKS", ROOT.parent / "shared" / "benchmarks"))
STSB = BENCHMARKS / "stsb" / "sts-test.csv"
MANIFEST = read_manifest(ROOT / "models")
TEXTS = [
    "",
    "   ",
    "ok",
    "I keep rewriting what Jo gives me.",
    "She never says what she wants, and I never ask.",
    "Zuviel auf einmal, seit März.",
    "naïve café 🙂 \u200b\ttabs\nlines",
    "the same words " * 12,
    "a note that is longer than what the model can read " * 60,
    *(f"{'so ' * n}we talked about the report" for n in range(1, 12)),
    *(f"He asked me {n} times" for n in range(20)),
]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    """The shipped encoder, warmed up."""
    encoder = Encoder(MANIFEST)
    encoder.warm_up()
    return encoder


def test_the_constructor_is_cheap() -> None:
    """Importing and constructing loads neither torch nor sentence-transformers."""
    code = (
        "import sys; from pathlib import Path; from nudge.language.encoder import Encoder;"
        "from nudge.language.parser import Parser; from nudge.language.manifest import read_manifest;"
        f"m = read_manifest(Path({str(ROOT / 'models')!r})); print(Encoder(m).name, Parser(m).name);"
        "assert not {'torch', 'sentence_transformers', 'transformers', 'spacy'} & sys.modules.keys()"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True)
    assert ran.stdout.split() == ["all-MiniLM-L6-v2@53aa5117", "en_core_web_sm@3.8.0"], ran.stderr


@pytest.mark.models
def test_rows_are_unit_vectors(encoder: Encoder) -> None:
    """Float32 rows of unit length, an empty text included; no text, no row."""
    vectors = encoder.encode(TEXTS)
    assert vectors.dtype == np.float32
    assert vectors.shape == (len(TEXTS), encoder.dimensions) == (len(TEXTS), 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
    assert (vectors[0] == vectors[1]).all()
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.models
def test_company_does_not_change_a_byte(encoder: Encoder) -> None:
    """A text has the same bytes alone, in any batch, in any order."""
    alone = {text: encoder.encode([text]).tobytes() for text in TEXTS}
    rng = random.Random(11)
    for _ in range(12):
        some = rng.choices(TEXTS, k=rng.randint(1, 50))
        for text, row in zip(some, encoder.encode(some), strict=True):
            assert row.tobytes() == alone[text], text[:40]


@pytest.mark.models
def test_other_threads_do_not_change_a_byte(encoder: Encoder) -> None:
    """Nor does what is encoded at the same time by others."""
    expected = encoder.encode(TEXTS).tobytes()
    with ThreadPoolExecutor(8) as pool:
        assert {each.tobytes() for each in pool.map(encoder.encode, [TEXTS] * 8)} == {expected}


@pytest.mark.models
def test_using_the_library_beside_it_does_not_change_a_byte(encoder: Encoder) -> None:
    """`SentenceTransformer.encode` pads; our tokenizer is a copy that it can't touch."""
    expected = encoder.encode(TEXTS).tobytes()
    theirs = encoder._model.encode(TEXTS, normalize_embeddings=True, show_progress_bar=False)
    assert encoder.encode(TEXTS).tobytes() == expected
    assert np.abs(theirs - encoder.encode(TEXTS)).max() < 1e-6


@pytest.mark.models
def test_a_folder_can_be_given_and_nothing_is_fetched(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another model by path, with every connection forbidden; the same weights give the same name."""

    def refuse(*_: object) -> None:
        raise AssertionError("a connection was tried")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    other = Encoder(MANIFEST, name_or_path=MANIFEST.locate("encoder"))
    assert other.name == "model@53aa5117"
    assert other.encode(TEXTS[:5]).tobytes() == Encoder(MANIFEST).encode(TEXTS[:5]).tobytes()


@pytest.mark.models
def test_a_model_that_has_to_be_asked_the_slow_way_is_the_same(encoder: Encoder) -> None:
    """Without a fast tokenizer, texts go through the library one by one."""
    slow = Encoder(MANIFEST)
    slow.warm_up()
    slow._tokenizer = None
    assert np.abs(slow.encode(TEXTS) - encoder.encode(TEXTS)).max() < 1e-6


@pytest.mark.parametrize("name", ["no-such/model", "/no/such/folder", "no such name: at all"])
def test_a_missing_model_says_so(name: str) -> None:
    """A name that isn't here is `models-missing`, not a download."""
    encoder = Encoder(MANIFEST, name_or_path=name)
    for ask in (encoder.warm_up, lambda: encoder.name, lambda: encoder.encode(["a"])):
        with pytest.raises(Unavailable) as caught:
            ask()
        assert caught.value.code == "models-missing"


def test_a_folder_without_a_model_says_so(tmp_path: Path) -> None:
    """So is a folder with something else in it."""
    (tmp_path / "config.json").write_text("{}")
    encoder = Encoder(MANIFEST, name_or_path=tmp_path)
    with pytest.raises(Unavailable, match="safetensors"):
        _ = encoder.name
    with pytest.raises(Unavailable):
        encoder.warm_up()


@pytest.mark.models
@pytest.mark.skipif(not STSB.exists(), reason=f"no {STSB}; set BENCHMARKS")
def test_sts_benchmark_is_reproduced(encoder: Encoder) -> None:
    """Cosine Spearman on the STS-B test set is the .8203 that is published for this model."""
    from scipy.stats import spearmanr

    with STSB.open(encoding="utf-8") as file:
        rows = list(csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    left, right = encoder.encode([row[5] for row in rows]), encoder.encode([row[6] for row in rows])
    cosines = (left * right).sum(axis=1)
    assert len(rows) == 1379
    assert spearmanr(cosines, [float(row[4]) for row in rows]).statistic == pytest.approx(0.8203, abs=0.001)
