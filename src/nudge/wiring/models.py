"""Puts together what runs on the bank and the models alone, with nothing stored."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from nudge.app.blueprints import Blueprints
from nudge.app.follow_up_ports import AnswerReader
from nudge.app.follow_ups import FollowUps
from nudge.app.ports import PledgeReader, Reader
from nudge.app.question_sets import QuestionSets
from nudge.app.roundtables import Roundtables, TableSheet
from nudge.app.specificity import PledgeScores
from nudge.app.steady_reader import SteadyReader
from nudge.bank.loading import load_bank
from nudge.bank.overlays import load_curation
from nudge.bank.rendering import TemplateRenderer
from nudge.domain.curations import Curation
from nudge.domain.errors import Unavailable
from nudge.settings import Settings

if TYPE_CHECKING:
    from nudge.language.encoder import Encoder
    from nudge.language.follow_ups.measuring.evaluation import FollowUpEvaluation
    from nudge.language.question_sets.measuring.cards import Cards
    from nudge.language.question_sets.measuring.evaluation import QuestionSetEvaluation, QuestionSetExam
    from nudge.language.specificity.measuring.evaluation import PledgeEvaluation
    from nudge.language.specificity.measuring.figures import Figure

log = logging.getLogger("nudge")


def readers(settings: Settings) -> tuple[Reader, PledgeReader]:
    """What reads briefs and what reads pledges, over the same models, which aren't loaded yet.

    When these are missing, a reader of briefs that says so, and one of pledges that does without.
    """
    from nudge.language.absent import AbsentReader
    from nudge.language.manifest import read_manifest
    from nudge.language.parser import Parser
    from nudge.language.purposes.reader import DriverReader
    from nudge.language.reader import LanguageReader
    from nudge.language.specificity.reader import LanguagePledgeReader, RulesReader
    from nudge.language.specificity.scorer import SpecificityScorer

    try:
        manifest = read_manifest(settings.models)
        encoder = _encoder(settings.models, settings.encoder, settings.encoder_threads)
        parser = Parser(manifest)
        drivers = DriverReader(manifest, encoder=encoder.name)
    except Unavailable as error:
        log.warning("The language models can't be used: %s", error.message)
        return AbsentReader(error), RulesReader(error)
    briefs = LanguageReader(encoder, parser, drivers, manifest=manifest, cache=settings.data / "cache")
    pledges = LanguagePledgeReader(SpecificityScorer(manifest, encoder, parser), parser)
    return SteadyReader(briefs), pledges


@cache
def _encoder(models: Path, name_or_path: str, n_threads: int) -> Encoder:
    """One for all readers of a process: it is the largest thing in memory, and any thread may use it."""
    from nudge.language.encoder import Encoder
    from nudge.language.manifest import read_manifest

    return Encoder(read_manifest(models), name_or_path=name_or_path or None, n_threads=n_threads)


def question_sets(settings: Settings, models: Reader | None = None) -> QuestionSets:
    """The stateless use case: the bank and the models, nothing stored."""
    return QuestionSets(curation(settings), models or readers(settings)[0], TemplateRenderer())


def curation(settings: Settings) -> Curation:
    """What the process asks from: the bank with the overlays of the settings.

    Raises:
        Invalid: `bank-invalid`, `overlay-invalid`.
    """
    return load_curation(settings.bank, settings.overlay_folders)


def roundtables(settings: Settings) -> Roundtables:
    """The use case of planning roundtables: the bank and the models, nothing stored."""
    reader = readers(settings)[0]
    return Roundtables(question_sets(settings, reader), reader)


def blueprints(settings: Settings) -> Blueprints:
    """The use case of covering blueprints: the models, which aren't loaded yet; nothing stored."""
    from nudge.language.blueprints import AbsentLineReader, LanguageLineReader
    from nudge.language.manifest import read_manifest

    try:
        read_manifest(settings.models)
    except Unavailable as error:
        return Blueprints(AbsentLineReader(error))
    encoder = _encoder(settings.models, settings.encoder, settings.encoder_threads)
    return Blueprints(LanguageLineReader(encoder, cache=settings.data / "cache"))


def table_sheet() -> TableSheet:
    """What makes the sheet of paper for a table."""
    from nudge.web.roundtables.sheets import RoundtableSheets

    return RoundtableSheets()


def pledge_scores(settings: Settings) -> PledgeScores:
    """The use case of scoring pledges: the bank and the models, nothing stored."""
    from nudge.timers.clocks import SystemClock

    return PledgeScores(load_bank(settings.bank), readers(settings)[1], TemplateRenderer(), SystemClock())


def follow_ups(settings: Settings, on_progress: Callable[[int, int], None] | None = None) -> FollowUps:
    """The use case of suggesting follow-ups: the bank and the models, nothing stored."""
    return FollowUps(curation(settings).bank, answer_reader(settings, on_progress), TemplateRenderer())


def answer_reader(settings: Settings, on_progress: Callable[[int, int], None] | None = None) -> AnswerReader:
    """What reads answers, over models that aren't loaded yet; when these are missing, rules that say so.

    Args:
        on_progress: told how many texts of the bank's follow-ups have been embedded, of how many.
    """
    from nudge.language.follow_ups.reader import LanguageAnswerReader, RulesAnswerReader
    from nudge.language.manifest import read_manifest

    try:
        manifest = read_manifest(settings.models)
        encoder = _encoder(settings.models, settings.encoder, settings.encoder_threads)
    except Unavailable as error:
        return RulesAnswerReader(error)
    return LanguageAnswerReader(encoder, manifest, cache=settings.data / "cache", on_progress=on_progress)


def evaluate_pledges(
    settings: Settings, corpus: Path, benchmarks: Path, tell: Callable[[str], None], *, n_worst: int = 0
) -> PledgeEvaluation:
    """How well pledges are read, on labelled ones and on the benchmarks that are there; takes minutes.

    Raises:
        Invalid: `corpus-invalid`; Unavailable: `models-missing`.
    """
    from nudge.language.encoder import Encoder
    from nudge.language.manifest import read_manifest
    from nudge.language.parser import Parser
    from nudge.language.specificity.measuring.evaluation import PledgeExam

    manifest = read_manifest(settings.models)
    encoder = Encoder(manifest, name_or_path=settings.encoder or None, n_threads=settings.encoder_threads)
    return PledgeExam(encoder, Parser(manifest), manifest, tell).take(corpus, benchmarks, n_worst)


def evaluate_follow_ups(
    settings: Settings,
    folder: Path,
    tell: Callable[[str], None],
    *,
    n_worst: int = 0,
    n_resamples: int = 1000,
) -> FollowUpEvaluation:
    """How well follow-ups are chosen, on labelled answers.

    Raises:
        Invalid: `corpus-invalid`; Unavailable: `models-missing`.
    """
    from nudge.language.follow_ups.measuring.evaluation import FollowUpExam
    from nudge.language.follow_ups.reader import RulesAnswerReader

    encoder = _encoder(settings.models, settings.encoder, settings.encoder_threads)
    encoder.warm_up()
    bank, renderer = load_bank(settings.bank), TemplateRenderer()
    without = RulesAnswerReader(Unavailable("models-missing", "Measured without models."))
    suggest = FollowUps(bank, answer_reader(settings), renderer).offer
    by_rules = FollowUps(bank, without, renderer).offer
    cache = settings.data / "cache"
    exam = FollowUpExam(suggest, by_rules, bank, encoder, tell, cache=cache, n_resamples=n_resamples)
    return exam.take(folder, n_worst)


def evaluate_questions(
    settings: Settings,
    folder: Path,
    part: str,
    tell: Callable[[str], None],
    *,
    n_worst: int = 0,
    n_resamples: int = 1000,
    n_seeds: int = 20,
) -> QuestionSetEvaluation:
    """How well questions are chosen, for written people; takes two minutes.

    Raises:
        Invalid: `corpus-invalid`; Unavailable: `models-missing`.
    """
    from nudge.language.question_sets.measuring.people import read_people

    people = read_people(folder, part)
    return _question_exam(settings, tell, n_resamples, n_seeds).take(people, n_worst)


def question_cards(settings: Settings, folder: Path, part: str, tell: Callable[[str], None]) -> Cards:
    """Cards for readers who are to say which set is better, and whether reasons are true.

    Raises:
        Invalid: `corpus-invalid`; Unavailable: `models-missing`.
    """
    from nudge.language.question_sets.measuring.people import read_people

    people = read_people(folder, part)
    return _question_exam(settings, tell).cards(people)


def count_judgements(cards: Path, judgements: Path) -> dict[str, dict[str, Figure]]:
    """What readers said about cards, with the key that was written beside these.

    Raises:
        Invalid: `judgements-invalid`.
    """
    from nudge.language.question_sets.measuring.cards import judged, key_of

    return judged(key_of(cards), judgements)


def _question_exam(
    settings: Settings, tell: Callable[[str], None], n_resamples: int = 1000, n_seeds: int = 20
) -> QuestionSetExam:
    from nudge.language.question_sets.measuring.evaluation import QuestionSetExam

    encoder = _encoder(settings.models, settings.encoder, settings.encoder_threads)
    encoder.warm_up()
    bank, reader = load_bank(settings.bank), readers(settings)[0]
    return QuestionSetExam(
        bank, reader, TemplateRenderer(), encoder, tell, n_resamples=n_resamples, n_seeds=n_seeds
    )
