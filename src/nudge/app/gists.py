"""Gists: what planning and wording a nudge need of a pledge, read once, when it is made or changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from nudge.app.ports import PledgeReader
from nudge.app.specificity import PledgeScores, PledgeToScore
from nudge.domain.calendar_days import Weekdays
from nudge.domain.nudges import NamedTime, PledgeGist
from nudge.domain.specificity import BLANK, PledgeReading
from nudge.domain.timing import Role, Situation, named_times

MOST_NAMED = 8
"""Moments of a pledge that are kept. Chosen: more than anybody names."""


class Gists:
    """Reads gists. The score that decides is in none of them. Models run here: keep it out of transactions.

    Args:
        scores: asks for the missing piece.
        reader: reads how specific a pledge is and when it says it will be.
    """

    def __init__(self, scores: PledgeScores, reader: PledgeReader) -> None:
        self._scores = scores
        self._reader = reader

    def read(
        self,
        text: str,
        *,
        clear_from: float,
        now: datetime,
        time_zone: str | None,
        next_session_at: datetime | None = None,
        score: float | None = None,
    ) -> PledgeGist:
        """The gist of a pledge.

        Args:
            clear_from: score in [0, 1] from which it needs no sharpening.
            now: aware; "Friday" is seen from here.
            time_zone: IANA name of the author's zone; without one no moment is named.
            score: how specific it is, where the caller knows already.

        Raises:
            Invalid: `time-zone-unknown`.
        """
        [reading] = self._reader.assess([text]) if text.strip() else [PledgeReading(BLANK)]
        specificity = reading.specificity
        is_clear = (specificity.score if score is None else score) >= clear_from
        return PledgeGist(
            kind=specificity.kind,
            is_clear=is_clear,
            ask=None if is_clear else self._ask(text),
            said=self._reader.say_back(text),
            named=tuple(_named(reading, now, time_zone, next_session_at)) if time_zone else (),
        )

    def _ask(self, text: str) -> str | None:
        [scored] = self._scores.score([PledgeToScore(text)])
        return scored.missing.question if scored.missing else None


def _named(
    reading: PledgeReading, now: datetime, time_zone: str, next_session_at: datetime | None
) -> Iterator[NamedTime]:
    """The moments that the words name, on the wall of the person, each once."""
    seen: set[NamedTime] = set()
    for meaning, instant in named_times(reading.times, Situation(now, time_zone, next_session_at)):
        is_recurring = meaning.role is Role.REPEATED
        weekdays = frozenset(meaning.day.days) if isinstance(meaning.day, Weekdays) else frozenset()
        at = instant.timetz().replace(tzinfo=None) if meaning.clock or meaning.elapsed else None
        named = NamedTime(
            instant.date(),
            at,
            is_recurring,
            weekdays if is_recurring else frozenset(),
            is_deadline=meaning.role is Role.DEADLINE,
        )
        if named not in seen and len(seen) < MOST_NAMED:
            seen.add(named)
            yield named
