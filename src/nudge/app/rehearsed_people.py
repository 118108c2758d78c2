"""Invented people for a rehearsal: what they write, what they pledge, and how that drifts over a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import TypeVar

from nudge.domain.conversations import Experience, ParticipantBrief
from nudge.domain.notes import Note, Visibility
from nudge.domain.pledges import EarlierPledge, LastPledge, Outcome
from nudge.domain.purposes import PurposeProfile
from nudge.domain.recurrence import MOST_EARLIER
from nudge.domain.rehearsals import N_SESSIONS

T = TypeVar("T")

SILENT_EVERY = 6
"""One in so many writes nothing at all."""
N_CONCERNS = 2
"""Themes that are on somebody's mind in a quarter. Each quarter at least one of them is a new one."""
P_CONCERN = 0.7
"""How often what somebody writes is about one of these, and not about anything else."""
P_DRIFT, P_FOCUS, P_PRIVATE, P_PLEDGE, P_AGAIN = 0.35, 0.6, 0.35, 0.9, 0.1
"""How often the purpose changes with a quarter, a quarter has a focus, a note is kept private, a conversation
ends with a pledge, and that pledge is one that wasn't kept before. Chosen: so that nobody's year is alike."""
N_FRAGMENTS = (0, 1, 1, 2, 2, 2, 3)
"""Pieces of notes after a conversation, each as likely as the others."""
OUTCOMES = (
    *(Outcome.KEPT,) * 10,
    *(Outcome.PARTLY,) * 4,
    *(Outcome.DROPPED,) * 3,
    *(Outcome.CHANGED,) * 2,
    Outcome.NOT_SAID,
)
EXPERIENCES = (True, True, True, False, False, False, False, False, None)
"""Whether somebody is new to leading: three new ones for five experienced ones and one who doesn't say."""


@dataclass(frozen=True, slots=True)
class RehearsalTexts:
    """What invented people may write; by theme where a text is about one."""

    purposes: Sequence[str]
    notes: Mapping[str, Sequence[str]]
    focus: Mapping[str, Sequence[str]]
    pledges: Mapping[str, Sequence[str]]


@dataclass(slots=True)
class _Pledge:
    theme: str
    text: str
    conversation: int
    outcome: Outcome


class RehearsedPerson:
    """One invented person, from conversation to conversation. The same number and seed make the same year.

    Args:
        number: of the person, from 0.
    """

    def __init__(self, number: int, seed: int, texts: RehearsalTexts) -> None:
        self.number = number
        self.asked: list[str] = []
        self._picker = Random(f"{seed}|{number}")
        self._texts = texts
        self._is_silent = number % SILENT_EVERY == SILENT_EVERY - 1
        self._new_manager = self._picker.choice(EXPERIENCES)
        self._purposes: list[str] = []
        self._concerns: list[str] = []
        self._focus: tuple[str, ...] = ()
        self._notes: list[tuple[int, str, Visibility]] = []
        self._pledges: list[_Pledge] = []
        self._written: set[str] = set()

    def drift(self) -> None:
        """A new quarter begins: other things are on the person's mind."""
        pick = self._picker
        if not self._purposes or pick.random() < P_DRIFT:
            self._purposes = [*self._purposes[-1:], pick.choice(self._texts.purposes)]
        kept = pick.sample(self._concerns, pick.randrange(N_CONCERNS)) if self._concerns else []
        others = [theme for theme in self._texts.notes if theme not in kept]
        self._concerns = [*kept, *pick.sample(others, N_CONCERNS - len(kept))]
        wishes = self._texts.focus.get(pick.choice(self._concerns), ())
        self._focus = (pick.choice(wishes),) if wishes and pick.random() < P_FOCUS else ()

    def brief(self, conversation: int) -> ParticipantBrief:
        """What is known before a conversation, as a stored one would have it."""
        ref = f"person-{self.number}"
        experience = Experience(conversation, self._new_manager)
        asked = tuple(self.asked)
        if self._is_silent:
            return ParticipantBrief(ref, experience=experience, asked_before=asked)
        pledges = self._said_before(conversation)
        return ParticipantBrief(
            ref,
            purpose=PurposeProfile(" ".join(self._purposes)),
            experience=experience,
            focus=self._focus,
            notes=tuple(self._note(n, *note, conversation) for n, note in enumerate(self._notes, start=1)),
            last_pledge=LastPledge(pledges[0].text, pledges[0].outcome) if pledges else None,
            asked_before=asked,
            earlier_pledges=tuple(
                EarlierPledge(one.text, one.outcome) for one in pledges[1 : MOST_EARLIER + 1]
            ),
        )

    def live_through(self, conversation: int) -> None:
        """Write notes and make a pledge, of which the person says in the next conversation what became."""
        pick = self._picker
        written = [self._piece() for _ in range(pick.choice(N_FRAGMENTS))]
        private = [written.pop()] if written and pick.random() < P_PRIVATE else []
        for pieces, visibility in ((written, Visibility.SHARED), (private, Visibility.PRIVATE)):
            if pieces:
                self._notes.append((conversation, "\n".join(pieces), visibility))
        if pick.random() < P_PLEDGE:
            self._pledges.append(self._pledge(conversation))

    def _piece(self) -> str:
        """Something not written before, mostly about what is on the person's mind."""
        fresh = {
            theme: [text for text in texts if text not in self._written]
            for theme, texts in self._texts.notes.items()
        }
        near = [theme for theme in self._concerns if fresh[theme]]
        themes = near if near and self._picker.random() < P_CONCERN else [t for t in fresh if fresh[t]]
        theme = self._picker.choice(themes or self._concerns)
        text = self._picker.choice(fresh[theme] or self._texts.notes[theme])
        self._written.add(text)
        return text

    def _pledge(self, conversation: int) -> _Pledge:
        pick = self._picker
        unkept = [one for one in self._pledges if one.outcome is not Outcome.KEPT]
        outcome = pick.choice(OUTCOMES)
        if unkept and pick.random() < P_AGAIN:
            again = pick.choice(unkept)
            return _Pledge(again.theme, again.text, conversation, outcome)
        pool = self._texts.pledges
        theme = pick.choice([theme for theme in self._concerns if theme in pool] or list(pool))
        return _Pledge(theme, pick.choice(pool[theme]), conversation, outcome)

    def _said_before(self, conversation: int) -> list[_Pledge]:
        """The newest first: those of the present pair, and before its first conversation all others."""
        first = conversation - conversation % N_SESSIONS
        may = [one for one in self._pledges if one.conversation >= first or conversation == first]
        return may[::-1]

    def _note(self, n: int, written_in: int, text: str, visibility: Visibility, conversation: int) -> Note:
        """Shared only with the pair in which it was written; numbers count down over earlier partners."""
        first = conversation - conversation % N_SESSIONS
        towards = visibility if written_in >= first else Visibility.PRIVATE
        return Note(f"note:{n}", text, written_in - first + 1, towards)


def pairs_of(people: Sequence[T], quarter: int) -> list[tuple[T, T]]:
    """Who meets whom in a quarter: an even number of people, in as many quarters less one nobody twice.

    >>> [pairs_of("abcd", quarter) for quarter in (0, 1)]
    [[('a', 'd'), ('b', 'c')], [('a', 'c'), ('d', 'b')]]
    """
    turned = [people[0], *(people[1 + (n - quarter) % (len(people) - 1)] for n in range(len(people) - 1))]
    half = len(turned) // 2
    return list(zip(turned[:half], turned[: half - 1 : -1], strict=True))
