"""Public holidays, from the library `holidays`: 250 countries and their regions, no network."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

LONGEST_REGION = 12
MOST_YEARS = 5
"""Asked for at once. Chosen: a plan looks a few months ahead."""


class PublicHolidays:
    """The `Holidays` of this machine. Half days and days off for some people only aren't among them."""

    def between(self, region: str, first: date, last: date) -> frozenset[date]:
        """The free days of a region such as "DE" or "DE-BY" from `first` to `last`, both included.

        Raises:
            Invalid: `region-unknown`, with what is known nearby.

        >>> sorted(map(str, PublicHolidays().between("DE", date(2026, 12, 20), date(2026, 12, 31))))
        ['2026-12-25', '2026-12-26']
        """
        years = range(first.year, min(last.year, first.year + MOST_YEARS) + 1)
        return frozenset(day for year in years for day in _of_year(region, year) if first <= day <= last)


@lru_cache(maxsize=512)
def _of_year(region: str, year: int) -> frozenset[date]:
    import holidays

    country, part = _known(region)
    found: dict[date, str] = holidays.country_holidays(country, subdiv=part, years=year)
    return frozenset(found)


@lru_cache(maxsize=512)
def _known(region: str) -> tuple[str, str | None]:
    """Country and part of it, as the library calls them."""
    country, _, part = region.partition("-")
    shown = region[:LONGEST_REGION]
    parts = _regions().get(country)
    if parts is None:
        hint = "Use a code of ISO 3166 such as “DE” or “DE-BY”."
        raise Invalid("region-unknown", f"No holidays are known of “{shown}”. {hint}", region=shown)
    if part and part not in parts:
        hint = did_you_mean(part[:LONGEST_REGION], parts) if parts else "Leave the region out."
        raise Invalid("region-unknown", f"No region “{shown}” is known. {hint}", region=shown)
    return country, part or None


@lru_cache(maxsize=1)
def _regions() -> dict[str, tuple[str, ...]]:
    from holidays import list_supported_countries

    return {country: tuple(parts) for country, parts in list_supported_countries().items()}
