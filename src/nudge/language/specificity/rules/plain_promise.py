"""Whether a pledge is one, and of which sort, as far as words alone tell: for scoring without a parser."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from nudge.domain.specificity import PledgeKind
from nudge.domain.timing import Role, TimePhrase
from nudge.language.pledges.verbs import is_base, words
from nudge.language.specificity.rules.plain_act import PlainAct, Word, plain_act
from nudge.language.specificity.stripping import Stripped
from nudge.language.times.telling import PASTS

SOFT = words("try plan think must should want hope probably hopefully if-possible no-promise or-something")
"""Cues of a promise with a hedge."""
SAID = words("firm vow vowed label") | SOFT
"""Cues of any promise."""
NONE_PROMISED = words("joke refusal")
NOTICES = words("watch count listen")
WAITS = words("wait pause postpone defer sit hold leave")
NEAR = 30
"""Characters from the beginning in which a refusal is one of all that is said. Chosen: as `FAR`."""
FAR = 60
"""Characters from the beginning in which a report shows. Chosen: later comes a clause of its own."""
SHORT = 5
"""Words below which anything may be a note to oneself: "smaller reports"."""

_UNTIL = re.compile(r"\b(?:until|till|til|before)\b", re.IGNORECASE)
_ROUTINE = re.compile(
    r"^(?:I will )?(?:no|stop|quit|never)\b|\b(?:always|every time|never|every)\b", re.IGNORECASE
)
_MOCKS = re.compile(r"^(?:sure|aye right|oh|yes|yeah|of course)\b.*[\"“]", re.IGNORECASE)
_PUBLIC = re.compile(
    r"\b(?:(?:big|special) offer|discount|subscribe|link in bio|dm (?:me|us|to)|message us"
    r"|out of (?:the )?(?:office|town)|(?:on|annual) leave)\b",
    re.IGNORECASE,
)
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)
_STILL = re.compile(r"\b(?:only|just|merely|simply|observing|watching)\b", re.IGNORECASE)
_NOTHING = re.compile(
    r"\b(?:do|say|decide|write|change)\s+(?:\w+\s+)?nothing\b|\bnothing about\b", re.IGNORECASE
)
MORE = re.compile(
    r"\b(?:more|better|less|fewer|mair|(?:hard|strict|calm|kind|nice|slow|earli|soon|healthi|fit|strong|clear"
    r"|quick|fast|soft|tough|brave|firm|fair|small|big|great|furth|loud|quiet|light|happi|close|smart|sharp"
    r"|tidi)t?er)\b(?!\s+than\b)",
    re.IGNORECASE,
)
"""A direction rather than an act: "more calls", "kinder"."""
_TO_COME = re.compile(
    r"\b(?:will|shall|should|must|ought|gonna|going to|needs? to|supposed to|'ll|gets?|takes)\b"
    r"|\b(?:to|tae) \w+"
    r"|\b(?:is|are) \w+ing\b",
    re.IGNORECASE,
)
_QUESTION = re.compile(
    r"^\W*(?:how|why|are|do|does|did|is|can|could|would|who|has|have|promise|pledge)\b[^.]*\?", re.IGNORECASE
)
_PAST = re.compile(
    r"^(?!need|feed|speed|exceed|proceed|succeed|embed|shed|bed|red|fed|led|med|ted|hundred|wed|ahead|instead)"
    r"(?:\w{2,}(?<!e)ed|got|went|said|told|made|felt|found|saw|had|lost|won|bought|paid|sent|thought|been|left)$"
)
_ASKS = re.compile(
    r"\b(?:please|pls|plz|(?:can|could|would|will) y\S*|let me know|let us|let's|are you free|would all)\b"
    r"|^\W*(?:kindly\b|(?:\w+\W+){0,2}(?:send|give|bring|drop|forward|get|call|tell|show|check)\s+"
    r"(?:me|us|your)\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PlainPledge:
    """A pledge that was taken apart, and what its words say about it as a whole."""

    stripped: Stripped
    times: Sequence[TimePhrase]

    @cached_property
    def act(self) -> PlainAct:
        """The bare act, read without a parser."""
        return plain_act(self.stripped.act)

    @cached_property
    def cues(self) -> frozenset[str]:
        """The names of its cues."""
        return frozenset(cue.name for cue in self.stripped.cues)

    @property
    def verb(self) -> Word | None:
        """The head of the first act."""
        return self.act.verbs[0] if self.act.verbs else None

    @property
    def is_counted(self) -> bool:
        """Whether it says how many or how much."""
        return not self.cues.isdisjoint(("exact", "amount"))

    @cached_property
    def is_pledge(self) -> bool:
        """Whether something is promised or sincerely wished."""
        if not self.act.words or self.is_advert or self.is_request or self._is_no_promise():
            return False
        if self.act.who == "other":
            return bool(self.cues & {"wish", *SOFT}) or _TO_COME.search(self.stripped.text) is not None
        return bool(self.act.who or self.cues & SAID or self.is_counted) or self._is_note_to_oneself()

    @property
    def is_advert(self) -> bool:
        """Whether it is for the public."""
        return _LINK.search(self.stripped.text) is not None or _PUBLIC.search(self.stripped.text) is not None

    @property
    def is_request(self) -> bool:
        """Whether it asks somebody else for something."""
        return _ASKS.search(self.act.text) is not None

    @cached_property
    def kind(self) -> PledgeKind:
        """What sort of promise it would be."""
        text, verb = self.stripped.text, self.verb
        until = any(phrase.meaning.role is Role.UNTIL for phrase in self.times) or _UNTIL.search(text)
        if _NOTHING.search(text) or (until and (self.act.stops or (verb and verb.base in WAITS))):
            return PledgeKind.WAIT
        notices = verb and (
            verb.base in ("notice", "observe") or (verb.base in NOTICES and _STILL.search(text))
        )
        if notices:
            return PledgeKind.NOTICE
        recurs = any(phrase.is_recurring for phrase in self.times) or _ROUTINE.search(self.act.text)
        return PledgeKind.HABIT if recurs else PledgeKind.ACT

    def _is_no_promise(self) -> bool:
        """Whether it is a question, a report, mockery, or begins with a joke or a refusal."""
        text = self.stripped.text.strip()
        is_asked = text.endswith("?") or ("?" in text and _QUESTION.search(text) is not None)
        refused = any(cue.name in NONE_PROMISED and cue.span.start < NEAR for cue in self.stripped.cues)
        return is_asked or refused or self._is_told() or _MOCKS.search(text) is not None

    def _is_told(self) -> bool:
        """Whether it reports what has been: a verb of the past comes before any verb of an act."""
        if self.cues & {"firm", "vow", "label", *SOFT} or self.act.stops:
            return False
        told = (word.start for word in self.act.words if word.lower in PASTS or _PAST.search(word.lower))
        verb = self.verb
        opens = verb is not None and (is_base(verb.lower) or verb in self.act.words[:2])
        return next(told, FAR) < min(verb.start if verb and opens else FAR, FAR)

    def _is_note_to_oneself(self) -> bool:
        """Whether nobody is named, and it reads as a note all the same: "ring Ana", "less sugar"."""
        opens = self.verb is not None and self.verb in self.act.words[:2]
        said = self.act.stops or self.times or MORE.search(self.act.text)
        return opens or bool(said) or len(self.act.words) < SHORT
