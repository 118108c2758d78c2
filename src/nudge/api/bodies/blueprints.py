"""The JSON of `POST /v1/bank/blueprint` and `nudge bank blueprint --json`."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from nudge.app.blueprints import BlueprintCoverage
from nudge.domain.blueprint_lines import MOST_BYTES, MOST_LINES
from nudge.domain.blueprints import LineCoverage, Serving, Verdict
from nudge.domain.questions import QuestionBank

_TEXT = f"Plain text or Markdown, up to {MOST_LINES} lines and {MOST_BYTES} bytes."


class BlueprintRequest(Struct, forbid_unknown_fields=True):
    """A leadership blueprint or a course outline, pasted as it is: a thought on each line."""

    text: Annotated[str, Meta(description=_TEXT, min_length=1)]


class ServingBody(Struct):
    """A question that is near to a line; it serves the line when `score` is at or above the threshold."""

    id: str
    version: int
    text: str
    score: float


class BlueprintLineBody(Struct):
    """A line, as it was compared: without bullet, number and marks.

    `kind` is `line`, `heading`, `filler`, or `unclear` when it is too short to tell; `because` says why it
    isn't judged. `verdict` is `served` from three questions on, `thin` with one or two, `bare` without any;
    null for what isn't judged. `stages` has the three nearest questions of each stage, and `missing` the
    stages that have none for the line.
    """

    line: int
    kind: str
    text: str
    because: str
    verdict: str | None
    n_questions: int
    stages: dict[str, list[ServingBody]]
    missing: list[str]


class BlueprintResponse(Struct):
    """What the bank has for a blueprint, in the order of its lines.

    `counts` has the lines by verdict, and those that are `unclear`.
    """

    bank: str
    model: str
    threshold: float
    counts: dict[str, int]
    lines: list[BlueprintLineBody]


def to_blueprint_response(coverage: BlueprintCoverage) -> BlueprintResponse:
    """The response that shows a coverage."""
    counts = {verdict.value: coverage.n_of(verdict) for verdict in Verdict}
    return BlueprintResponse(
        bank=coverage.bank.fingerprint,
        model=coverage.model,
        threshold=coverage.threshold,
        counts={**counts, "unclear": coverage.n_of(None)},
        lines=[_line(coverage.bank, each) for each in coverage.lines],
    )


def _line(bank: QuestionBank, covered: LineCoverage) -> BlueprintLineBody:
    line = covered.line
    return BlueprintLineBody(
        line=line.number,
        kind=line.kind,
        text=line.text,
        because=line.because,
        verdict=covered.verdict,
        n_questions=covered.n_near,
        stages={
            stage: [_serving(bank, serving) for serving in servings]
            for stage, servings in covered.by_stage.items()
        },
        missing=list(covered.missing),
    )


def _serving(bank: QuestionBank, serving: Serving) -> ServingBody:
    question = bank.questions[serving.position]
    return ServingBody(question.id, question.version, question.text, round(serving.score, 3))
