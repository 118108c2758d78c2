"""Questions are matched with what was said by vectors that are made once and kept."""

import threading
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.purposes import PurposeScheme
from nudge.domain.questions import Question, QuestionBank, Stage
from nudge.language.bank_cache import MOST_FILES
from nudge.language.matching import MOST_BANKS, BankVectors, Vectors, affinity_scores, similarities


class CountingEncoder:
    """Random unit vectors by text; counts what it is asked for."""

    dimensions = 8

    def __init__(self, name: str = "counting@1") -> None:
        self.name = name
        self.n_texts = 0

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.n_texts += len(texts)
        rows = np.zeros((len(texts), 8), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = np.random.default_rng(list(text.encode())).normal(size=8)
            row /= np.linalg.norm(row)
        return rows


def bank_of(*texts: str, fingerprint: str = "") -> QuestionBank:
    questions = tuple(
        Question(id=f"reflect.{n}", version=1, stage=Stage.REFLECT, depth=1, text=text, fits=f"fits {text}")
        for n, text in enumerate(texts)
    )
    return QuestionBank(PurposeScheme("s", 1, ()), (), questions, (), fingerprint=fingerprint)


def unit_rows(seed: int, n: int, dimensions: int = 16) -> Vectors:
    rows: Vectors = np.random.default_rng(seed).normal(size=(n, dimensions)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def test_a_bank_is_embedded_once(tmp_path: Path) -> None:
    """A second process finds the vectors on disk; the same bytes."""
    first, second = CountingEncoder(), CountingEncoder()
    rows = BankVectors(first, cache=tmp_path).of(bank_of("a", "b"))
    again = BankVectors(second, cache=tmp_path).of(bank_of("a", "b"))
    assert (first.n_texts, second.n_texts) == (4, 0)
    assert again.tobytes() == rows.tobytes()
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 1])


def test_only_new_questions_are_embedded_when_the_bank_changes(tmp_path: Path) -> None:
    """A writer who changes one question waits for one, and the order is the bank's."""
    BankVectors(CountingEncoder(), cache=tmp_path).of(bank_of("a", "b", fingerprint="1"))
    encoder = CountingEncoder()
    rows = BankVectors(encoder, cache=tmp_path).of(bank_of("b", "c", fingerprint="2"))
    assert encoder.n_texts == 2
    assert rows.tobytes() == BankVectors(CountingEncoder()).of(bank_of("b", "c")).tobytes()


def test_another_encoder_has_its_own_vectors(tmp_path: Path) -> None:
    """Vectors are never mixed over encoders."""
    BankVectors(CountingEncoder(), cache=tmp_path).of(bank_of("a"))
    other = CountingEncoder("other/name@2")
    BankVectors(other, cache=tmp_path).of(bank_of("a"))
    assert other.n_texts == 2


def test_one_holder_serves_changing_banks() -> None:
    """The bank of the call counts, with or without a fingerprint."""
    vectors = BankVectors(CountingEncoder())
    assert len(vectors.of(bank_of("a", "b"))) == 2
    assert len(vectors.of(bank_of("a"))) == 1
    assert vectors.of(bank_of()).shape == (0, 8)


def test_banks_of_organisations_do_not_push_each_other_out() -> None:
    """What two banks have is embedded once, and asking for them in turn embeds nothing."""
    encoder = CountingEncoder()
    vectors = BankVectors(encoder)
    banks = [bank_of("a", "b", own, fingerprint=f"base+{own}") for own in ("c", "d")]
    first, second = map(vectors.of, banks)
    assert encoder.n_texts == 2 * 4
    for _ in range(3):
        assert [vectors.of(bank) is rows for bank, rows in zip(banks, (first, second), strict=True)]
    assert encoder.n_texts == 2 * 4
    assert first[:2].tobytes() == second[:2].tobytes()


def test_of_very_many_banks_the_newest_are_kept() -> None:
    """Memory has a bound; whoever was asked for lately is still there."""
    encoder = CountingEncoder()
    vectors = BankVectors(encoder)
    banks = [bank_of(str(n), fingerprint=str(n)) for n in range(MOST_BANKS + 1)]
    rows = [vectors.of(bank) for bank in (*banks[:-1], banks[0], banks[-1])]
    assert vectors.of(banks[0]) is rows[0]
    n_texts = encoder.n_texts
    vectors.of(banks[1])
    assert encoder.n_texts == n_texts + 2


def test_nobody_waits_for_the_bank_of_somebody_else() -> None:
    """While one bank is being embedded, what is known of another is answered."""
    embedding, go_on = threading.Event(), threading.Event()

    class Slow(CountingEncoder):
        def encode(self, texts: Sequence[str]) -> Vectors:
            if "slow" in texts:
                embedding.set()
                assert go_on.wait(10)
            return super().encode(texts)

    vectors = BankVectors(Slow())
    known = vectors.of(bank_of("a", fingerprint="1"))
    other = threading.Thread(target=vectors.of, args=[bank_of("slow", fingerprint="2")])
    other.start()
    assert embedding.wait(10)
    assert vectors.of(bank_of("a", fingerprint="1")) is known
    go_on.set()
    other.join(10)
    assert len(vectors.of(bank_of("slow", fingerprint="2"))) == 1


def test_old_files_of_banks_go(tmp_path: Path) -> None:
    """Every change of own questions writes a file; their number has a bound, for each encoder."""
    BankVectors(CountingEncoder("other@1"), cache=tmp_path).of(bank_of("a"))
    for n in range(MOST_FILES + 5):
        BankVectors(CountingEncoder(), cache=tmp_path).of(bank_of(str(n), fingerprint=str(n)))
    names = [path.name for path in tmp_path.iterdir()]
    assert len(names) == MOST_FILES + 1
    encoder = CountingEncoder()
    BankVectors(encoder, cache=tmp_path).of(bank_of(str(MOST_FILES + 4), fingerprint=str(MOST_FILES + 4)))
    assert encoder.n_texts == 0


@pytest.mark.parametrize("place", [0, 40, -1, None])
def test_a_damaged_cache_is_made_again(tmp_path: Path, place: int | None) -> None:
    """A flipped byte or an empty file costs time, never a wrong vector."""
    rows = BankVectors(CountingEncoder(), cache=tmp_path).of(bank_of("a", "b"))
    (file,) = tmp_path.glob("*.safetensors")
    data = bytearray(file.read_bytes())
    if place is None:
        data.clear()
    else:
        data[place] ^= 0xFF
    file.write_bytes(data)
    encoder = CountingEncoder()
    assert BankVectors(encoder, cache=tmp_path).of(bank_of("a", "b")).tobytes() == rows.tobytes()
    assert encoder.n_texts == 4
    assert [path.suffix for path in tmp_path.iterdir()] == [".safetensors"]


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """A file where the directory should be doesn't stop anything."""
    (tmp_path / "taken").write_text("")
    assert len(BankVectors(CountingEncoder(), cache=tmp_path / "taken").of(bank_of("a"))) == 1


def test_progress_is_told() -> None:
    """Long embeddings say how far they are, up to the end."""
    told: list[tuple[int, int]] = []
    vectors = BankVectors(CountingEncoder(), on_progress=lambda done, of: told.append((done, of)))
    vectors.of(bank_of(*map(str, range(600))))
    assert told == [(256, 600), (512, 600), (600, 600)]


@given(st.integers(0, 99), st.integers(1, 30), st.lists(st.floats(0, 1), min_size=1, max_size=5))
def test_scores_stay_in_range_and_best_explains_them(seed: int, n: int, weights: list[float]) -> None:
    """Each score is in [0, 1], at most the weight of its best text, and that text alone gives it."""
    bank, texts = unit_rows(seed, n), unit_rows(seed + 1, len(weights))
    scores, best = affinity_scores(bank, texts, weights)
    assert len(scores) == len(best) == n
    alone = [affinity_scores(bank, texts[[t]], [weights[t]])[0] for t in range(len(weights))]
    for question, (score, text) in enumerate(zip(scores, best, strict=True)):
        assert 0 <= score <= weights[text] + 1.01e-4
        assert score == pytest.approx(alone[text][question], abs=1.01e-4)  # rounded to four decimals
        assert score == pytest.approx(max(each[question] for each in alone), abs=1.01e-4)


@given(st.integers(0, 99), st.permutations(range(12)))
def test_the_order_of_the_bank_changes_nothing(seed: int, order: list[int]) -> None:
    """Scores move with their questions."""
    bank, texts = unit_rows(seed, 12), unit_rows(seed + 1, 3)
    scores, _ = affinity_scores(bank, texts, [1.0, 0.7, 0.2])
    moved, _ = affinity_scores(bank[order], texts, [1.0, 0.7, 0.2])
    assert moved == pytest.approx([scores[position] for position in order], abs=1.01e-4)


def test_no_text_is_near_to_nothing() -> None:
    """Without texts every score is 0; without questions there are none; weights must fit."""
    assert affinity_scores(unit_rows(1, 3), unit_rows(1, 0), []) == ([0.0] * 3, [0] * 3)
    assert affinity_scores(unit_rows(1, 0), unit_rows(1, 2), [1, 1]) == ([], [])
    with pytest.raises(ValueError, match="one weight per text"):
        affinity_scores(unit_rows(1, 3), unit_rows(1, 2), [1])


def test_similarities_are_cosines() -> None:
    """By positions, one list per row; the same question is 1."""
    bank = unit_rows(5, 6)
    found = similarities(bank, [0, 3], [3, 1, 0])
    assert found[1][0] == found[0][2] == 1.0
    assert found[0][0] == pytest.approx(float(bank[0] @ bank[3]), abs=1e-4)
    assert similarities(bank, [], [1]) == []


def test_ten_thousand_questions_are_matched_at_once() -> None:
    """A bank of 10,000 against 40 texts takes some ten milliseconds, not hundreds."""
    bank, texts = unit_rows(1, 10_000, 384), unit_rows(2, 40, 384)
    times = []
    for _ in range(5):
        start = time.perf_counter()
        affinity_scores(bank, texts, [1.0] * 40)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.1
