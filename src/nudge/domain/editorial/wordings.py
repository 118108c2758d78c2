"""One wording of a text of the bank, with the tags that stand beside it, as it is heard."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from nudge.domain.questions import Audience, Question, Stage


class Kind(StrEnum):
    """What a text is: an entry of the bank by kind of table."""

    QUESTION = "question"
    CHECK_IN = "check_in"
    FOLLOW_UP = "follow_up"
    TIP = "tip"
    NUDGE = "nudge"


SAMPLES: Mapping[str, tuple[str, ...]] = {
    "person": ("Priya", "your director"),
    "pledge": ("ask Priya to run the stand-up", "not answer messages after six"),
    "quote": ("I still check every slide before it goes out",),
    "phrase": ("the second shift",),
    "feeling": ("stuck",),
    "ask": ("On which day will you ask her?",),
}
"""Words a slot is filled with while a wording is read. Chosen: one of each form that a slot can take."""
UNKNOWN_SAMPLE = "something"

SLOT = re.compile(r"\{\{\s*(?P<name>\w+)\s*\}\}")
_QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")


@dataclass(frozen=True, slots=True)
class Wording:
    """One wording, its slots filled with sample words, and the tags of the text that it belongs to.

    Attributes:
        template: as it is written; slots as `{{ slot }}`.
        key: "text", or the slot (or field) that the wording is for.
        plain: the wording that stands for it when the slot isn't there; empty when it is that itself.
        filled_with: which of the samples of a slot is taken.
        text: the template with its slots filled.
        origins: for each character of `text`, and for its end, where it stands in the template.
        heard: the text with all that is quoted blanked out, same length: those are the person's words.
    """

    template: str
    kind: Kind = Kind.QUESTION
    key: str = "text"
    plain: str = ""
    stage: Stage | None = None
    depth: int | None = None
    themes: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    audience: Audience = Audience.ANY
    needs: frozenset[str] = frozenset()
    fits: str = ""
    filled_with: int = 0
    text: str = field(init=False)
    origins: tuple[int, ...] = field(init=False)
    heard: str = field(init=False)

    def __post_init__(self) -> None:
        text, origins = _filled(self.template, self.filled_with)
        object.__setattr__(self, "text", text)
        object.__setattr__(self, "origins", origins)
        object.__setattr__(self, "heard", _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text))

    @property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Each sentence of `heard` and where it starts."""
        return tuple((found.start(), found[0]) for found in re.finditer(r"[^\s.?!][^.?!]*[.?!]*", self.heard))

    @property
    def own_words(self) -> int:
        """Words of the template, slots not counted."""
        return len(SLOT.sub(" ", self.template).replace("“", " ").replace("”", " ").split())


def _filled(template: str, which: int) -> tuple[str, tuple[int, ...]]:
    parts, origins, at = [], [], 0
    for slot in SLOT.finditer(template):
        samples = SAMPLES.get(slot["name"], (UNKNOWN_SAMPLE,))
        sample = samples[which % len(samples)]
        parts += [template[at : slot.start()], sample]
        origins += [*range(at, slot.start()), *([slot.start()] * len(sample))]
        at = slot.end()
    parts.append(template[at:])
    return "".join(parts), (*origins, *range(at, len(template) + 1))


def wordings_of(question: Question) -> Iterator[Wording]:
    """Every wording of a question: the plain one, then those with a slot, by each sample."""
    tags: dict[str, Any] = {
        "stage": question.stage,
        "depth": question.depth,
        "themes": question.themes,
        "purposes": question.purposes,
        "audience": question.audience,
        "needs": question.needs,
        "fits": question.fits,
    }
    yield Wording(question.text, **tags)
    for slot, template in question.wordings.items():
        for which in range(len(SAMPLES.get(slot, ("",)))):
            yield Wording(template, key=slot.value, plain=question.text, filled_with=which, **tags)
