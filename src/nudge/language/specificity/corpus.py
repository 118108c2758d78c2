"""The labelled pledges that the scorer learns from: lines of JSON, one pledge a line."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nudge.domain.errors import Invalid
from nudge.domain.specificity import Facet, PledgeKind
from nudge.language.specificity.model import HEADS

INTENTS = ("promise", "request", "appointment", "none")


@dataclass(frozen=True, slots=True)
class Label:
    """What one reader made of a pledge, by the guide.

    Attributes:
        levels: 0, 1 or 2 by facet; empty when it was only said what the sentence does.
        overall: 1 to 5; NaN likewise.
        intent: one of `INTENTS`: what the sentence does.
    """

    is_pledge: bool
    n_actions: int
    levels: Mapping[Facet, int]
    overall: float
    kind: PledgeKind = PledgeKind.ACT
    intent: str = ""


@dataclass(frozen=True, slots=True)
class LabelledPledge:
    """A pledge with the labels of its readers; `voice` is whoever speaks, `writer` whoever invented them.

    Attributes:
        times: the words that say when, as a reader marked them; None when nobody did.
    """

    id: str
    text: str
    labels: tuple[Label, ...]
    voice: str = ""
    writer: str = ""
    domain: str = "work"
    times: tuple[str, ...] | None = None
    due_on: str | None = None

    @property
    def overall(self) -> float:
        """The mean of the readers."""
        return sum(label.overall for label in self.labels) / len(self.labels)


def read_corpus(folder: Path) -> list[LabelledPledge]:
    """All pledges in the `*.jsonl` files of a folder, with the second labels of `second/*.jsonl` by id.

    A file of one's own beside ours is read too; a line needs the fields of the guide, and a `voice` that
    keeps its pledges together when they are split.

    Raises:
        Invalid: `corpus-invalid`, naming the file and line; never the text.
    """
    second = {line["id"]: line for line in _lines(sorted((folder / "second").glob("*.jsonl")))}
    return [_pledge(line, second.get(line["id"])) for line in _lines(sorted(folder.glob("*.jsonl")))]


def read_mail(folder: Path) -> list[LabelledPledge]:
    """Sentences of work mail in `mail/*.jsonl` of a folder, of which only is known what each of them does.

    Raises:
        Invalid: `corpus-invalid`, as `read_corpus`.
    """
    lines = _lines(sorted((folder / "mail").glob("*.jsonl")), _intent_of)
    return [
        LabelledPledge(line["id"], line["text"], (_intent_of(line),), line.get("voice", ""), line["writer"])
        for line in lines
    ]


def _intent_of(line: Mapping[str, Any]) -> Label:
    if line["intent"] not in INTENTS:
        raise ValueError("intent")
    return Label(bool(line["is_pledge"]), 0, {}, math.nan, intent=line["intent"])


def label_of(line: Mapping[str, Any]) -> Label:
    """The label in a line.

    Raises:
        KeyError, ValueError: when a field is missing or out of range.
    """
    levels = {facet: int(line[facet.value]) for facet in Facet}
    overall = float(line["overall"])
    if not set(levels.values()) <= {0, 1, 2} or not 1 <= overall <= 5:
        raise ValueError("a level is 0, 1 or 2, overall 1 to 5")
    intent = line.get("intent") or ""
    if intent not in ("", *INTENTS):
        raise ValueError("intent")
    kind = PledgeKind(line.get("kind") or PledgeKind.ACT)
    return Label(bool(line["is_pledge"]), int(line["n_actions"]), levels, overall, kind, intent)


def targets(pledges: Sequence[LabelledPledge]) -> NDArray[np.float64]:
    """What each head should say, shape (n_pledges, n_heads): the mean of the readers, NaN where none said."""
    found = np.array([np.mean([_targets(label) for label in each.labels], axis=0) for each in pledges])
    return found.reshape(len(pledges), len(HEADS))


def _targets(label: Label) -> list[float]:
    known: dict[str, float] = {"pledge": label.is_pledge}
    if label.levels:
        known |= {f"{facet}.{level}": label.levels[facet] >= level for facet in Facet for level in (1, 2)}
        known |= {"several": label.n_actions > 1} | {
            f"kind.{kind}": label.kind == kind for kind in PledgeKind
        }
    if label.intent:
        known |= {f"intent.{intent}": label.intent == intent for intent in INTENTS}
    return [float(known.get(head, math.nan)) for head in HEADS]


def _lines(
    paths: Iterable[Path], checked: Callable[[Mapping[str, Any]], Label] = label_of
) -> Iterable[dict[str, Any]]:
    for path in paths:
        for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if not text.strip():
                continue
            try:
                line = json.loads(text)
                checked(line)
                yield {"id": f"{path.stem}-{number}", "writer": path.stem, **line}
            except (ValueError, KeyError, TypeError) as error:
                raise Invalid(
                    "corpus-invalid",
                    f"Line {number} of {path.name} isn't a labelled pledge; "
                    "models/pledge_specificity/GUIDE.md says what one needs.",
                    line=number,
                ) from error


def _pledge(line: Mapping[str, Any], second: Mapping[str, Any] | None) -> LabelledPledge:
    labels = [label_of(line)] + ([label_of(second)] if second else [])
    marked = (second or line).get("times")
    return LabelledPledge(
        id=line["id"],
        text=line["text"],
        labels=tuple(labels),
        voice=line.get("voice", ""),
        writer=line["writer"],
        domain=line.get("domain", "work"),
        times=None if marked is None else tuple(marked),
        due_on=(second or line).get("due_on"),
    )
