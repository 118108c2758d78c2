from __future__ import annotations

import pytest

from nudge.domain.errors import Conflict, Invalid, NotFound, Unauthenticated
from nudge.domain.records import Scope
from tests.app.world import World


def test_a_key_is_found_by_its_secret_alone(world: World) -> None:
    key, secret = world.services.api_keys.issue("portal", tenant="acme", scopes={Scope.READ})
    assert secret.startswith("ndg_live_")
    assert secret.startswith(key.prefix)
    assert len(key.prefix) < len(secret) / 2
    assert world.services.api_keys.authenticate(secret) == key


def test_the_secret_is_kept_nowhere(world: World) -> None:
    key, secret = world.services.api_keys.issue("portal", tenant="acme", scopes={Scope.READ})
    assert secret not in repr(key)
    assert secret not in repr(world.store.tables)  # type: ignore[attr-defined]


@pytest.mark.parametrize("secret", ["", "ndg_live_", "ndg_live_wrong", "digest", "\0"])
def test_other_secrets_are_nobodys(world: World, secret: str) -> None:
    world.key()
    with pytest.raises(Unauthenticated, match="isn't valid"):
        world.services.api_keys.authenticate(secret)


def test_a_revoked_key_is_useless_and_still_listed(world: World) -> None:
    key, secret = world.services.api_keys.issue("portal", tenant="acme", scopes={Scope.READ})
    world.services.api_keys.revoke(key.id)
    world.services.api_keys.revoke(key.id)
    with pytest.raises(Unauthenticated):
        world.services.api_keys.authenticate(secret)
    assert [listed.revoked_at is not None for listed in world.services.api_keys.all()] == [True]


def test_a_test_key_acts_in_a_twin_tenant(world: World) -> None:
    """What is done with it never touches live data."""
    key, secret = world.services.api_keys.issue("ci", tenant="acme", scopes={Scope.READ}, is_test=True)
    again, _ = world.services.api_keys.issue("ci 2", tenant="acme", scopes={Scope.READ}, is_test=True)
    assert secret.startswith("ndg_test_")
    assert key.tenant != world.tenant
    assert key.tenant == again.tenant
    assert {tenant.name for tenant in world.services.api_keys.tenants()} == {"acme", "acme (test)"}
    assert world.services.api_keys.list("acme") == [key, again]


def test_a_tenant_is_made_with_its_first_key(world: World) -> None:
    key, _ = world.services.api_keys.issue("portal", tenant="new", scopes={Scope.READ})
    assert world.services.api_keys.list("new") == [key]


@pytest.mark.parametrize("name", ["", "  ", "acme (test)"])
def test_a_tenant_needs_a_name_of_its_own(world: World, name: str) -> None:
    with pytest.raises(Invalid, match="needs a name"):
        world.services.api_keys.add_tenant(name)


def test_names_and_scopes_are_checked(world: World) -> None:
    with pytest.raises(Conflict):
        world.services.api_keys.add_tenant("acme")
    with pytest.raises(Invalid, match="one or more"):
        world.services.api_keys.issue("portal", tenant="acme", scopes=())
    with pytest.raises(NotFound):
        world.services.api_keys.list("nobody")


def test_the_local_tenant_is_made_once(world: World) -> None:
    assert world.services.api_keys.local_tenant() == world.services.api_keys.local_tenant()
    assert not world.services.api_keys.any_issued()
