"""How a person finds meaning in work: drivers, their values, and a profile in the person's own words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean


@dataclass(frozen=True, slots=True)
class DriverValue:
    """One way to answer a driver, with a definition and sentences of people who are like that."""

    id: str
    name: str
    phrase: str
    definition: str
    aliases: tuple[str, ...] = ()
    self_descriptions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Driver:
    """One side of purpose: whom one wants to affect, why one works, or how one leads."""

    id: str
    name: str
    question: str
    values: tuple[DriverValue, ...]

    def value(self, name: str) -> DriverValue:
        """The value with this id or alias, whatever its case.

        Raises:
            Invalid: `unknown-driver-value` when there is none; the message has the nearest spelling.
        """
        wanted = name.strip().casefold()
        for value in self.values:
            if wanted in {value.id.casefold(), value.name.casefold(), *map(str.casefold, value.aliases)}:
                return value
        raise Invalid(
            "unknown-driver-value",
            f"The driver “{self.id}” has no such value. {did_you_mean(wanted, [v.id for v in self.values])}",
            driver=self.id,
        )


@dataclass(frozen=True, slots=True)
class PurposeScheme:
    """The drivers an organisation works with; data, from `question_bank/vocabulary.toml`."""

    name: str
    version: int
    drivers: tuple[Driver, ...]

    def driver(self, driver_id: str) -> Driver:
        """The driver of this id.

        Raises:
            Invalid: `unknown-driver` when there is none.
        """
        for driver in self.drivers:
            if driver.id == driver_id:
                return driver
        hint = did_you_mean(driver_id, [driver.id for driver in self.drivers])
        raise Invalid("unknown-driver", f"The scheme “{self.name}” has no such driver. {hint}")


class ReadingSource(StrEnum):
    """Where a driver's value comes from."""

    GIVEN = "given"
    QUESTIONNAIRE = "questionnaire"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class DriverReading:
    """What is believed about one driver of one person.

    `value` is None when the driver is left open: no value is probable enough to act on.
    `probabilities` has every value of the driver, in [0, 1], summing to 1.
    """

    driver: str
    value: str | None
    probability: float
    source: ReadingSource
    probabilities: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PurposeProfile:
    """What a person said about meaning: own words, given driver values (canonical ids), or neither."""

    text: str = ""
    drivers: Mapping[str, str] = field(default_factory=dict)
