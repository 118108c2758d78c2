"""How long the sections of a roundtable are when it begins late or runs over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from nudge.domain.errors import Invalid
from nudge.domain.roundtables import Section, SectionKind

AT_LEAST: Mapping[SectionKind, int] = {
    SectionKind.HAPPENINGS: 6,
    SectionKind.TOPIC: 5,
    SectionKind.EXAMPLES: 15,
    SectionKind.CONCEPT: 5,
    SectionKind.REFLECTION: 12,
    SectionKind.ACTION: 10,
}
"""Minutes below which a section isn't worth having. Chosen: reading a page aloud takes a minute and a half,
and six people have a minute at least in every round but the first."""


def shortened(
    sections: Sequence[Section], minutes: int, starting_with: SectionKind = SectionKind.HAPPENINGS
) -> list[int]:
    """How long each section is from `starting_with` on, when there are so many minutes for them.

    All lose in proportion, none goes below what it needs; whole minutes that add up. With more minutes
    than the module has, the sections are as long as they are in it.

    Raises:
        Invalid: `minutes-too-few`.
    """
    rest = _rest(sections, starting_with)
    if minutes < (at_least := least_minutes(sections, starting_with)):
        raise Invalid(
            "minutes-too-few",
            f"From “{starting_with}” on, it takes {at_least} minutes at least. "
            "Begin with a later section, or meet another day.",
            minutes=minutes,
            at_least=at_least,
        )
    wanted, floors = [section.minutes for section in rest], [AT_LEAST[section.kind] for section in rest]
    return _rounded(_shares(wanted, floors, min(minutes, sum(wanted))), floors)


def least_minutes(sections: Sequence[Section], starting_with: SectionKind = SectionKind.HAPPENINGS) -> int:
    """How many minutes the sections take at least, from `starting_with` on."""
    return sum(AT_LEAST[section.kind] for section in _rest(sections, starting_with))


def _rest(sections: Sequence[Section], starting_with: SectionKind) -> Sequence[Section]:
    kinds = [section.kind for section in sections]
    return sections[kinds.index(starting_with) :]


def _shares(wanted: Sequence[int], floors: Sequence[int], total: int) -> list[float]:
    """Parts of a total in proportion to what is wanted, none below its floor."""
    fixed: set[int] = set()
    while True:
        left = total - sum(floors[i] for i in fixed)
        among = sum(size for i, size in enumerate(wanted) if i not in fixed)
        shares = [
            float(floors[i]) if i in fixed else size * left / among if among else 0.0
            for i, size in enumerate(wanted)
        ]
        below = {i for i, share in enumerate(shares) if share < floors[i]}
        if not below:
            return shares
        fixed |= below


def _rounded(shares: Sequence[float], floors: Sequence[int]) -> list[int]:
    """Whole numbers with the same sum: those that lose most by rounding down get one more."""
    whole = [max(int(share + 1e-9), floor) for share, floor in zip(shares, floors, strict=True)]
    missing = round(sum(shares)) - sum(whole)
    for i in sorted(range(len(shares)), key=lambda i: whole[i] - shares[i])[:missing]:
        whole[i] += 1
    return whole
