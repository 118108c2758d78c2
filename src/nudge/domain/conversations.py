"""What is known before a conversation, and what is said in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from nudge.domain.notes import Memory, Note, VisibleTo
from nudge.domain.pledges import EarlierPledge, LastPledge, SaidBack
from nudge.domain.purposes import DriverReading, PurposeProfile
from nudge.domain.questions import Format
from nudge.domain.translations import ORIGINAL


@dataclass(frozen=True, slots=True)
class Experience:
    """How long somebody has been doing this. `new_manager` is None when nobody said."""

    sessions_done: int = 0
    new_manager: bool | None = None


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Something the organisation wants heard this week: a line of its blueprint or course."""

    text: str
    source: str = "blueprint"


@dataclass(frozen=True, slots=True)
class ParticipantBrief:
    """What is known about one participant before the conversation.

    `earlier_pledges` are from before the last one, newest first; they are only compared with it.
    """

    ref: str
    locale: str = "en"
    purpose: PurposeProfile = field(default_factory=PurposeProfile)
    experience: Experience = field(default_factory=Experience)
    focus: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    last_pledge: LastPledge | None = None
    asked_before: tuple[str, ...] = ()
    earlier_pledges: tuple[EarlierPledge, ...] = ()


@dataclass(frozen=True, slots=True)
class Brief:
    """What is known before a conversation: who meets, in which format, for which time."""

    participants: tuple[ParticipantBrief, ...]
    format: Format = Format.PAIR
    session_number: int = 1
    seed: int = 0
    emphasis: tuple[Emphasis, ...] = ()


@dataclass(frozen=True, slots=True)
class Trace:
    """A text of the brief that questions are compared with; `quote` is None when it isn't fit to show."""

    text: str
    source: str
    visible_to: VisibleTo
    quote: str | None = None


@dataclass(frozen=True, slots=True)
class Affinity:
    """How near each question of the bank is to what one participant said, for one kind of text.

    Attributes:
        kind: "purpose", "note", "pledge", "focus" or "emphasis".
        scores: one per question of the bank, by position, in [0, 1]; 0 is no nearer than the average one.
        best: for each question the position in `traces` of the text that it is nearest to.
        traces: the texts.
    """

    kind: str
    scores: tuple[float, ...] | list[float]
    best: tuple[int, ...] | list[int]
    traces: tuple[Trace, ...]


@dataclass(frozen=True, slots=True)
class ParticipantReading:
    """What language technology read out of one participant's brief.

    `comes_back` is whether the last pledge says the same as an earlier one that wasn't kept. That is for its
    author alone.
    """

    drivers: tuple[DriverReading, ...] = ()
    memory: Memory = field(default_factory=Memory)
    affinities: tuple[Affinity, ...] = ()
    focus_themes: tuple[str, ...] = ()
    said_back: SaidBack | None = None
    comes_back: bool = False


@dataclass(frozen=True, slots=True)
class Why:
    """One reason for a question. `kind` as in the interface; `quote` only of words the viewer may see."""

    kind: str
    text: str
    visible_to: VisibleTo = VisibleTo.PAIR
    quote: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """A question in the language of one reader; `is_fallback` when their own is missing."""

    text: str
    language: str = ORIGINAL
    is_fallback: bool = False


@dataclass(frozen=True, slots=True)
class WordedQuestion:
    """A question as it will be read aloud.

    Attributes:
        language: of the text.
        is_fallback: whether the language of who is asked was missing.
        texts: the same question by the locale of everybody in the conversation, where these differ.
    """

    id: str
    version: int
    text: str
    language: str = ORIGINAL
    is_fallback: bool = False
    texts: Mapping[str, Said] = field(default_factory=dict)

    def read_by(self, locale: str) -> WordedQuestion:
        """The question as somebody reads it who was in the conversation with this locale."""
        said = self.texts.get(locale)
        if said is None:
            return self
        return WordedQuestion(self.id, self.version, said.text, said.language, said.is_fallback, self.texts)


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One of the four questions of a set, with its reasons and two alternatives."""

    stage: str
    depth: int
    worded: WordedQuestion
    why: tuple[Why, ...]
    alternatives: tuple[WordedQuestion, ...]


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """What one participant is asked in a conversation: the check-in, then four questions."""

    ref: str
    drivers: tuple[DriverReading, ...]
    check_in: WordedQuestion
    check_in_visible_to: VisibleTo
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """Everything that is needed to get the same sets again.

    `leanings` is the digest of what the choice leant towards, None when it leant towards nothing.
    """

    bank: str
    models: tuple[tuple[str, str], ...]
    policy: str
    seed: int
    leanings: str | None = None


@dataclass(frozen=True, slots=True)
class PreparedConversation:
    """The sets of everybody in a conversation. `degraded` says why it is the fixed set, else None."""

    sets: tuple[QuestionSet, ...]
    replay: Replay
    degraded: str | None = None
