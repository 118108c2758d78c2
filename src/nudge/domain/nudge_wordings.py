"""What nudges say: wordings by moment, kind of pledge and tone, and which of them comes next."""

from __future__ import annotations

import hashlib
import re
from calendar import day_name
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nudge.domain.nudge_policies import Moment, Tone
from nudge.domain.nudges import PledgeGist
from nudge.domain.specificity import PledgeKind

SLOTS_OF = {Moment.SHARPEN: ("ask_pledge", "ask_quote")}
"""The wordings with own words that a moment needs; all others have `pledge` and `quote`."""
SLOTS = ("pledge", "quote")

REMEMBERED = 12
"""So many of somebody's last nudges keep their wording from coming again. Chosen: six weeks of nudges."""


@dataclass(frozen=True, slots=True)
class NudgeWording:
    """One way of saying a nudge.

    Attributes:
        id: stable, `<moment>.<slug>`; never reused.
        subject: of a mail; says nothing about the pledge.
        text: for who didn't ask to see their own words; says nothing about the pledge.
        why: why the nudge comes at this moment.
        with_slot: the text with own words, by what is filled in: `pledge` or `quote`, for the moment
            `sharpen` `ask_pledge` or `ask_quote`.
    """

    id: str
    version: int
    moment: Moment
    kinds: frozenset[PledgeKind]
    tone: Tone
    subject: str
    text: str
    why: str
    with_slot: Mapping[str, str]

    @property
    def template(self) -> str:
        """Id and version, as the ledger keeps it.

        >>> kinds = frozenset({PledgeKind.ACT})
        >>> NudgeWording("eve.near", 2, Moment.EVE, kinds, Tone.PLAIN, "s", "t", "w", {}).template
        'eve.near.v2'
        """
        return f"{self.id}.v{self.version}"


def next_wording(
    wordings: Iterable[NudgeWording],
    moment: Moment,
    kind: PledgeKind,
    tone: Tone,
    *,
    recent: Sequence[str],
    key: str,
) -> NudgeWording | None:
    """The wording that the person hasn't read for the longest time; the same for the same arguments.

    Args:
        recent: templates of the person's last nudges, oldest first; their subjects are avoided too where
            there is a choice.
        key: settles between equals, such as the id of the pledge.
    """
    known = list(wordings)
    fitting = [one for one in known if one.moment is moment and kind in one.kinds]
    in_tone = [one for one in fitting if one.tone is tone] or fitting
    last = {template: place for place, template in enumerate(recent[-REMEMBERED:])}
    subjects = {one.subject: last[one.template] for one in known if one.template in last}

    def rank(wording: NudgeWording) -> tuple[int, int, str]:
        lot = hashlib.sha256(f"{key}|{wording.template}".encode()).hexdigest()
        return last.get(wording.template, -1), subjects.get(wording.subject, -1), lot

    return min(in_tone, key=rank, default=None)


_DAY_OR_PART = "morning|afternoon|evening|week|weekend|month|time|one|" + "|".join(map(str.lower, day_name))
_RELATIVE = re.compile(
    rf"\b(?:today|tonight|tomorrow|yesterday|now|(?:this|next|coming) (?:{_DAY_OR_PART})"
    r"|in (?:an?|half an|\w+) (?:minute|hour|day|week|month)s?)\b",
    re.IGNORECASE,
)
"""Times that mean something else when they are read later: such words are only given back as a quotation."""


def own_words(gist: PledgeGist, wording: NudgeWording) -> tuple[str, Mapping[str, str]] | None:
    """The template that takes the pledge's own words, and what fills it; None when there is none to fill."""
    phrase = gist.said.phrase
    said = {"pledge": None if _RELATIVE.search(phrase or "") else phrase, "quote": gist.said.quote}
    for name, template in wording.with_slot.items():
        slots = {slot: said.get(slot, gist.ask) for slot in name.split("_")}
        filled = {slot: words for slot, words in slots.items() if words}
        if len(filled) == len(slots):
            return template, filled
    return None
