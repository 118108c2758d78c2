from __future__ import annotations

import base64
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from standardwebhooks import Webhook

from nudge.app.webhooks import LONGEST_URL, MOST, Webhooks
from nudge.domain.errors import Conflict, Invalid, NotFound
from nudge.vault.signing import SECRET_BYTES, WebhookSigning
from tests.app.world import World
from tests.fakes.clock import FakeIds
from tests.makers import NOON

URL = "https://portal.example.org/nudges"


@pytest.fixture
def webhooks(world: World) -> Webhooks:
    return world.services.webhooks


def test_what_is_added_is_listed_with_keys_of_its_own(world: World, webhooks: Webhooks) -> None:
    first, second = (webhooks.add(world.tenant, URL) for _ in range(2))
    assert webhooks.list(world.tenant) == [first, second]
    assert first.secrets != second.secrets
    assert webhooks.public_key(first) != webhooks.public_key(second)
    assert not first.shows_words


@pytest.mark.parametrize(
    "url",
    [
        "",
        "portal.example.org",
        "ftp://portal.example.org/",
        "http://portal.example.org/",
        "http://hooks.internal.example.org/",
        "https:///nudges",
        "https://",
        "https://ana:zebra@portal.example.org/",
        "https://ana@portal.example.org/",
        "https://@portal.example.org/",
        "https://portal.example.org\\@other.example.org/",
        "https://portal.example.org/#zebra",
        "https://portal.example.org/#",
        "https://portal.example.org:0/",
        "https://portal.example.org:zebra/",
        "https://portal.example.org:99999/",
        "https://[::1/",
        "https://portal.example.org/a b",
        "https://portal.example.org/a\nb",
        "https://pörtal.example.org/",
        " https://portal.example.org/",
        f"https://portal.example.org/{'a' * LONGEST_URL}",
    ],
)
def test_what_could_not_be_called_is_refused(world: World, webhooks: Webhooks, url: str) -> None:
    """And not repeated: a URL can hold a secret."""
    with pytest.raises(Invalid) as refused:
        webhooks.add(world.tenant, url)
    assert (refused.value.code, refused.value.facts["at"]) == ("webhook-url-invalid", "$.url")
    assert "zebra" not in refused.value.message
    assert webhooks.list(world.tenant) == []


@pytest.mark.parametrize(
    "url",
    [
        URL,
        "https://portal.example.org",
        "https://portal.example.org:8443/a/b?c=d",
        "http://hooks.internal/nudges",
        "http://HOOKS.internal:8080/",
        "HTTPS://xn--prtal-kva.example.org/",
    ],
)
def test_what_can_be_called_is_taken(world: World, webhooks: Webhooks, url: str) -> None:
    """Without TLS only what the operator named."""
    assert webhooks.add(world.tenant, url).url == url


def test_there_are_five_at_most(world: World, webhooks: Webhooks) -> None:
    added = [webhooks.add(world.tenant, URL) for _ in range(MOST)]
    with pytest.raises(Conflict, match="5 webhooks already"):
        webhooks.add(world.tenant, URL)
    webhooks.erase(world.tenant, added[0].id)
    assert webhooks.add(world.tenant, URL)


def test_two_secrets_are_the_most(world: World, webhooks: Webhooks) -> None:
    """The one before goes on signing, until the next rotation or until it is dropped."""
    first = webhooks.add(world.tenant, URL)
    second = webhooks.rotate(world.tenant, first.id)
    assert second.secrets[1:] == first.secrets
    third = webhooks.rotate(world.tenant, first.id)
    assert third.secrets[1:] == second.secrets[:1]
    alone = webhooks.drop_old_secret(world.tenant, first.id)
    assert alone.secrets == third.secrets[:1]
    assert webhooks.drop_old_secret(world.tenant, first.id) == alone
    assert alone.signing_key == first.signing_key


def test_one_that_is_gone_is_disabled_until_it_is_enabled(world: World, webhooks: Webhooks) -> None:
    added = webhooks.add(world.tenant, URL)
    webhooks.disable(added, "gone")
    disabled = webhooks.get(world.tenant, added.id)
    assert (disabled.disabled_at is not None, disabled.disabled_reason) == (True, "gone")
    enabled = webhooks.enable(world.tenant, added.id)
    assert (enabled.disabled_at, enabled.disabled_reason) == (None, "")
    assert webhooks.enable(world.tenant, added.id) == enabled
    webhooks.disable(added, "gone")
    assert webhooks.get(world.tenant, added.id) == enabled, "the 410 is older than the wish to go on"


def test_a_disabled_one_that_was_removed_is_not_found(world: World, webhooks: Webhooks) -> None:
    added = webhooks.add(world.tenant, URL)
    webhooks.erase(world.tenant, added.id)
    for act in (
        lambda: webhooks.disable(added, "gone"),
        lambda: webhooks.get(world.tenant, added.id),
        lambda: webhooks.rotate(world.tenant, added.id),
        lambda: webhooks.erase(world.tenant, added.id),
    ):
        with pytest.raises(NotFound):
            act()


def test_others_have_their_own(world: World, webhooks: Webhooks) -> None:
    other = world.services.api_keys.add_tenant("other").id
    added = webhooks.add(world.tenant, URL)
    assert webhooks.list(other) == []
    with pytest.raises(NotFound):
        webhooks.rotate(other, added.id)


class TestRealKeys:
    """What is made by the application, checked as a receiver would."""

    def test_a_secret_is_one_of_the_standard(self) -> None:
        secret = WebhookSigning().new_secret()
        prefix, _, said = secret.partition("_")
        assert (prefix, len(base64.b64decode(said))) == ("whsec", SECRET_BYTES)
        headers = {
            "webhook-id": "ndg_1",
            "webhook-timestamp": str(int(NOON.timestamp())),
            "webhook-signature": Webhook(secret).sign("ndg_1", NOON, "{}"),
        }
        with pytest.raises(Exception, match="too old"):
            Webhook(secret).verify("{}", headers)

    def test_the_public_key_checks_what_was_signed(self) -> None:
        signing = WebhookSigning()
        private = signing.new_key()
        prefix, _, said = signing.public(private).partition("_")
        assert (private.partition("_")[0], prefix) == ("whsk", "whpk")
        public = Ed25519PublicKey.from_public_bytes(base64.b64decode(said))
        public.verify(signing.sign(private, b"ndg_1.1.{}"), b"ndg_1.1.{}")

    def test_none_is_made_twice(self) -> None:
        signing = WebhookSigning()
        assert len({make() for _ in range(50) for make in (signing.new_secret, signing.new_key)}) == 100

    @pytest.mark.parametrize("private", ["", "whsk_", "whsk_a2V5", "whsk_!", "whpk_" + "A" * 43 + "="])
    def test_what_is_no_key_signs_nothing(self, private: str) -> None:
        for act in (lambda: WebhookSigning().public(private), lambda: WebhookSigning().sign(private, b"")):
            with pytest.raises(ValueError, match="isn't an Ed25519 private key") as refused:
                act()
            assert refused.value.__suppress_context__

    def test_the_use_case_takes_them(self, world: World) -> None:
        webhooks = Webhooks(world.store, world.clock, FakeIds(), WebhookSigning())
        added = webhooks.add(world.tenant, URL)
        assert webhooks.public_key(replace(added, url="")).startswith("whpk_")
