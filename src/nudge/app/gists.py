"""Gists: what planning and wording a nudge need of a pledge, read once, when it is made or changed."""

from __future__ import annotations

from datetime import datetime

from nudge.app.ports import PledgeReader
from nudge.app.specificity import PledgeScores, PledgeToScore
from nudge.domain.named_days import named_in
from nudge.domain.nudges import PledgeGist
from nudge.domain.specificity import BLANK, PledgeReading
from nudge.domain.timing import Situation


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
            named=named_in(text, reading.times, Situation(now, time_zone, next_session_at))
            if time_zone
            else (),
            zone=time_zone or "",
        )

    def _ask(self, text: str) -> str | None:
        [scored] = self._scores.score([PledgeToScore(text)])
        return scored.missing.question if scored.missing else None
