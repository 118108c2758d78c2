"""Cards for readers who don't know which set is ours: a question with its reasons, or two sets."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nudge.domain.conversations import AskedQuestion
from nudge.domain.errors import Invalid
from nudge.language.question_sets.measuring.people import WrittenPerson
from nudge.language.question_sets.measuring.tallies import Figures, wilson

REASON, SETS = "reason", "sets"
ASKS = {
    REASON: "Is each reason true of this person and this question (true: yes or no for each), "
    "and would you ask it now (would_ask)?",
    SETS: "Which set would you rather ask this person: A, B, or same (prefer)?",
}
TRUE, WOULD_ASK, TIES = "reasons that are true", "questions “I would ask”", "no difference"
SIDES = ("A", "B")
KEY_ENDING = ".key.jsonl"


@dataclass(frozen=True, slots=True)
class Cards:
    """What readers see, and what they don't: one line of each for a card, with the card's id.

    No person's ref and no name of a way stands on a card.
    """

    shown: tuple[Mapping[str, Any], ...]
    keys: tuple[Mapping[str, Any], ...]

    def write(self, file: Path) -> Path:
        """Write the cards, and the key beside them; returns where the key is."""
        key = key_of(file)
        for path, lines in ((file, self.shown), (key, self.keys)):
            path.write_text("".join(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines), "utf-8")
        return key


def key_of(file: Path) -> Path:
    """Where the key of a file of cards is: beside it."""
    return file.with_name(file.stem + KEY_ENDING)


def cards_of(
    people: Sequence[WrittenPerson],
    asked: Mapping[str, Sequence[AskedQuestion]],
    worded: Mapping[str, Mapping[str, Sequence[str]]],
    ours: str,
    seed: int = 0,
) -> Cards:
    """Cards in random order; which side is ours is drawn as well.

    Args:
        asked: by ref, our questions with their reasons.
        worded: by way, then by ref, the four questions as they would be read aloud.
        ours: the name of our way.
    """
    drawn = random.Random(seed)
    pairs = list(_pairs(people, asked, worded, ours, drawn))
    drawn.shuffle(pairs)
    ids = [f"c{number:04d}" for number in range(1, len(pairs) + 1)]
    shown = tuple({"card": id, **card} for id, (card, _) in zip(ids, pairs, strict=True))
    keys = tuple({"card": id, **key} for id, (_, key) in zip(ids, pairs, strict=True))
    return Cards(shown, keys)


def _pairs(
    people: Sequence[WrittenPerson],
    asked: Mapping[str, Sequence[AskedQuestion]],
    worded: Mapping[str, Mapping[str, Sequence[str]]],
    ours: str,
    drawn: random.Random,
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    for person in people:
        about = {"session_number": person.session_number, "person": person.text}
        for question in asked[person.ref]:
            why = [f"{why.text}: “{why.quote}”" if why.quote else why.text for why in question.why]
            card = {
                "kind": REASON,
                "asks": ASKS[REASON],
                **about,
                "question": question.worded.text,
                "why": why,
            }
            yield card, {"kind": REASON, "ref": person.ref, "question": question.worded.id}
        for way in worded:
            if way != ours:
                side = drawn.randrange(2)
                sets = [list(worded[way][person.ref])] * 2
                sets[side] = list(worded[ours][person.ref])
                card = {"kind": SETS, "asks": ASKS[SETS], **about, **dict(zip(SIDES, sets, strict=True))}
                yield card, {"kind": SETS, "ref": person.ref, "ours": SIDES[side], "against": way}


def judged(key: Path, judgements: Path) -> dict[str, Figures]:
    """What readers said: reasons that are true, questions they would ask, and how often ours is preferred.

    A judgement is a line with `card`, and `true` (a list of yes or no) and `would_ask`, or `prefer` (A, B or
    same). Several readers may judge a card. Whoever sees no difference doesn't prefer ours.

    Returns:
        By way of choosing the figures, with Wilson's intervals; reasons are under "reasons".

    Raises:
        Invalid: `judgements-invalid` when a line isn't one, or is of a card that the key doesn't have.
    """
    keys = {line["card"]: line for line in _lines(key)}
    reasons: dict[str, list[bool]] = {TRUE: [], WOULD_ASK: []}
    preferred: dict[str, list[str]] = {}
    for line in _lines(judgements):
        card = keys.get(line.get("card", ""))
        try:
            if card is None:
                raise KeyError("card")
            if card["kind"] == REASON:
                reasons[TRUE] += [bool(each) for each in line["true"]]
                reasons[WOULD_ASK].append(bool(line["would_ask"]))
            else:
                said = {card["ours"]: "ours", "same": "same"}.get(line["prefer"], "theirs")
                preferred.setdefault(card["against"], []).append(said)
        except (KeyError, TypeError) as error:
            raise Invalid(
                "judgements-invalid", f"{judgements.name} has a line that judges no card."
            ) from error
    found = {"reasons": {name: wilson(sum(said), len(said)) for name, said in reasons.items() if said}}
    return found | {f"against {way}": _preference(said) for way, said in sorted(preferred.items())}


def _preference(said: Sequence[str]) -> Figures:
    return {
        "ours preferred": wilson(said.count("ours"), len(said)),
        TIES: wilson(said.count("same"), len(said)),
    }


def _lines(file: Path) -> Iterable[dict[str, Any]]:
    for text in file.read_text("utf-8").splitlines():
        line = json.loads(text) if text.strip() else None
        if line is not None:
            yield line
