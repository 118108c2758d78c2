"""Dry runs: every nudge that a pledge would earn, and every one that it wouldn't. Nothing is stored."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from nudge.app.gists import Gists
from nudge.app.nudge_plans import HOLIDAYS_AHEAD, lots_of
from nudge.app.nudge_ports import Holidays
from nudge.app.nudge_words import NudgeWords, Worded
from nudge.domain.nudge_plans import plan
from nudge.domain.nudge_policies import NudgePolicy, NudgePreferences, Programme
from nudge.domain.nudge_requests import PlanRequest, PledgeToPlan, zone_for
from nudge.domain.nudges import Decision, PlannedNudge, PledgeGist
from nudge.domain.wall_clock import zone_of

USUAL_COURIER = "email"
"""The way to a person of whom nobody says another. Chosen: everybody has it."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A pledge, its author, and when.

    Attributes:
        ref: of the person, as the caller knows them.
        score: how specific it is, in [0, 1]; None to read it.
        now: aware.
        made_at: when it was made; None for now.
        days: local days to look ahead, today not counted.
        locale: of the person, in whose language the words are.
    """

    text: str
    ref: str
    now: datetime
    person: NudgePreferences = field(default_factory=NudgePreferences)
    due_at: datetime | None = None
    score: float | None = None
    made_at: datetime | None = None
    next_session_at: datetime | None = None
    days: int = 14
    locale: str = "en"


@dataclass(frozen=True, slots=True)
class PreviewedNudge:
    """A decision with its words.

    Attributes:
        worded: as it would be sent; None for what isn't.
        with_words: the text with the pledge's own words, as it is for who asks for them.
    """

    planned: PlannedNudge
    worded: Worded | None = None
    with_words: str | None = None


@dataclass(frozen=True, slots=True)
class PreviewedPlan:
    """The dry run of one pledge, sends and skips in the order of time, those without a time last."""

    ref: str
    time_zone: str
    policy: str
    gist: PledgeGist
    now: datetime
    nudges: Sequence[PreviewedNudge]


class NudgePreviews:
    """What `POST /v1/nudges/plan` and `nudge plan-nudges` do.

    Args:
        policy: by which everything is planned where the caller has no programme.
    """

    def __init__(self, gists: Gists, words: NudgeWords, holidays: Holidays, policy: NudgePolicy) -> None:
        self._gists = gists
        self._words = words
        self._holidays = holidays
        self._policy = policy

    def preview(self, asked: Preview, programme: Programme | None = None) -> PreviewedPlan:
        """Plan a pledge and word its nudges.

        Raises:
            Invalid: `time-zone-missing`, `time-zone-unknown`, `region-unknown`.
        """
        programme = programme or Programme("", self._policy)
        now = asked.now
        zone = zone_for(asked.person, programme)
        gist = self._gists.read(
            asked.text,
            clear_from=programme.policy.clear_from,
            now=asked.made_at or now,
            time_zone=zone,
            next_session_at=asked.next_session_at,
            score=asked.score,
        )
        planned = plan(self._request(asked, programme, gist, now, zone))
        worded = tuple(self._worded(asked, gist, planned))
        return PreviewedPlan(asked.ref, zone, programme.policy.version, gist, now, worded)

    def _request(
        self, asked: Preview, programme: Programme, gist: PledgeGist, now: datetime, zone: str
    ) -> PlanRequest:
        person = asked.person
        free = (
            self._holidays.between(
                person.holidays, (now - timedelta(days=1)).date(), (now + HOLIDAYS_AHEAD).date()
            )
            if person.holidays
            else frozenset()
        )
        key = f"{asked.ref}|{asked.text}"
        return PlanRequest(
            pledge=PledgeToPlan(id=key, created_at=asked.made_at or now, due_at=asked.due_at, zone=zone),
            programme=programme,
            now=now,
            gist=gist,
            person=person,
            free_days=free,
            next_session_at=asked.next_session_at,
            last_day=now.astimezone(zone_of(zone)).date() + timedelta(asked.days),
            draw=lots_of(key, programme.policy.version),
            courier=next(iter(person.couriers or programme.couriers), USUAL_COURIER),
        )

    def _worded(
        self, asked: Preview, gist: PledgeGist, planned: Sequence[PlannedNudge]
    ) -> Iterator[PreviewedNudge]:
        recent: list[str] = []
        for one in planned:
            if one.decision is not Decision.SEND:
                yield PreviewedNudge(one)
                continue
            template = self._words.choose(one.moment, gist, asked.person, recent=recent, key=asked.text)
            recent.append(template)
            yield PreviewedNudge(
                one,
                self._words.worded(template, gist, shows_words=asked.person.shows_words, locale=asked.locale),
                self._words.worded(template, gist, shows_words=True, locale=asked.locale).text,
            )
