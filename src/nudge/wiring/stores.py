"""Puts together the database with the vault that seals what is in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from nudge.app.api_keys import ApiKeys
from nudge.app.ports import Vault
from nudge.domain.errors import Unavailable
from nudge.settings import Settings
from nudge.storage.store import SqlStore


def vault_keys(settings: Settings) -> Sequence[bytes]:
    """The vault's keys, newest first: of the settings, else of the key file in the data directory."""
    from nudge.vault.key_file import keys_in

    if settings.vault_keys:
        return [key.strip().encode() for key in settings.vault_keys.split(",") if key.strip()]
    return keys_in(settings.data / "vault.key")


def vault(settings: Settings) -> Vault:
    """The vault with the keys of the settings, else of the key file, which is made when there is none."""
    from nudge.vault.fernet_vault import FernetVault
    from nudge.vault.key_file import vault_of

    if settings.vault_keys:
        return FernetVault(vault_keys(settings))
    return vault_of(settings.data / "vault.key")


@contextmanager
def api_keys(settings: Settings) -> Iterator[ApiKeys]:
    """The use case of tenants and keys on the configured database."""
    from nudge.storage.ids import TimeIds
    from nudge.timers.clocks import SystemClock
    from nudge.vault.secrets import KeySecrets

    store = open_store(settings)
    try:
        yield ApiKeys(store, KeySecrets(), SystemClock(), TimeIds())
    finally:
        store.close()


def open_store(settings: Settings) -> SqlStore:
    """The configured database, with the newest schema.

    Raises:
        Unavailable: what is wrong, and which settings to look at.
    """
    try:
        store = SqlStore(settings.url, vault(settings))
        store.migrate()
    except Unavailable as error:
        hint = "Look at NUDGE_DATABASE_URL and NUDGE_DATA: is the server up, may nudge write there?"
        raise Unavailable(error.code, f"{error.message} {hint}", **error.facts) from error
    return store
