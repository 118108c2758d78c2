"""A coach's panel while somebody speaks: when to read, and when what is found is worth a change.

Pure: times are seconds of a clock that only goes forward, and nothing waits. What is said is held until it
has been read, what is shown until it is replaced; nothing is stored.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from nudge.app.live_ports import Offer, SuggestRequest, SuggestResponse

QUIET = 0.25
"""Seconds without a key before text is read. Chosen: longer than between two keys, too short to be felt."""
LONGEST_WAIT = 1.0
"""Seconds after which text is read though it goes on. Chosen: a transcript that never pauses is read too."""
COOLDOWN = 10.0
"""Seconds between two changes while the speaker goes on. Source: issue 5, point 5."""
BETWEEN_READINGS = 4.0
"""Seconds between two readings while the speaker goes on. Chosen: a new sentence; 200 panels on two cores."""
HALF_LIFE = 20.0
"""Seconds in which what is shown loses half of its worth. Chosen: by then they speak of something else."""
BETTER_BY = 0.05
"""How much better than what is shown something has to be. Chosen: about what one word more changes."""
MOST_ASKED = 20
"""Of what was asked or put aside; the oldest are forgotten. Chosen: more than one question ever gets."""
LONGEST_TEXT = 10_000
"""Characters of an answer so far, of which the last are kept. Chosen: ten minutes of speech."""


@dataclass(frozen=True, slots=True)
class Said:
    """An answer so far.

    Attributes:
        is_final: whether the speaker stopped.
        seq: of the message that it came in; None when it was the speaker's own seat that sent it.
    """

    question: str
    text: str
    is_final: bool = False
    seq: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """A text that is being read; each is itself and no other."""

    said: Said
    request: SuggestRequest


@dataclass(frozen=True, slots=True)
class Panel:
    """What the coach sees. `seq` counts changes; `heard` is the `seq` of the text that it answers."""

    seq: int
    response: SuggestResponse
    heard: int | None
    question: str
    at: float

    def worth(self, question: str, now: float) -> float:
        """How good what is shown still is: nothing for another question, less and less as time goes by."""
        if question != self.question or not self.response.suggestions:
            return 0.0
        best = max(offer.score for offer in self.response.suggestions)
        return best * math.exp2(-max(0.0, now - self.at) / HALF_LIFE)


@dataclass(slots=True, eq=False)
class LiveSession:
    """One coach's panel. Newest text wins, one reading at a time."""

    sessions_done: int = 0
    panel: Panel | None = None
    seq: int = 0
    _said: Said | None = None
    _first_at: float = 0.0
    _last_at: float = 0.0
    _reading: Reading | None = None
    _read_at: float = float("-inf")
    _last_read: tuple[Said, SuggestResponse] | None = None
    _asked: dict[str, str] = field(default_factory=dict)

    def say(self, said: Said, now: float) -> Panel | None:
        """Text came; it takes the place of what hasn't been read yet. Blank text takes it away.

        Returns:
            The new panel when the speaker stopped and this very text was read already.
        """
        said = replace(said, text=said.text[-LONGEST_TEXT:])
        if not said.text.strip():
            self._said = None
            return None
        if said.is_final and (known := self._known(said)) is not None:
            self._said = None
            return self._show(said, known, now)
        self._first_at = now if self._said is None else self._first_at
        self._last_at, self._said = now, said
        return None

    def due_at(self) -> float | None:
        """When the text should be read; None when there is none, or one is being read."""
        if self._said is None or self._reading is not None:
            return None
        if self._said.is_final:
            return self._last_at
        pause = min(self._last_at + QUIET, self._first_at + LONGEST_WAIT)
        shown_at = self.panel.at if self.panel else float("-inf")
        return max(pause, shown_at + COOLDOWN, self._read_at + BETWEEN_READINGS)

    @property
    def is_waiting(self) -> bool:
        """Whether there is text that hasn't been begun to be read."""
        return self._said is not None

    @property
    def is_final(self) -> bool:
        """Whether the speaker stopped after the text that waits: then a coach is waiting for it."""
        return self._said is not None and self._said.is_final

    def begin(self, questions: Mapping[str, str], now: float) -> Reading:
        """Take the text that waits, to be read; `finish` or `give_up` follows. Only when `due_at` has come.

        Args:
            questions: by id, as they were worded.
        """
        assert self._said is not None
        said, self._said, self._read_at = self._said, None, now
        request = SuggestRequest(
            question=questions.get(said.question, ""),
            answer=said.text,
            already_asked=tuple(self._asked.values()),
            sessions_done=self.sessions_done,
        )
        self._reading = Reading(said, request)
        return self._reading

    def give_up(self, reading: Reading) -> None:
        """The text couldn't be read; the next one will be."""
        if reading is self._reading:
            self._reading = None

    def finish(self, reading: Reading, response: SuggestResponse, now: float) -> Panel | None:
        """What was found in the text. The new panel, when it is worth a change.

        It isn't shown when the speaker has stopped meanwhile (what they said in full is read next), nor when
        the sides have changed.
        """
        if reading is not self._reading:
            return None
        self._reading = None
        if self.is_final:
            return None
        self._last_read = (reading.said, response)
        return self._show(reading.said, response, now)

    def ask(self, suggestion: str, text: str = "") -> None:
        """The coach asked it, or put it aside: neither it nor its like comes again.

        Args:
            suggestion: its id.
            text: its wording, for one that isn't on the panel.
        """
        shown = self.panel.response.suggestions if self.panel else ()
        wording = next((offer.text for offer in shown if offer.id == suggestion), text)
        self._asked.pop(suggestion, None)
        self._asked[suggestion] = wording or suggestion
        while len(self._asked) > MOST_ASKED:
            del self._asked[next(iter(self._asked))]
        self._last_read = None
        if self.panel:
            kept = tuple(offer for offer in shown if offer.id != suggestion)
            self.panel = replace(self.panel, response=replace(self.panel.response, suggestions=kept))

    def resume(self, after: int) -> Panel | None:
        """What is shown, for a coach who saw the panels up to `after`; None when it was the last of them.

        A coach who saw later ones (before the service was started again) isn't sent a lower number.
        """
        self.seq = max(self.seq, after)
        return self.panel if self.panel and self.panel.seq > after else None

    def clear(self) -> None:
        """The sides change: forget what was said and shown. What was asked stays asked."""
        self._said = self._last_read = self._reading = self.panel = None

    def _known(self, said: Said) -> SuggestResponse | None:
        if self._last_read is None or self._reading is not None:
            return None
        read, response = self._last_read
        return response if (read.question, read.text) == (said.question, said.text) else None

    def _show(self, said: Said, response: SuggestResponse, now: float) -> Panel | None:
        response = self._without_asked(response)
        if not self._is_worth_it(said, response, now):
            return None
        self.seq += 1
        self.panel = Panel(self.seq, response, said.seq, said.question, now)
        return self.panel

    def _without_asked(self, response: SuggestResponse) -> SuggestResponse:
        """Without what was asked while it was being read."""
        kept = tuple(offer for offer in response.suggestions if offer.id not in self._asked)
        return replace(response, suggestions=kept)

    def _is_worth_it(self, said: Said, response: SuggestResponse, now: float) -> bool:
        if self.panel is None:
            return bool(response.suggestions) or said.is_final
        if _looks(response) == _looks(self.panel.response):
            return False
        if said.is_final:
            return True
        if now < self.panel.at + COOLDOWN or not response.suggestions:
            return False
        best = max(offer.score for offer in response.suggestions)
        return best >= self.panel.worth(said.question, now) + BETTER_BY


def next_up(waiting: Iterable[LiveSession], now: float) -> LiveSession | None:
    """Which panel's text to read next: of those whose speaker stopped, else of all, who has waited longest.

    Chosen: when all took turns, 200 panels on two cores that other programs used too made those wait for six
    seconds who had just stopped. Who goes on speaking doesn't notice, and isn't read more often than there is
    time for.
    """
    due = [(at, one) for one in waiting if (at := one.due_at()) is not None and at <= now]
    return min(due, key=lambda each: (not each[1].is_final, each[0]))[1] if due else None


def _looks(response: SuggestResponse) -> tuple[object, ...]:
    """What of it a coach sees."""
    said: list[tuple[str, str]] = [_words(offer) for offer in response.suggestions]
    return (said, response.tip, response.abstained)


def _words(offer: Offer) -> tuple[str, str]:
    return offer.id, offer.text
