"""Checks a bank by every editorial rule, and says of each finding in which file, line and column it is."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeGuard

from nudge.bank.files import BankProblem, Curated, QuestionTable
from nudge.bank.loading import checked_tables, question_of
from nudge.bank.references import Placed, Tables
from nudge.bank.seals import FILE as SEAL
from nudge.bank.seals import entries_of, lines_of_ids, read_seal, words_of
from nudge.bank.translations import TranslationTable, coverage_of, stale_translations
from nudge.domain.editorial.duplicates import NEAR_DUPLICATE, Nearness, near_duplicates, same_words
from nudge.domain.editorial.exceptions import Excuse, excuse_findings
from nudge.domain.editorial.findings import Finding, Severity
from nudge.domain.editorial.identity import VANISHED, identity_findings
from nudge.domain.editorial.linting import lint_question, lint_text
from nudge.domain.editorial.rules import RULES_BY_CODE, STRUCTURE
from nudge.domain.editorial.slots import WRONG_SLOT
from nudge.domain.editorial.translations import stale_finding
from nudge.domain.editorial.wordings import Kind
from nudge.domain.questions import Stage
from nudge.domain.specificity import Span

_NO_WORDS = Span(0, 0, "")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where something stands: lines and columns from 1, in Unicode code points; `end_column` is behind it."""

    file: str
    line: int
    column: int = 1
    end_column: int = 1


@dataclass(frozen=True, slots=True)
class PlacedFinding:
    """A finding and its place."""

    place: Place
    finding: Finding

    @property
    def severity(self) -> Severity:
        """How much it counts."""
        return self.finding.rule.severity


@dataclass(frozen=True, slots=True)
class BankReport:
    """What was found in a bank.

    Attributes:
        findings: by file, line and column.
        n_texts: how many texts were checked, by kind of table.
        n_unsealed: published ids that the seal doesn't have yet.
        nearness: by what near-duplicates were looked for; None when they weren't.
        translated: by locale and kind, how many texts are translated and how many there are.
    """

    findings: tuple[PlacedFinding, ...]
    n_texts: Mapping[str, int]
    n_unsealed: int
    nearness: str | None = None
    translated: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    @property
    def counts(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity."""
        counted = Counter(found.severity for found in self.findings)
        return {severity: counted[severity] for severity in Severity}

    @property
    def n_errors(self) -> int:
        """Findings that keep the bank from being served."""
        return self.counts[Severity.ERROR]


def check(directory: Path, nearness: Nearness | None = None) -> BankReport:
    """Everything that the rules find in the bank of a directory; of retired texts only the ids are looked at.

    Args:
        nearness: tells which questions say nearly the same; without it that isn't checked.

    Raises:
        Invalid: `seal-unreadable`, as `read_seal`.
    """
    tables, problems = checked_tables(directory)
    found = [PlacedFinding(Place(p.file, p.line), _structural(p)) for p in problems]
    linted = _Linted(tables, nearness)
    wrong = {(problem.file, problem.line) for problem in problems}
    found += [
        each
        for each in linted.findings()
        if each.finding.rule is not WRONG_SLOT or (each.place.file, each.place.line) not in wrong
    ]
    found += _identity(directory, tables, is_whole=not problems)
    found += _stale(tables)
    return BankReport(
        findings=tuple(sorted(found, key=lambda each: (each.place, each.finding.rule.code))),
        n_texts=Counter(placed.kind for placed in linted.texts),
        n_unsealed=len(
            {e.key for e in entries_of(tables) if e.status == "published"} - read_seal(directory).keys()
        ),
        nearness=nearness.name if nearness else None,
        translated=coverage_of(tables),
    )


def _structural(problem: BankProblem) -> Finding:
    return Finding(STRUCTURE, "", "", _NO_WORDS, problem.message)


def _stale(tables: Tables) -> Iterator[PlacedFinding]:
    for placed, version in stale_translations(tables):
        table = placed.table
        assert isinstance(table, TranslationTable)
        finding = stale_finding(table.id, table.of_version, version)
        yield PlacedFinding(place_of(placed, finding), finding)


def _identity(directory: Path, tables: Tables, *, is_whole: bool) -> Iterator[PlacedFinding]:
    """What can't be read isn't gone: ids are only missed when every file could be."""
    lines = lines_of_ids(directory)
    at = {
        (placed.kind, placed.table.id): placed
        for placed in tables.placed
        if isinstance(placed.table, Curated)
    }
    by_id = {key[1]: placed for key, placed in at.items()}
    for finding in identity_findings(read_seal(directory), entries_of(tables)):
        if finding.rule is not VANISHED:
            yield PlacedFinding(place_of(by_id[finding.id], finding), finding)
        elif is_whole:
            yield PlacedFinding(Place(SEAL, lines.get(finding.id, 1)), finding)


class _Linted:
    """The texts of a bank that are linted, and what is found in them."""

    def __init__(self, tables: Tables, nearness: Nearness | None) -> None:
        self.texts = [
            placed
            for placed in tables.placed
            if isinstance(placed.table, Curated) and placed.table.status != "retired"
        ]
        self._nearness = nearness
        self._between = self._between_questions()

    def findings(self) -> Iterator[PlacedFinding]:
        not_checked = () if self._nearness else (NEAR_DUPLICATE.code,)
        for placed in self.texts:
            assert isinstance(placed.table, Curated)
            table = placed.table
            found = [*_lint(placed), *self._between[table.id]]
            broken = {finding.rule.code for finding in found}
            excuse = Excuse(table.id, table.allow, table.because)
            kept = [finding for finding in found if finding.rule.code not in table.allow or not table.because]
            kept += excuse_findings(excuse, broken, RULES_BY_CODE, not_checked=not_checked)
            yield from (PlacedFinding(place_of(placed, finding), finding) for finding in kept)

    def _between_questions(self) -> Mapping[str, Sequence[Finding]]:
        questions = [question_of(placed.table) for placed in self.texts if _has_a_stage(placed.table)]
        found: dict[str, list[Finding]] = defaultdict(list)
        near = self._nearness
        alike = near_duplicates(questions, near.similarity, near.threshold) if near else ()
        for finding in (*same_words(questions), *alike):
            found[finding.id].append(finding)
        return found


def _lint(placed: Placed) -> Sequence[Finding]:
    table = placed.table
    if _has_a_stage(table):
        return lint_question(question_of(table))
    if placed.kind in set(Kind) - {Kind.QUESTION} and isinstance(table, Curated):
        return lint_text(Kind(placed.kind), table.id, words_of(placed))
    return ()


def _has_a_stage(table: object) -> TypeGuard[QuestionTable]:
    """Whether it is a question whose id begins with a stage; for others there is a structural finding."""
    return isinstance(table, QuestionTable) and table.id.partition(".")[0] in set(Stage)


def place_of(placed: Placed, finding: Finding) -> Place:
    """Line of the key that a finding is about, and the columns of the words where they stand as they are."""
    line = placed.file.line_of(placed.kind, placed.position, finding.key)
    text = placed.file.text.splitlines()[line - 1]
    start = text.find(finding.span.text, _value_start(text) + finding.span.start) if finding.span.text else -1
    if start < 0:
        return Place(placed.file.name, line, 1, len(text) + 1)
    return Place(placed.file.name, line, start + 1, start + 1 + len(finding.span.text))


def _value_start(line: str) -> int:
    """Where the text begins in `key = "text"`."""
    return line.find('"', line.find("=")) + 1
