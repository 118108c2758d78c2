"""Why a set isn't what it was: for replays of earlier answers, and for comparing two versions of a bank."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from nudge.app.once_reader import OnceReader
from nudge.app.ports import Reader, Renderer
from nudge.app.question_sets import QuestionSets
from nudge.app.translations import leanings_for
from nudge.domain.bank_changes import Cause, Change, EntryChange, Swap, cause_of, changes_between, decisive
from nudge.domain.conversations import (
    AskedQuestion,
    Brief,
    ParticipantBrief,
    ParticipantReading,
    PreparedConversation,
)
from nudge.domain.curations import Curation
from nudge.domain.eligibility import eligible
from nudge.domain.fit import FitPolicy, FitScorer
from nudge.domain.questions import Stage


@dataclass(frozen=True, slots=True)
class AskedThen:
    """One question of an earlier set."""

    stage: str
    id: str
    version: int
    text: str


@dataclass(frozen=True, slots=True)
class SetThen:
    """What one participant was asked earlier."""

    ref: str
    questions: tuple[AskedThen, ...]


class SetChanges:
    """Prepares a conversation now, and says how it differs from what was prepared earlier, and why.

    Args:
        before: the bank of the earlier one, where it is known: then it can be said what is new in the bank.
    """

    def __init__(
        self, now: Curation, reader: Reader, renderer: Renderer, *, before: Curation | None = None
    ) -> None:
        self._now = now
        self._reader = OnceReader(reader)
        self._fit_policy = FitPolicy()
        self._sets = QuestionSets(now, self._reader, renderer, fit_policy=self._fit_policy)
        self._known = None if before is None else set(before.bank.positions)
        self._changed: dict[str, set[Change]] = {}
        for change in changes_between(before.bank, now.bank) if before else ():
            self._changed.setdefault(change.id, set()).add(change.change)

    def prepare(self, brief: Brief) -> PreparedConversation:
        """The sets as they are now."""
        return self._sets.prepare(brief)

    def swaps(self, brief: Brief, then: Sequence[SetThen], now: PreparedConversation) -> tuple[Swap, ...]:
        """What differs, in the order of the sets. Without models it can only be compared, not weighed."""
        readings: Sequence[ParticipantReading | None] = [None] * len(brief.participants)
        if now.replay.models:
            readings = self._reader.read(brief, self._now.bank)
        earlier = {each.ref: each.questions for each in then}
        return tuple(
            swap
            for participant, reading, own in zip(brief.participants, readings, now.sets, strict=True)
            for swap in self._in_set(
                _Weighing(self._now, brief, participant, reading, self._fit_policy),
                earlier.get(own.ref, ()),
                [asked_then(one) for one in own.questions],
            )
        )

    def _in_set(
        self, weighing: _Weighing, then: Sequence[AskedThen], now: Sequence[AskedThen]
    ) -> Iterator[Swap]:
        for was, present in zip(then, now, strict=False):
            if (was.id, was.text) == (present.id, present.text):
                continue
            if was.id == present.id:
                reworded = was.version != present.version
                reworded = reworded or Change.REWORDED in self._changed.get(was.id, ())
                cause = Cause.REWORDED if reworded else Cause.OWN_WORDS
                yield Swap(weighing.ref, present.stage, was.id, present.id, cause, {})
            else:
                yield weighing.swap(was, present, self._known, self._changed)


class _Weighing:
    """Weighs the questions of one participant with the bank as it is now."""

    def __init__(
        self,
        curation: Curation,
        brief: Brief,
        participant: ParticipantBrief,
        reading: ParticipantReading | None,
        policy: FitPolicy,
    ) -> None:
        self.ref = participant.ref
        self._bank = curation.bank
        self._brief = brief
        self._participant = participant
        self._is_read = reading is not None
        self._reading = reading or ParticipantReading()
        self._scorer = FitScorer(
            curation.bank, brief, participant, self._reading, policy, leanings_for(curation, participant)
        )

    def swap(
        self,
        was: AskedThen,
        now: AskedThen,
        known: Collection[str] | None,
        changed: Mapping[str, Collection[Change]],
    ) -> Swap:
        """Why the present question stands where the earlier one stood."""
        if not self._is_read:
            return Swap(self.ref, now.stage, was.id, now.id, Cause.FIXED, {})
        positions = self._bank.positions
        fit = self._scorer.score(positions[now.id])
        earlier = self._scorer.score(positions[was.id]) if was.id in positions else None
        cause = cause_of(
            earlier,
            fit,
            may_be_asked=self._may_be_asked(was),
            is_new=known is not None and now.id not in known,
            changed={*changed.get(was.id, ()), *changed.get(now.id, ())},
        )
        return Swap(self.ref, now.stage, was.id, now.id, cause, decisive(earlier, fit) if earlier else {})

    def _may_be_asked(self, was: AskedThen) -> bool:
        may = eligible(self._bank, self._brief, self._participant, self._reading)
        return self._bank.positions.get(was.id) in may.by_stage[Stage(was.stage)]


class BankDiffs:
    """The use case: the same briefs with two versions of a bank."""

    def __init__(self, old: Curation, new: Curation, reader: Reader, renderer: Renderer) -> None:
        self._old, self._new = old, new
        self._before = QuestionSets(old, reader, renderer)
        self._changes = SetChanges(new, reader, renderer, before=old)

    def entries(self) -> tuple[EntryChange, ...]:
        """What changed in the bank."""
        return changes_between(self._old.bank, self._new.bank)

    def swaps(self, brief: Brief) -> tuple[Swap, ...]:
        """What changes in the sets of one conversation, and why."""
        return self._changes.swaps(brief, sets_of(self._before.prepare(brief)), self._changes.prepare(brief))


def sets_of(prepared: PreparedConversation) -> tuple[SetThen, ...]:
    """What everybody was asked in a conversation."""
    return tuple(SetThen(one.ref, tuple(map(asked_then, one.questions))) for one in prepared.sets)


def asked_then(asked: AskedQuestion) -> AskedThen:
    """A question as it was asked."""
    return AskedThen(asked.stage, asked.worded.id, asked.worded.version, asked.worded.text)
