"""Reads the drivers of purpose out of the answers to the questionnaire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nudge.app.ports import Store
from nudge.domain.errors import Invalid
from nudge.domain.purposes import Driver, DriverReading, ReadingSource
from nudge.domain.questions import QuestionBank
from nudge.domain.records import Participant
from nudge.domain.spelling import did_you_mean

_PRIOR = 0.5
"""Answers that each value has before the first one. Source: Jeffreys' prior of a multinomial."""
_CLEAR = 0.5
"""A value that is less probable than this is left open. Chosen: more likely than all others together."""


class Questionnaires:
    """What one can do with the purpose questionnaire."""

    def __init__(self, store: Store, bank: QuestionBank) -> None:
        self._store = store
        self._bank = bank

    def answer(
        self, tenant: str, participant_id: str, answers: Sequence[tuple[str, str | None]]
    ) -> tuple[DriverReading, ...]:
        """What the answers say; what they say clearly is kept in the participant's purpose profile.

        It takes the place of what was kept about the drivers that were answered for. A driver that the
        answers leave open is open again; one that no item here is about stays as it is.

        Args:
            answers: item ids with the chosen value, None for "none of these".

        Raises:
            NotFound: `participant-not-found`.
            Invalid: `unknown-item`, `unknown-driver-value`, `item-twice`.
        """
        readings = self.read(answers)
        answered = self._answered(answers)
        values = {reading.driver: reading.value for reading in readings if reading.driver in answered}
        with self._store.begin() as records:
            participant = records.participant(tenant, participant_id)
            records.save_participant(_with_drivers(participant, values))
        return readings

    def read(self, answers: Sequence[tuple[str, str | None]]) -> tuple[DriverReading, ...]:
        """One reading per driver of the scheme, in its order.

        Raises:
            Invalid: as `answer`.
        """
        items = {item.id: item for item in self._bank.questionnaire}
        if len({item for item, _ in answers}) < len(answers):
            raise Invalid("item-twice", "An item of the questionnaire was answered twice.")
        chosen: dict[str, list[str]] = {driver.id: [] for driver in self._bank.scheme.drivers}
        for item_id, value in answers:
            if item_id not in items:
                raise Invalid("unknown-item", f"There is no such item. {did_you_mean(item_id, items)}")
            driver = self._bank.scheme.driver(items[item_id].driver)
            if value is not None:
                chosen[driver.id].append(driver.value(value).id)
        return tuple(_reading(driver, chosen[driver.id]) for driver in self._bank.scheme.drivers)

    def _answered(self, answers: Sequence[tuple[str, str | None]]) -> set[str]:
        """The drivers that the items are about."""
        named = {item for item, _ in answers}
        return {item.driver for item in self._bank.questionnaire if item.id in named}


def _reading(driver: Driver, chosen: Sequence[str]) -> DriverReading:
    total = len(chosen) + _PRIOR * len(driver.values)
    probabilities = {value.id: (chosen.count(value.id) + _PRIOR) / total for value in driver.values}
    value, probability = max(probabilities.items(), key=lambda pair: pair[1])
    clear = value if chosen and probability > _CLEAR else None
    return DriverReading(driver.id, clear, probability, ReadingSource.QUESTIONNAIRE, probabilities)


def _with_drivers(participant: Participant, values: Mapping[str, str | None]) -> Participant:
    drivers = {**participant.purpose.drivers, **values}
    kept = {driver: value for driver, value in drivers.items() if value is not None}
    purpose = replace(participant.purpose, drivers=kept)
    return replace(participant, purpose=purpose, revision=participant.revision + 1)
