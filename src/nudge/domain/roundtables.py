"""The reflection roundtable: what a module says, section by section. Who does what when is an agenda's."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

MINUTES = 90
"""How long a roundtable is. Source: the format in use, five or six people for an hour and a half."""


class SectionKind(StrEnum):
    """What a section is for, in the order in which they come."""

    HAPPENINGS = "happenings"
    TOPIC = "topic"
    EXAMPLES = "examples"
    CONCEPT = "concept"
    REFLECTION = "reflection"
    ACTION = "action"


class AskOf(StrEnum):
    """Whether everybody answers the same question, or each one of their own."""

    GROUP = "group"
    EACH = "each"


@dataclass(frozen=True, slots=True)
class Ask:
    """Questions of the bank in a section.

    Attributes:
        stage: the value of a `Stage`.
        n: how many for the group, or for each.
        fixed: ids of questions on the subject, as many as `n`, for when the models are missing; only for
            the group.
    """

    stage: str
    of: AskOf
    n: int = 1
    fixed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cue:
    """What the timekeeper says, so many minutes before the end of a section or after its beginning."""

    text: str
    left: int | None = None
    at: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """One timed part of a module.

    Attributes:
        does: what the group does; whoever keeps time reads it aloud.
        reading: paragraphs; each is read aloud by another person.
        round: how many of the minutes go round the table, shared evenly.
        source: where the idea of the reading comes from, as a fact.
    """

    kind: SectionKind
    title: str
    minutes: int
    does: str
    reading: tuple[str, ...] = ()
    round: int = 0
    cues: tuple[Cue, ...] = ()
    ask: Ask | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Module:
    """An hour and a half on one subject, for people who lead it themselves."""

    id: str
    version: int
    title: str
    themes: tuple[str, ...]
    for_whom: str
    aim: str
    sections: tuple[Section, ...]
