"""How well are themes and recurrences found in notes? Prints the tables of models/note_themes/CARD.md.

.venv/bin/python scripts/evaluate_note_themes.py

Each writer's passages are read with weights, temperature and threshold of the other writers. Writes
models/note_themes/figures.json; intervals are by resampling voices (2,000, 95 %).
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nudge.bank.loading import load_bank
from nudge.domain.questions import Theme
from nudge.language.encoder import Encoder
from nudge.language.manifest import read_manifest, sha256_of
from nudge.language.notes.passages import split_passages
from nudge.language.notes.recollection import NEAR as NEAR_PASSAGES
from nudge.language.texts.model import VIEWS, TextModel
from nudge.language.themes.evaluation import (
    ThemeFigures,
    f1_gain,
    figures_of,
    found_by_scores,
    found_with_weights,
)
from nudge.language.themes.reader import (
    FILE,
    LEANING,
    MOST_LEANINGS,
    NEAR,
    READ,
    Nearness,
    ThemeReader,
    more_sentences,
    theme_model,
)
from nudge.language.themes.training import (
    FIRST_WRITER,
    Corpus,
    Truth,
    accepted,
    held_out,
    read_corpus,
    train,
    without,
)

MODELS = Path(__file__).parents[1] / "models"
HOME = MODELS / "note_themes"
FORMER_THRESHOLD = 0.65
CUT = ("alone", "with what stands before")
HEAD = (
    "| | precision | recall | F1 | hard negatives given a theme | all without, given one |\n"
    "|---|---|---|---|---|---|"
)


def main() -> None:
    manifest = read_manifest(MODELS)
    encoder = Encoder(manifest)
    themes = load_bank(MODELS.parent / "question_bank").themes
    corpus = read_corpus(HOME / "data", themes, more_sentences(MODELS), encoder)
    print(f"{len(corpus.first)} passages, {int(corpus.truth.sum())} labels\n\n{HEAD}")
    learnt, calibration = found_with_weights(corpus, encoder.name)
    rule = nearness(corpus)
    former = found_by_scores(corpus, rule, FORMER_THRESHOLD)
    ways = {
        "five keywords per theme": by_keyword(corpus),
        f"nearness, threshold {FORMER_THRESHOLD} (before)": former,
        f"nearness, threshold {NEAR} (for themes unknown)": found_by_scores(corpus, rule, NEAR),
        "nearness, threshold chosen": found_by_scores(corpus, rule),
        **{f"weights, {view} alone": alone(corpus, encoder.name, view) for view in VIEWS},
        "weights, three views (shipped)": learnt,
        f"leanings from {LEANING} (inform the choice, never said)": leanings(corpus, encoder.name),
    }
    figures = {way: figures_of(corpus, found) for way, found in ways.items()}
    for way, own in figures.items():
        print(row(way, own))
    gain = f1_gain(corpus, learnt, former)
    print(f"\nF1 of the weights above nearness: {gain[0]:.2f} [{gain[1][0]:.2f}, {gain[1][1]:.2f}]")
    print("precision, recall, F1 by writer:")
    for way in (f"nearness, threshold {FORMER_THRESHOLD} (before)", "weights, three views (shipped)"):
        print(f"  {way}: {rounded(figures[way].by_writer)}")
    focus = by_focus(encoder, themes)
    recurring = recurrences(encoder, corpus)
    cut = {way: in_notes(encoder, corpus, with_before=way == "with what stands before") for way in CUT}
    report = {
        "reader": sha256_of(HOME / FILE),
        "encoder": encoder.name,
        "threshold": theme_model(manifest).weights[READ].threshold,
        "f1_gain": gain,
        "calibration": asdict(calibration),
        "ways": {way: asdict(each) for way, each in figures.items()},
        "in_notes": cut,
        "focus": focus,
        "recurrences": recurring,
    }
    (HOME / "figures.json").write_text(json.dumps(rounded(report), indent=2) + "\n", encoding="utf-8")
    print(f"calibration: {rounded(asdict(calibration))}\nas notes are cut: {rounded(cut)}")
    print(f"focus: {rounded(focus)}\nrecurrences: {recurring}")
    print("\nGiven wrongly:")
    for found, meant, each in zip(learnt, corpus.truth, corpus.passages, strict=True):
        if (found & ~meant).any():
            print(f"  {names(corpus, found)}, meant {names(corpus, meant)}: {each.text}")


def nearness(corpus: Corpus) -> NDArray[np.float64]:
    """Scores of the rule. `says.json` has the first writer's own sentences: not used for that writer."""
    scores = np.zeros(corpus.truth.shape)
    writers = np.array([each.source.writer for each in corpus.passages])
    rows = np.stack([each.vector for each in corpus.passages])
    for writer in np.unique(writers):
        says = [each for each in corpus.own if each.source.writer != writer]
        vectors = {t: np.stack([e.vector for e in says if e.source.labels[READ] == t]) for t in corpus.themes}
        scores[writers == writer] = Nearness(vectors).scores(rows[writers == writer])
    return scores


def leanings(corpus: Corpus, name: str) -> Truth:
    """What only informs the choice: three themes at most, and half as sure as what is said, or less."""
    probabilities, _ = held_out(corpus, name)
    ranks = np.argsort(np.argsort(-probabilities, axis=1, kind="stable"), axis=1)
    return np.asarray((probabilities >= LEANING) & (ranks < MOST_LEANINGS))


def alone(corpus: Corpus, name: str, view: str) -> Truth:
    return accepted(*held_out(corpus, name, [view]))


def in_notes(encoder: Encoder, corpus: Corpus, *, with_before: bool) -> dict[str, float]:
    """The passages cut as notes are cut, each writer's read with weights of the others.

    A piece counts as right when the whole passage is about the theme.
    """
    n_given, right, found = 0, 0, set()
    for writer in dict.fromkeys(each.source.writer for each in corpus.passages):
        model = model_without(corpus, writer, encoder.name)
        reader = ThemeReader({}, model, corpus.themes)
        for n, each in enumerate(corpus.passages):
            if each.source.writer == writer:
                spans = split_passages(each.text)
                before = [each.text[max(0, span.start - 160) : span.start] for span in spans]
                texts = [(b if with_before else "") + s.text for b, s in zip(before, spans, strict=True)]
                meant = set(names(corpus, corpus.truth[n]))
                for given in reader.read(texts, encoder.encode([span.text for span in spans])):
                    n_given += len(given)
                    right += sum(theme in meant for theme, _ in given)
                    found |= {(n, theme) for theme, _ in given if theme in meant}
    return {
        "precision": right / max(1, n_given),
        "recall": len(found) / float(corpus.truth.sum()),
        "given": float(n_given),
    }


@cache
def model_without(corpus: Corpus, writer: str, name: str) -> TextModel:
    return train(without(corpus, writer), name)


def by_keyword(corpus: Corpus) -> Truth:
    words = json.loads((HOME / "data" / "keywords.json").read_text(encoding="utf-8"))
    patterns = [
        re.compile(rf"\b({'|'.join(map(re.escape, words[t]))})", re.IGNORECASE) for t in corpus.themes
    ]
    return np.array([[bool(p.search(each.text)) for p in patterns] for each in corpus.passages])


def by_focus(encoder: Encoder, themes: tuple[Theme, ...]) -> dict[str, float]:
    """Short phrases in which somebody says what to work on, read with the shipped weights."""
    rows = lines("focus.jsonl")
    reader = ThemeReader({}, theme_model(read_manifest(MODELS)), [theme.id for theme in themes])
    texts = [row["text"] for row in rows]
    found = [{theme for theme, _ in each} for each in reader.read(texts, encoder.encode(texts))]
    right = sum(len(given & set(row["themes"])) for given, row in zip(found, rows, strict=True))
    return {
        "n_phrases": len(rows),
        "precision": right / max(1, sum(map(len, found))),
        "recall": right / sum(len(row["themes"]) for row in rows),
    }


def recurrences(encoder: Encoder, corpus: Corpus) -> dict[str, int]:
    pairs = lines("recurrences.jsonl")
    near = encoder.encode([p["earlier"] for p in pairs]) @ encoder.encode([p["later"] for p in pairs]).T
    first = np.stack([e.vector for e in corpus.passages if e.source.writer == FIRST_WRITER])
    across = (first @ first.T)[np.triu_indices(len(first), 1)]
    other = near[~np.eye(len(pairs), dtype=bool)]
    return {
        "pairs": len(pairs),
        "found": int((np.diag(near) >= NEAR_PASSAGES).sum()),
        "mixed_pairs": len(other),
        "mixed_taken": int((other >= NEAR_PASSAGES).sum()),
        "other_pairs": len(across),
        "other_taken": int((across >= NEAR_PASSAGES).sum()),
    }


def lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (HOME / "data" / name).read_text(encoding="utf-8").splitlines()]


def names(corpus: Corpus, labels: NDArray[np.bool_]) -> list[str]:
    return [theme for theme, has in zip(corpus.themes, labels, strict=True) if has]


def row(way: str, figures: ThemeFigures) -> str:
    cells = [
        f"{value:.2f} [{low:.2f}, {high:.2f}]"
        for value, (low, high) in (
            (figures.precision, figures.precision_interval),
            (figures.recall, figures.recall_interval),
            (figures.f1, figures.f1_interval),
            (figures.hard_given, figures.hard_given_interval),
        )
    ]
    return f"| {way} | {' | '.join(cells)} | {figures.none_given:.2f} |"


def rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: rounded(each) for key, each in value.items()}
    return [rounded(each) for each in value] if isinstance(value, tuple | list) else value


if __name__ == "__main__":
    main()
