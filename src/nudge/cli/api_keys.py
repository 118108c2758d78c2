"""`nudge keys`: API keys of tenants, shown once."""

from __future__ import annotations

import os

import click

from nudge.domain.records import Scope
from nudge.settings import read_settings
from nudge.wiring.stores import api_keys


@click.group("keys")
def command() -> None:
    """Make, list and revoke API keys."""


@command.command("create")
@click.option("--tenant", required=True, help="Name of the organisation; made when it isn't there.")
@click.option("--name", required=True, help="What the key is for, such as “HR portal”.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice([scope.value for scope in Scope]),
    help="May be given often; all by default.",
)
@click.option("--test", "is_test", is_flag=True, help="A test key: it never touches live data.")
def create(tenant: str, name: str, scopes: tuple[str, ...], is_test: bool) -> None:
    """Make a key and show it, this once."""
    with api_keys(read_settings(os.environ)) as keys:
        key, secret = keys.issue(
            tenant=tenant, name=name, scopes=frozenset(map(Scope, scopes or Scope)), is_test=is_test
        )
    click.echo(secret)
    click.echo(f"Key {key.id} of {tenant}. Keep it now: it isn't shown again.", err=True)


@command.command("list")
def list_keys() -> None:
    """List the keys by their readable start; secrets aren't kept."""
    from rich.console import Console
    from rich.table import Table

    with api_keys(read_settings(os.environ)) as keys:
        names = {tenant.id: tenant.name for tenant in keys.tenants()}
        listed = keys.all()
    table = Table("id", "tenant", "name", "starts with", "scopes", "made", "revoked")
    for key in listed:
        revoked = key.revoked_at.strftime("%Y-%m-%d") if key.revoked_at else ""
        made = key.created_at.strftime("%Y-%m-%d")
        table.add_row(
            key.id,
            names.get(key.tenant, ""),
            key.name,
            key.prefix,
            " ".join(sorted(key.scopes)),
            made,
            revoked,
        )
    Console().print(table)


@command.command("revoke")
@click.argument("key_id")
def revoke(key_id: str) -> None:
    """Revoke the key with this id, at once."""
    with api_keys(read_settings(os.environ)) as keys:
        keys.revoke(key_id)
    click.echo(f"Key {key_id} is revoked.")
