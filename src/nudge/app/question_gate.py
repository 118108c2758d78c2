"""What keeps an own question out: the editorial rules of the bank, unknown tags, near-duplicates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nudge.app.ports import Reader
from nudge.domain.editorial.findings import Severity
from nudge.domain.editorial.linting import lint_question
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.overlays import Shortage
from nudge.domain.questions import Question, QuestionBank
from nudge.domain.selection import SelectionPolicy
from nudge.domain.slot_texts import slot_problem, text_problem, tidy
from nudge.domain.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class GateFinding:
    """Something about a question that the gate sees; only an error keeps it out.

    Attributes:
        id: of the question; empty when it is about the bank as a whole.
        at: "text", a slot, or a tag.
        mend: what to do about it.
    """

    id: str
    code: str
    severity: Severity
    at: str
    message: str
    mend: str

    @property
    def sentence(self) -> str:
        """What is wrong and what to do, to be read by a person."""
        end = "" if self.mend.endswith(("?", "!", ".", "…")) else "."
        return f"{self.message}. {self.mend}{end}"


class Refused(Invalid):
    """The gate found errors; all findings are there, also the lesser ones."""

    def __init__(self, findings: Sequence[GateFinding]) -> None:
        errors = [finding for finding in findings if finding.severity is Severity.ERROR]
        message = f"{len(errors)} to mend. {errors[0].sentence}"
        super().__init__("question-refused", message, n_errors=len(errors))
        self.findings = tuple(findings)


class QuestionGate:
    """Compares questions with each other.

    Args:
        reader: says how much two questions say the same.
        same: cosine from which two questions are the same, so that one is refused.
    """

    def __init__(self, reader: Reader, *, same: float = SelectionPolicy().same) -> None:
        self._reader = reader
        self._same = same

    def near_duplicates(self, ids: Iterable[str], bank: QuestionBank) -> list[GateFinding] | None:
        """Questions that say the same as another of the bank in which they are; None without the models.

        Of two that are both new, the later one is told. New questions are embedded by this, so that no
        conversation has to wait for it.

        Args:
            bank: the organisation's, with the questions in it.
        """
        rows = sorted(bank.positions[id] for id in set(ids) if id in bank.positions)
        everything = range(len(bank.questions))
        try:
            table = self._reader.similarities(bank, rows, everything)
        except Unavailable:
            return None
        found = []
        for row, cosines in zip(rows, table, strict=True):
            later = {other for other in rows if other >= row}
            alike, other = max(
                ((cosine, p) for p, cosine in enumerate(cosines) if p not in later), default=(-1.0, -1)
            )
            if alike >= self._same:
                found.append(_same(bank.questions[row], bank.questions[other], alike))
        return found


def look_at(questions: Iterable[Question], bank: QuestionBank) -> list[GateFinding]:
    """Everything but near-duplicates, the errors first. What isn't safe is looked at no further.

    Args:
        bank: whose themes, values and needs count.
    """
    found: list[GateFinding] = []
    for question in questions:
        found += list(structural(question, bank, unsafe_only=True)) or [
            *structural(question, bank),
            *_linted(question),
        ]
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def structural(question: Question, bank: QuestionBank, *, unsafe_only: bool = False) -> Iterator[GateFinding]:
    """What can't be served: wordings that are more than text with their slot, and unknown tags."""
    yield from _unsafe(question)
    if not unsafe_only:
        yield from _unknown_tags(question, bank)


def shortage_findings(shortages: Iterable[Shortage]) -> list[GateFinding]:
    """What is said about stages of which too much would be hidden."""
    return [
        GateFinding(
            "",
            "stage-short",
            Severity.ERROR,
            shortage.stage,
            f"In “{shortage.stage}” {shortage.n_left} questions would be left that everybody can be asked "
            f"in a first conversation; {shortage.n_needed} are needed",
            "Hide fewer, or first add own ones of depth 1 that are for everybody",
        )
        for shortage in shortages
    ]


def refuse_errors(findings: Sequence[GateFinding]) -> None:
    """Let nothing with an error through.

    Raises:
        Refused: with all findings.
    """
    if any(finding.severity is Severity.ERROR for finding in findings):
        raise Refused(findings)


def _unsafe(question: Question) -> Iterator[GateFinding]:
    """Before anything else reads it: lengths, invisible signs, and templates that are more than text."""
    texts: Mapping[str, str | None] = {
        "text": slot_problem(question.text, []),
        "fits": text_problem(question.fits),
        **{slot: slot_problem(words, [slot]) for slot, words in question.wordings.items()},
    }
    for at, problem in texts.items():
        if problem:
            message = f"The wording “{at}” can't be used: {problem}"
            mend = "Write text, and in a wording with a slot that one slot"
            yield GateFinding(question.id, "wording-unsafe", Severity.ERROR, at, message, mend)
    if not any(map(str.isalnum, question.text)):
        yield GateFinding(
            question.id,
            "text-empty",
            Severity.ERROR,
            "text",
            "There is no text that can be read",
            "Write one",
        )
    if question.text != tidy(question.text):
        message = "The text has spaces at its ends, or several in a row"
        yield GateFinding(question.id, "wording-untidy", Severity.ERROR, "text", message, "Take them out")


def _unknown_tags(question: Question, bank: QuestionBank) -> Iterator[GateFinding]:
    values = {f"{driver.id}.{value.id}" for driver in bank.scheme.drivers for value in driver.values}
    themes = set(bank.themes_by_id)
    needs = {"pledge", "note", *(f"theme:{theme}" for theme in themes)}
    named = (
        ("purposes", question.purposes, values),
        ("themes", question.themes, themes),
        ("needs", question.needs, needs),
    )
    for at, tags, known in named:
        for tag in sorted(tags - known):
            hint = did_you_mean(tag[:60], known)
            message = f"There is an unknown tag in “{at}”"
            yield GateFinding(question.id, "tag-unknown", Severity.ERROR, at, message, hint)
    if len(question.themes) > 3:
        message = f"It has {len(question.themes)} themes; a question is about three at most"
        yield GateFinding(
            question.id, "themes-many", Severity.ERROR, "themes", message, "Keep those it is truly about"
        )


def _linted(question: Question) -> Iterator[GateFinding]:
    for found in lint_question(question):
        rule = found.rule
        yield GateFinding(question.id, rule.code, rule.severity, found.key, found.message, rule.mend)


def _same(question: Question, other: Question, alike: float) -> GateFinding:
    return GateFinding(
        question.id,
        "near-duplicate",
        Severity.ERROR,
        "text",
        f"It says the same as {other.id} ({alike:.2f}): “{other.text}”",
        "Ask for something that the other doesn't, or hide or reword the other first",
    )
