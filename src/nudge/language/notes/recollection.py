"""What stands out over all passages of a person: themes, people, and what comes back."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from nudge.domain.notes import Passage, PersonMention, Recurrence, ThemeMention, Visibility
from nudge.language.notes.authors import Author
from nudge.language.notes.people import ENOUGH, Mention

NEAR = 0.5
"""Cosine from which passages of two sessions say the same again. Chosen: models/note_themes/CARD.md."""
MOST_PEOPLE = 8
MOST_RECURRENCES = 8


class Authored(Protocol):
    """A passage of which the author is known."""

    @property
    def author(self) -> Author:
        """Who wrote the note it is of."""
        ...


def who_counts(
    passages: Sequence[Authored], mentions: Sequence[Sequence[Mention]], own_names: Collection[str] = ()
) -> list[list[str]]:
    """Names that are accepted, per passage, once per mention.

    Left out are the partner who listens, the writer, and in the partner's notes those who do something (they
    may be the owner) unless the owner's own notes name them too.
    """
    listed = [(passage, mention) for passage, own in zip(passages, mentions, strict=True) for mention in own]
    points: dict[str, int] = defaultdict(int)
    for _, mention in listed:
        points[mention.name] = max(points[mention.name], mention.points)
    left_out = {name.lower() for name in own_names}
    left_out |= {p.author.partner.lower() for p in passages if p.author.partner}
    left_out |= {mention.name.lower() for _, mention in listed if mention.is_coach}
    in_own = {mention.name for passage, mention in listed if not passage.author.is_partner}
    acting = {mention.name for passage, mention in listed if passage.author.is_partner and mention.is_subject}
    left_out |= {name.lower() for name in acting - in_own}
    accepted = {name for name, n in points.items() if n >= ENOUGH and name.lower() not in left_out}
    if "your director" in accepted:
        accepted.discard("the director")
    return [[mention.name for mention in own if mention.name in accepted] for own in mentions]


def themes_over(passages: Sequence[Passage]) -> tuple[ThemeMention, ...]:
    """Each theme with its strength (recency counted, in [0, 1]), strongest first.

    Several passages make a theme stronger: 1 - the product of what each leaves open.
    """
    found: dict[str, list[tuple[float, int]]] = defaultdict(list)
    for position, passage in enumerate(passages):
        for theme, strength in passage.themes:
            found[theme].append((strength * passage.weight, position))
    mentions = []
    for theme, parts in found.items():
        rest = 1.0
        for part, _ in sorted(parts):
            rest *= 1 - part
        best = max(parts, key=lambda part: (part[0], -part[1]))[1]
        mentions.append(
            ThemeMention(theme, round(1 - rest, 6), _n_sessions(passages, [p for _, p in parts]), best)
        )
    return tuple(sorted(mentions, key=lambda mention: (-mention.strength, mention.theme)))


def leanings_over(
    leanings: Sequence[Sequence[tuple[str, float]]], weights: Sequence[float]
) -> tuple[tuple[str, float], ...]:
    """What the notes may be about: each theme with the strength of its strongest passage, recency counted.

    Args:
        leanings: per passage, theme ids with their strength.
        weights: per passage, in [0, 1].
    """
    strongest: dict[str, float] = {}
    for own, weight in zip(leanings, weights, strict=True):
        for theme, strength in own:
            strongest[theme] = max(strongest.get(theme, 0.0), round(strength * weight, 6))
    return tuple(sorted(strongest.items(), key=lambda item: (-item[1], item[0])))


def people_over(passages: Sequence[Passage], accepted: Sequence[Sequence[str]]) -> tuple[PersonMention, ...]:
    """The people mentioned, those who count most now first: at most eight."""
    places: dict[str, list[int]] = defaultdict(list)
    for position, names in enumerate(accepted):
        for name in names:
            places[name].append(position)
    ranked = sorted(places.items(), key=lambda item: (-sum(passages[p].weight for p in item[1]), item[0]))
    return tuple(
        PersonMention(
            name=name,
            n_mentions=len(where),
            n_sessions=_n_sessions(passages, where),
            is_shared=any(passages[p].visibility is Visibility.SHARED for p in where),
            passage=max(where, key=lambda p: (passages[p].weight, -p)),
        )
        for name, where in ranked[:MOST_PEOPLE]
    )


def recurrences_over(passages: Sequence[Passage], vectors: NDArray[np.float32]) -> tuple[Recurrence, ...]:
    """Groups of passages of different sessions that say the same, or share a person and a theme."""
    group = list(range(len(passages)))
    near = vectors @ vectors.T if len(passages) else np.zeros((0, 0))
    for one, passage in enumerate(passages):
        for other in range(one):
            earlier = passages[other]
            if (
                None in (passage.session_number, earlier.session_number)
                or passage.session_number == earlier.session_number
            ):
                continue
            if near[one, other] >= NEAR or _shares(passage, earlier):
                old, new = sorted((group[one], group[other]), reverse=True)
                group = [new if each == old else each for each in group]
    found = []
    for leader in sorted(set(group)):
        members = [p for p, own in enumerate(group) if own == leader]
        if len(members) > 1:
            members.sort(key=lambda p: (passages[p].session_number or 0, passages[p].source, p))
            found.append((-max(passages[p].weight for p in members), members))
    return tuple(Recurrence(tuple(members)) for _, members in sorted(found)[:MOST_RECURRENCES])


def _shares(one: Passage, other: Passage) -> bool:
    themes = {theme for theme, _ in one.themes} & {theme for theme, _ in other.themes}
    return bool(themes and set(one.people) & set(other.people))


def _n_sessions(passages: Sequence[Passage], positions: Sequence[int]) -> int:
    numbers = {passages[p].session_number for p in positions}
    return max(1, len(numbers - {None}))
