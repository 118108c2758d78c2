"""The documentation tells the truth: what it allows is answered as it says, what it forbids is refused."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings
from schemathesis.config import SchemathesisConfig

from nudge.api.application import create_app
from nudge.storage.store import SqlStore
from nudge.vault.fernet_vault import FernetVault
from tests.app.world import World

CONFIG = SchemathesisConfig.from_dict(
    {
        "seed": 1,
        "checks": {
            # Rules that a schema can't say (two participants in a pair, ids that exist) are answered with 422.
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
def key(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The key of an application with a real store, which takes the place of the one that was described."""
    url = f"sqlite:///{tmp_path_factory.mktemp('store')}/nudge.db"
    store = SqlStore(url, FernetVault([FernetVault.new_key()]))
    store.migrate()
    world = World(store)
    schema.app = create_app(world.services, keyless=False, max_body_bytes=2_000_000)
    yield world.key()
    store.close()


@schema.parametrize()
@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_documentation_is_true(case: schemathesis.Case, key: str) -> None:
    case.call_and_validate(headers={"Authorization": f"Bearer {key}"})
