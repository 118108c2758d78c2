"""The documentation tells the truth: what it allows is answered as it says, what it forbids is refused."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from nudge.api.application import create_app
from nudge.app.pledge_terms import PledgeTerms
from nudge.domain.records import Conversation
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.app.world import World
from tests.contracts.feedback_contract import make_rating

NUMBERS = itertools.count()
CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        "checks": {
            # Rules that a schema can't say (two participants in a pair, known ids) are answered with 422.
            "positive_data_acceptance": {
                "expected-statuses": ["2xx", "401", "403", "404", "409", "412", "422", "428"]
            },
            "negative_data_rejection": {
                "expected-statuses": ["400", "401", "403", "404", "406", "409", "412", "415", "422", "428"]
            },
        },
    }
)


schema = schemathesis.openapi.from_asgi(
    "/docs/openapi.json", create_app(World().services, keyless=False, max_body_bytes=2_000_000), config=CONFIG
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Over a real store, in an application that takes the place of the one that was described."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/nudge.db"
    store = SqlStore(url, FernetVault([FernetVault.new_key()]))
    store.migrate()
    world = World(store)
    schema.app = create_app(world.services, keyless=False, max_body_bytes=2_000_000)
    yield world
    store.close()


@pytest.fixture(scope="module")
def key(world: World) -> str:
    return world.key()


def put_in_known_ids(case: schemathesis.Case[Any], world: World) -> None:
    """Every other time ids in the path are those of things that are there."""
    number = next(NUMBERS)
    if number % 2 or not case.path_parameters:
        return
    ana, ben = (world.participant(f"{ref}-{number}") for ref in ("ana", "ben"))
    pair = world.pair(ana, ben)
    conversation = world.conversation(pair)
    note = world.services.notes.write(world.tenant, ana, "a note")
    pledge = world.services.pledges.make(world.tenant, ana, PledgeTerms("I'll call Sam"))
    [nudge, *_] = world.services.nudges.list(world.tenant, pledge=pledge.id).items
    webhooks = world.services.webhooks
    for old in webhooks.list(world.tenant):
        webhooks.erase(world.tenant, old.id)
    webhook = webhooks.add(world.tenant, "https://example.org/nudges")
    known = {
        "participant_id": ana,
        "pair_id": pair.id,
        "conversation_id": conversation.id,
        "note_id": note.id,
        "pledge_id": pledge.id,
        "nudge_id": nudge.id,
        "webhook_id": webhook.id,
        "question_id": "act.small-enough",
        "feedback_id": kept_rating(world, conversation, ana),
        "digest": "5be3f1d1c0a94e07",
    }
    case.path_parameters.update({name: known[name] for name in case.path_parameters})


def kept_rating(world: World, conversation: Conversation, participant: str) -> str:
    place = {"tenant": world.tenant, "conversation": conversation.id, "participant": participant}
    with world.store.begin() as records:
        return records.save_rating(make_rating(1, id=f"rat_{participant}", **place)).id


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_documentation_is_true(case: schemathesis.Case[Any], world: World, key: str) -> None:
    put_in_known_ids(case, world)
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
