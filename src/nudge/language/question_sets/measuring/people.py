"""Written people, who meets whom, and whose profiles are exchanged: lines of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nudge.domain.conversations import Brief, Experience, ParticipantBrief
from nudge.domain.errors import Invalid
from nudge.domain.notes import Note, Visibility
from nudge.domain.pledges import LastPledge, Outcome
from nudge.domain.purposes import PurposeProfile

PARTS = ("development", "held_out")
EVERYBODY = "all"
FEWEST_PEOPLE = 5
"""One and four others, from whom a set is told apart."""


@dataclass(frozen=True, slots=True)
class WrittenPerson:
    """Somebody who was written for measuring, and what a careful reader says of them.

    Attributes:
        drivers_meant: by driver the value, without those that the text doesn't tell.
        themes_meant: ids of what is on their mind.
    """

    participant: ParticipantBrief
    session_number: int
    part: str
    about: str
    drivers_meant: Mapping[str, str]
    themes_meant: frozenset[str]

    @property
    def ref(self) -> str:
        """How the other files name this person."""
        return self.participant.ref

    @property
    def text(self) -> str:
        """All that the person wrote, a line for each text."""
        one = self.participant
        pledge = (one.last_pledge.text, one.last_pledge.reflection) if one.last_pledge else ()
        texts = (one.purpose.text, *one.focus, *(note.text for note in one.notes), *pledge)
        return "\n".join(text for text in texts if text.strip())


@dataclass(frozen=True)
class People:
    """People by ref, the conversations that they are in, and pairs of people of different concerns."""

    by_ref: Mapping[str, WrittenPerson]
    conversations: tuple[Brief, ...]
    swaps: tuple[tuple[str, str], ...]

    def conversation_of(self, ref: str) -> Brief:
        """The conversation in which somebody is."""
        return next(b for b in self.conversations if ref in [one.ref for one in b.participants])


def read_people(folder: Path, part: str = EVERYBODY) -> People:
    """The people of `people.jsonl`, with `pairs.jsonl` and `swaps.jsonl`.

    Args:
        part: "development", "held_out", or "all".

    Raises:
        Invalid: `corpus-invalid`, naming the file and line, never the text.
    """
    kept = PARTS if part == EVERYBODY else (part,)
    lines = [(where, line) for where, line in _lines(folder / "people.jsonl") if line.get("part") in kept]
    by_ref = {person.ref: person for person in (_person(line, where) for where, line in lines)}
    pairs = [
        _two(line, where, "a", "b")
        for where, line in _lines(folder / "pairs.jsonl")
        if line.get("part") in kept
    ]
    swaps = [
        _two(line, where, "one", "other")
        for where, line in _lines(folder / "swaps.jsonl")
        if line.get("part") in kept
    ]
    for ref in {ref for two in (*pairs, *swaps) for ref in two} ^ set(by_ref):
        if ref not in by_ref or not any(ref in pair for pair in pairs):
            raise _invalid(ref, "is in no pair, or in one and not among the people")
    if len(by_ref) < FEWEST_PEOPLE:
        raise _invalid(folder.name, f"has fewer than {FEWEST_PEOPLE} people of this part")
    return People(by_ref, tuple(_brief(by_ref[a], by_ref[b]) for a, b in pairs), tuple(swaps))


def _brief(one: WrittenPerson, other: WrittenPerson) -> Brief:
    return Brief((one.participant, other.participant), session_number=one.session_number)


def _lines(file: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    if not file.is_file():
        raise _invalid(file.name, "isn't there")
    for number, text in enumerate(file.read_text("utf-8").splitlines(), 1):
        where = f"{file.name}:{number}"
        try:
            line = json.loads(text)
        except json.JSONDecodeError as error:
            raise _invalid(where, "is no JSON") from error
        if not isinstance(line, dict):
            raise _invalid(where, "is no object")
        yield where, line


def _person(line: dict[str, Any], where: str) -> WrittenPerson:
    try:
        drivers = {driver: value for driver, value in (line["drivers_meant"] or {}).items() if value}
        return WrittenPerson(
            _participant(line["participant"]),
            int(line["session_number"]),
            line["part"],
            line["about"],
            drivers,
            frozenset(line["themes_meant"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise _invalid(where, "lacks a field, or has a wrong one") from error


def _participant(body: dict[str, Any]) -> ParticipantBrief:
    purpose, experience = body.get("purpose") or {}, body.get("experience") or {}
    return ParticipantBrief(
        ref=body["ref"],
        purpose=PurposeProfile(purpose.get("text") or "", purpose.get("drivers") or {}),
        experience=Experience(experience.get("sessions_done", 0), experience.get("new_manager")),
        focus=tuple(body.get("focus") or ()),
        notes=tuple(
            Note(
                f"note:{number}",
                note["text"],
                note.get("session_number"),
                Visibility(note.get("visibility", Visibility.PRIVATE)),
            )
            for number, note in enumerate(body.get("notes") or (), 1)
        ),
        last_pledge=_pledge(body.get("last_pledge")),
    )


def _pledge(body: dict[str, Any] | None) -> LastPledge | None:
    if body is None:
        return None
    outcome = Outcome(body.get("outcome") or Outcome.NOT_SAID)
    return LastPledge(body["text"], outcome, body.get("reflection") or "")


def _two(line: dict[str, Any], where: str, one: str, other: str) -> tuple[str, str]:
    try:
        return str(line[one]), str(line[other])
    except KeyError as error:
        raise _invalid(where, "lacks a field") from error


def _invalid(where: str, what: str) -> Invalid:
    return Invalid("corpus-invalid", f"{where} {what}.")
