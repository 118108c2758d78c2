"""The wordings of the one missing piece: what a writer may write, and how they become the domain's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

from nudge.bank.files import MissingPieceTable
from nudge.bank.rendering import template_problem
from nudge.domain.missing_pieces import SLOT_NAMES, ActSort, MissingPieceWording
from nudge.domain.specificity import Facet, PledgeKind

MOST_WORDS = 16
"""Words of a wording, those of its slots not counted. Chosen: said in one breath with slots filled."""

ALWAYS_THERE = (
    *product(Facet, (PledgeKind.ACT, PledgeKind.HABIT), (0, 1)),
    *product((Facet.WHEN,), (PledgeKind.NOTICE, PledgeKind.WAIT), (0,)),
)
"""What can be asked about: each facet of each kind of pledge, by level."""

_ID = re.compile(r"missing\.(?P<facet>[a-z]+)-[a-z0-9]+(-[a-z0-9]+)*")
_SLOT = re.compile(r"\{\{.*?\}\}")
_CLOSED = re.compile(
    r"(?:^|[.!:…]\s+)(?:do|does|did|are|is|was|were|will|would|can|could|shall|should|may|might|have|has|had|am)"
    r"(?:n['’]t)?\s",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\bshould(?:n['’]t)?\b|\bought to\b|\bhave you (?:tried|thought|considered)\b|\bwhy\b|\bwhat about\b"
    r"|\bhow about\b|\byou (?:must|need to|have to)\b|\bit would be (?:better|good)\b|\btry to\b|\bsmart\b",
    re.IGNORECASE,
)


def wording_problems(table: MissingPieceTable) -> Iterator[tuple[str, str | None]]:
    """What is wrong with one wording, each with the key it is about."""
    named = _ID.fullmatch(table.id)
    if not named or named["facet"] != table.facet:
        yield f"the id “{table.id}” isn't of the form missing.{table.facet}-kebab-slug", "id"
    for key in ("kinds", "levels"):
        if not getattr(table, key):
            yield f"{key} is empty, so it would never be asked; leave it out for all", key
    if problem := template_problem(table.text, allowed=SLOT_NAMES):
        yield problem, "text"
    else:
        yield from ((problem, "text") for problem in _text_problems(table.text))


def _text_problems(text: str) -> Iterator[str]:
    plain = _SLOT.sub("", text)
    if text.count("?") != 1 or not text.endswith("?"):
        yield "a missing piece is one question and ends with it"
    if len(plain.split()) > MOST_WORDS:
        yield f"{len(plain.split())} words are too many; {MOST_WORDS} at most, slots not counted"
    if text.lstrip().startswith("{{"):
        yield "a slot can't open a sentence: its first letter may be small"
    if found := _CLOSED.search(plain):
        yield f"“{found[0].strip(' .!:…')} …” can be answered with yes or no; ask what, how, which or when"
    if found := _ADVICE.search(plain):
        yield f"“{found[0]}” sounds like advice or blame"


def wording_gaps(tables: Iterable[MissingPieceTable]) -> Iterator[str]:
    """Where nothing could be asked: no wording without slots, for any sort of act. None for an empty bank."""
    plain = [table for table in tables if "{{" not in table.text]
    general = {
        key for table in plain if not table.sorts for key in product([table.facet], table.kinds, table.levels)
    }
    sorts = {sort for table in plain for sort in table.sorts}
    if not plain:
        return
    for facet, kind, level in ALWAYS_THERE:
        if (facet.value, kind.value, level) not in general:
            yield f"there is no plain wording for {facet} at level {level} of the kind {kind}"
    for sort in (ActSort.NONE, ActSort.SEVERAL):
        if sort.value not in sorts:
            yield f"there is no plain wording for the sort {sort}"


def wording_of(table: MissingPieceTable) -> MissingPieceWording:
    """The table as the domain knows it."""
    return MissingPieceWording(
        id=table.id,
        version=table.version,
        facet=Facet(table.facet),
        text=table.text,
        kinds=frozenset(map(PledgeKind, table.kinds)),
        levels=frozenset(table.levels),
        sorts=frozenset(map(ActSort, table.sorts)),
    )
