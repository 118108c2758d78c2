"""`nudge keys`: shown once, listed by their start, revoked at once."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nudge.cli.main import nudge


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("NUDGE_DATA", str(tmp_path))
    return CliRunner()


def call(run: CliRunner, *arguments: str) -> Result:
    return run.invoke(nudge, list(arguments))


def test_a_key_is_shown_once_and_never_again(run: CliRunner) -> None:
    """The secret stands alone on standard output; the list has its readable start only."""
    made = call(run, "keys", "create", "--tenant", "Acme", "--name", "HR portal", "--scope", "read")
    assert made.exit_code == 0, made.output
    secret = made.stdout.strip()
    assert secret.startswith("ndg_live_")
    assert len(secret) > 36
    listed = call(run, "keys", "list").stdout
    assert "HR portal" in listed
    assert secret not in listed


def test_a_test_key_says_so(run: CliRunner) -> None:
    """It can be told from a live one by its first letters."""
    made = call(run, "keys", "create", "--tenant", "Acme", "--name", "try", "--test")
    assert made.stdout.startswith("ndg_test_")


def test_an_unknown_scope_is_refused_with_the_choices(run: CliRunner) -> None:
    """The message names what there is."""
    made = call(run, "keys", "create", "--tenant", "Acme", "--name", "x", "--scope", "everything")
    assert made.exit_code == 2
    assert all(scope in made.output for scope in ("choose", "read", "write", "erase"))


def test_a_revoked_key_stays_listed_as_revoked(run: CliRunner) -> None:
    """Revoking twice is fine; an unknown id is not."""
    made = call(run, "keys", "create", "--tenant", "Acme", "--name", "old")
    key_id = made.stderr.split()[1]
    assert call(run, "keys", "revoke", key_id).exit_code == 0
    assert call(run, "keys", "revoke", key_id).exit_code == 0
    unknown = call(run, "keys", "revoke", "key_0")
    assert unknown.exit_code != 0


def test_a_database_that_cannot_be_reached_says_what_to_look_at(
    run: CliRunner, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The settings to check are named."""
    monkeypatch.setenv("NUDGE_DATABASE_URL", "postgresql://127.0.0.1:1/nothing")
    failed = call(run, "keys", "list")
    assert failed.exit_code != 0
    assert "NUDGE_DATABASE_URL" in str(failed.exception)
