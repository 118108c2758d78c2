"""Simple ways to read a pledge, trained on the same labels: what the scorer has to beat."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from nudge.domain.specificity import HIGHEST, LOWEST
from nudge.language.specificity.corpus import LabelledPledge
from nudge.language.specificity.measuring.figures import UNKNOWN, Codes, Numbers
from nudge.language.specificity.measuring.readings import COLUMNS, Readings, truth_of


class Baseline:
    """Ridge regression for `overall`, ridge classifiers for codes, logistic regressions for probabilities.

    Args:
        view: an unfitted scikit-learn transformer of texts.
    """

    def __init__(self, view: Any) -> None:
        self._view = view
        self._overall: Any = None
        self._codes: dict[str, Any] = {}
        self._pledge: Any = None
        self._intent: Any = None

    def fit(self, pledges: Sequence[LabelledPledge], mail: Sequence[LabelledPledge] = ()) -> Baseline:
        """Learn from these; of two readers, each label counts once.

        Args:
            mail: further sentences of which only is known what they do.
        """
        from sklearn.linear_model import LogisticRegression, Ridge, RidgeClassifier

        truth = truth_of(pledges)
        every = self._view.fit_transform([each.text for each in (*pledges, *mail)])
        rows = every[: len(pledges)]
        self._overall = Ridge(alpha=1.0).fit(rows, truth.overall)
        for name in COLUMNS:
            self._codes[name] = _fitted(RidgeClassifier(alpha=1.0), rows, truth.codes[name])
        self._pledge = _fitted(LogisticRegression(max_iter=1000), rows, truth.codes["is_pledge"])
        intent = np.concatenate([truth.intent, truth_of(mail).intent])
        self._intent = _fitted(LogisticRegression(max_iter=1000), every, [intent])
        return self

    def read(self, texts: Sequence[str]) -> Readings:
        """What it makes of these."""
        rows = self._view.transform(list(texts))
        codes = {name: fitted.predict(rows).astype(np.int64) for name, fitted in self._codes.items()}
        return Readings(
            np.clip(self._overall.predict(rows), LOWEST, HIGHEST),
            codes,
            _probability(self._pledge, rows),
            _probability(self._intent, rows),
        )


def length_only() -> Baseline:
    """Sees nothing but how many words there are."""
    from sklearn.preprocessing import FunctionTransformer

    return Baseline(FunctionTransformer(_lengths))


def words_only() -> Baseline:
    """TF-IDF of words and pairs of words."""
    from sklearn.feature_extraction.text import TfidfVectorizer

    return Baseline(
        TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"(?u)\b\w+\b", min_df=1)
    )


BASELINES: dict[str, Callable[[], Baseline]] = {"length only": length_only, "TF-IDF + ridge": words_only}


def _lengths(texts: Sequence[str]) -> Numbers:
    return np.array([[math.log1p(len(text.split()))] for text in texts])


def _fitted(classifier: Any, rows: Any, readers: Sequence[Codes]) -> Any:
    """The classifier, or one that always says the same when the labels do."""
    from sklearn.dummy import DummyClassifier

    where = [np.flatnonzero(reader != UNKNOWN) for reader in readers]
    labels = np.concatenate([reader[each] for reader, each in zip(readers, where, strict=True)])
    if not len(labels):
        return DummyClassifier(strategy="constant", constant=0).fit([[0.0]], [0])
    if len(set(labels.tolist())) == 1:
        return DummyClassifier(strategy="prior").fit(np.zeros((len(labels), 1)), labels)
    return classifier.fit(rows[np.concatenate(where)], labels)


def _probability(fitted: Any, rows: Any) -> Numbers:
    """That the label is 1."""
    classes = list(fitted.classes_)
    if 1 not in classes:
        return np.zeros(rows.shape[0])
    return np.asarray(fitted.predict_proba(rows)[:, classes.index(1)], dtype=np.float64)
