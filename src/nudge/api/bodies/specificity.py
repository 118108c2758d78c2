"""The JSON of `POST /v1/pledges/score` and `nudge score-pledge`."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct

from nudge.api.bodies.conversations import Moment, Zone, to_moment
from nudge.api.bodies.question_sets import Text
from nudge.app.specificity import MissingPiece, PledgeToScore, ScoredPledge
from nudge.domain.specificity import Facet, FacetReading, PledgeKind, Specificity
from nudge.domain.timing import Due
from nudge.domain.wall_clock import zone_of

N_DECIMALS = 4


class ScoreRequest(Struct, forbid_unknown_fields=True):
    """A pledge, and where it was said.

    An empty `text` is fine: somebody begins to type. `now` is the server's time when left out; the same `now`
    gives the same response. Without `time_zone`, the IANA name of the author's zone, there is no `due`.
    """

    text: Text
    now: Moment | None = None
    time_zone: Zone | None = None
    next_session_at: Moment | None = None


class SpanBody(Struct):
    """Words of the text: half-open, in Unicode code points."""

    start: int
    end: int
    text: str


class FacetBody(Struct):
    """How clear one facet is: 0, 1 or 2, what that adds to `overall`, and the words that earned it."""

    level: int
    points: float
    evidence: list[SpanBody]


class FacetsBody(Struct):
    """The six facets."""

    action: FacetBody
    when: FacetBody
    measure: FacetBody
    context: FacetBody
    ownership: FacetBody
    commitment: FacetBody


class MissingBody(Struct):
    """The one question to ask; `id` and `version` are those of its wording in the bank."""

    facet: Facet
    question: str
    id: str
    version: int


class DueBody(Struct):
    """When the words say that it is due. A suggestion: the author confirms it.

    `at` is the likeliest of `candidates`, and null for a cue without a date, such as "after stand-up".
    """

    text: str
    at: datetime | None
    ambiguous: bool
    candidates: list[datetime]


class ScoreReplayBody(Struct):
    """Everything needed to get the same score again."""

    bank: str
    models: dict[str, str]


class ScoreResponse(Struct):
    """How clear the pledge is, for its author alone: show it to nobody else, and store it nowhere.

    `overall` is `start` and the points of the facets. `missing` is null when there is nothing to ask, `due`
    when nothing is said. `degraded` says why it was read by rules alone.
    """

    score: float
    overall: float
    is_pledge: bool
    pledge_probability: float
    intent_probability: float
    n_actions: int
    kind: PledgeKind
    facets: FacetsBody
    flags: list[str]
    missing: MissingBody | None
    due: DueBody | None
    start: float
    replay: ScoreReplayBody
    degraded: str | None


def to_pledge(request: ScoreRequest) -> PledgeToScore:
    """The pledge that a request describes.

    Raises:
        Invalid: `time-zone-unknown` with the nearest spelling; as `to_moment`.
    """
    if request.time_zone is not None:
        zone_of(request.time_zone)
    return PledgeToScore(
        request.text,
        to_moment(request.now),
        request.time_zone,
        to_moment(request.next_session_at),
    )


def to_score_response(scored: ScoredPledge) -> ScoreResponse:
    """The response that shows a scored pledge."""
    specificity = scored.specificity
    return ScoreResponse(
        score=round(specificity.score, N_DECIMALS),
        overall=specificity.overall,
        is_pledge=specificity.is_pledge,
        pledge_probability=specificity.pledge_probability,
        intent_probability=specificity.intent_probability,
        n_actions=specificity.n_actions,
        kind=specificity.kind,
        facets=_facets(specificity),
        flags=list(scored.flags),
        missing=_missing(scored.missing),
        due=_due(scored.due),
        start=specificity.start,
        replay=ScoreReplayBody(scored.bank, dict(sorted(scored.models.items()))),
        degraded=scored.degraded,
    )


def _facets(specificity: Specificity) -> FacetsBody:
    return FacetsBody(**{facet.value: _facet(specificity.facets[facet]) for facet in Facet})


def _facet(reading: FacetReading) -> FacetBody:
    evidence = [SpanBody(span.start, span.end, span.text) for span in reading.evidence]
    return FacetBody(reading.level, reading.points, evidence)


def _missing(missing: MissingPiece | None) -> MissingBody | None:
    return MissingBody(missing.facet, missing.question, missing.id, missing.version) if missing else None


def _due(due: Due | None) -> DueBody | None:
    return DueBody(due.text, due.at, due.ambiguous, list(due.candidates)) if due else None
