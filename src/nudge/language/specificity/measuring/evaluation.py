"""How well pledges are read: on voices and writers that a way of reading never learnt from, and elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from nudge.domain.errors import Invalid, Unavailable
from nudge.language.encoder import Encoder
from nudge.language.manifest import Manifest
from nudge.language.parser import Parser
from nudge.language.specificity.corpus import LabelledPledge, read_corpus, read_mail
from nudge.language.specificity.dissecting import PledgeDissector
from nudge.language.specificity.measuring import benchmarks
from nudge.language.specificity.measuring.agreement import COMPARE, KAPPA, Compare, agreement
from nudge.language.specificity.measuring.baselines import BASELINES
from nudge.language.specificity.measuring.figures import (
    N_RESAMPLES,
    Codes,
    Figure,
    Measure,
    Resampling,
    calibration_error,
    spearman,
)
from nudge.language.specificity.measuring.held_out import OwnCorpus, baseline_readings, held_out_readings
from nudge.language.specificity.measuring.readings import FACET_NAMES, Readings, Truth, readings_of, truth_of
from nudge.language.specificity.measuring.when_said import when_figures
from nudge.language.specificity.rules.scorer import RuleScorer
from nudge.language.specificity.scorer import SpecificityScorer
from nudge.language.specificity.training import Example

MODEL = "the model"
RULES = "rules only"
READERS = "second reader"
AT_ONCE = 250
Tell = Callable[[str], None]
Figures = dict[str, Figure]


@dataclass(frozen=True, slots=True)
class Miss:
    """A pledge that is read far from what its readers say."""

    text: str
    readers: tuple[float, ...]
    ours: float


@dataclass(frozen=True, slots=True)
class PledgeEvaluation:
    """Everything measured.

    Attributes:
        sets: by name of a data set, then of a way of reading, then of a measure.
        skipped: why a set or a way isn't there, a sentence each.
        misses: the farthest of held-out voices, farthest first.
    """

    sets: Mapping[str, Mapping[str, Figures]]
    skipped: Sequence[str]
    misses: Sequence[Miss]


class PledgeExam:
    """Reads everything in every way and compares.

    Args:
        tell: told what is being done; it takes some minutes.
    """

    def __init__(
        self, encoder: Encoder, parser: Parser, manifest: Manifest, tell: Tell, n_resamples: int = N_RESAMPLES
    ) -> None:
        self._dissector = PledgeDissector(encoder, parser)
        self._scorer = SpecificityScorer(manifest, encoder, parser)
        self._tell = tell
        self._n = n_resamples
        self._sets: dict[str, dict[str, Figures]] = {}
        self._skipped: list[str] = []

    def take(self, corpus: Path, folder: Path, n_worst: int = 0) -> PledgeEvaluation:
        """The whole evaluation.

        Args:
            corpus: directory of labelled pledges.
            folder: directory of public sets; what isn't there is skipped.

        Raises:
            Invalid: `corpus-invalid`, also when there aren't two voices; Unavailable: `models-missing`.
        """
        own = self._own(read_corpus(corpus), read_mail(corpus))
        said = self._on_own(own, "voice")
        if len({each.writer for each in own.pledges}) > 1:
            self._on_own(own, "writer")
        else:
            self._skipped.append("There is one writer: nothing is measured by writer.")
        self._on_benchmarks(own, folder, said)
        return PledgeEvaluation(self._sets, self._skipped, worst(own.pledges, said[MODEL], n_worst))

    def _own(self, pledges: Sequence[LabelledPledge], mail: Sequence[LabelledPledge]) -> OwnCorpus:
        if len({each.voice or each.id for each in pledges}) < 2:
            raise Invalid("corpus-invalid", "It takes labelled pledges of two voices at least to measure.")
        taken = []
        for start in range(0, len(pledges), AT_ONCE):
            self._tell(f"taking pledges apart: {start} of {len(pledges)}")
            taken += self._dissector.take_apart([each.text for each in pledges[start : start + AT_ONCE]])
        apart = self._dissector.take_apart([each.text for each in mail], whole_only=True)
        further = [Example(each, one.sample) for each, one in zip(mail, apart, strict=True)]
        return OwnCorpus(pledges, taken, further)

    def _on_own(self, own: OwnCorpus, by: str) -> dict[str, Readings]:
        said = {}
        for way, make in BASELINES.items():
            self._tell(f"{way}, each {by} held out")
            said[way] = baseline_readings(own.pledges, by, make, own.mail_lines)
        said[RULES] = by_rules([each.text for each in own.pledges])
        self._tell(f"{MODEL}, each {by} held out")
        said[MODEL] = held_out_readings(own, by, self._tell)
        self._tell("resampling voices")
        truth = truth_of(own.pledges)
        draws = Resampling([each.voice or each.id for each in own.pledges], n_resamples=self._n)
        ways = {way: figures_of(truth, readings, draws) for way, readings in said.items()}
        ways[MODEL] |= when_figures(own.pledges, [each.times for each in own.taken], draws)
        ways[READERS] = self._agreement(own.pledges)
        self._sets[f"own corpus, {by}s held out"] = ways
        return said

    def _agreement(self, pledges: Sequence[LabelledPledge]) -> Figures:
        """The second reader measured as the ways are; the kappas become a set of their own."""
        found = agreement(pledges, n_resamples=self._n)
        kappas = {name.removeprefix(KAPPA): each for name, each in found.items() if name.startswith(KAPPA)}
        if kappas:
            self._sets[f"{READERS}, kappa"] = {READERS: kappas}
        return {name: each for name, each in found.items() if not name.startswith(KAPPA)}

    def _on_benchmarks(self, own: OwnCorpus, folder: Path, said: Mapping[str, Readings]) -> None:
        there = [file for file in benchmarks.FILES if (folder / file).is_file()]
        for file in benchmarks.FILES:
            if file not in there:
                self._skipped.append(f"There is no {folder / file}: skipped.")
        if not there:
            return
        read = self._trained(own)
        if benchmarks.PLEDGES in there:
            self._sets["benchmark: pledges"] = self._on_pledges(benchmarks.pledge_lines(folder), read)
        if benchmarks.GOALS in there:
            self._sets["benchmark: smartspan"] = benchmarks.on_goals(folder, read, self._n)
        if benchmarks.MAIL in there:
            thresholds = {way: benchmarks.thresholds_of(own.pledges, each) for way, each in said.items()}
            self._sets["benchmark: mail"] = benchmarks.on_mail(folder, read, thresholds, self._n)

    def _on_pledges(self, pledges: Sequence[LabelledPledge], read: benchmarks.Read) -> dict[str, Figures]:
        draws = Resampling([each.id for each in pledges], n_resamples=self._n)
        truth = truth_of(pledges)
        said = read([each.text for each in pledges])
        ways = {way: figures_of(truth, each, draws) for way, each in said.items()}
        return {way: {n: each for n, each in figures.items() if n != "kind"} for way, figures in ways.items()}

    def _trained(self, own: OwnCorpus) -> benchmarks.Read:
        """Baselines trained on the whole corpus, the rules, and the shipped model when there is one."""
        self._tell("training the baselines on the whole corpus")
        learnt = {way: make().fit(own.pledges, own.mail_lines) for way, make in BASELINES.items()}
        try:
            self._scorer.warm_up()
        except Unavailable as error:
            self._skipped.append(f"The shipped model isn't measured on benchmarks: {error.message}")
            return lambda texts: (
                {w: each.read(texts) for w, each in learnt.items()} | {RULES: by_rules(texts)}
            )
        return lambda texts: {
            **{way: each.read(texts) for way, each in learnt.items()},
            RULES: by_rules(texts),
            MODEL: self._by_model(texts),
        }

    def _by_model(self, texts: Sequence[str]) -> Readings:
        found = []
        for start in range(0, len(texts), AT_ONCE):
            self._tell(f"scoring a benchmark: {start} of {len(texts)}")
            found += [each[0] for each in self._scorer.score(texts[start : start + AT_ONCE])]
        return readings_of(found)


def by_rules(texts: Sequence[str]) -> Readings:
    """What is read without any model."""
    return readings_of([each[0] for each in RuleScorer().score(texts)])


def figures_of(truth: Truth, said: Readings, draws: Resampling) -> Figures:
    """Everything that the columns allow; of several readers the mean of the measures."""
    found = {"overall": draws.figure(lambda rows: spearman(truth.overall[rows], said.overall[rows]))}
    by_facet = [_mean_of_readers(COMPARE[name], truth.codes[name], said.codes[name]) for name in FACET_NAMES]
    found["facets, mean"] = draws.figure(lambda rows: float(np.mean([each(rows) for each in by_facet])))
    for name, compare in COMPARE.items():
        found[name] = draws.figure(_mean_of_readers(compare, truth.codes[name], said.codes[name]))
    found["calibration error"] = draws.figure(
        lambda rows: calibration_error(said.pledge[rows], truth.pledge[rows])
    )
    return {name: figure for name, figure in found.items() if not np.isnan(figure.value)}


def worst(pledges: Sequence[LabelledPledge], said: Readings, n: int) -> list[Miss]:
    """Where `overall` is farthest from the mean of the readers."""
    off = np.abs(said.overall - np.array([each.overall for each in pledges]))
    rows = np.argsort(-off, kind="stable")[:n].tolist()
    return [
        Miss(
            pledges[row].text, tuple(label.overall for label in pledges[row].labels), float(said.overall[row])
        )
        for row in rows
    ]


def _mean_of_readers(compare: Compare, readers: Sequence[Codes], said: Codes) -> Measure:
    return lambda rows: float(np.nanmean([compare(reader[rows], said[rows]) for reader in readers]))
