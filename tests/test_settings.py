"""What an operator can set, and what is said when it is wrong."""

import os
from pathlib import Path

import pytest

from nudge.domain.errors import Invalid
from nudge.settings import Settings, read_settings


def test_nothing_set_gives_the_defaults() -> None:
    """Without variables the embedded default: SQLite in `var`, loopback, port 8600."""
    settings = read_settings({"PATH": "/bin"})
    assert settings == Settings()
    assert settings.url == f"sqlite:///{Path('var/nudge.db').absolute()}"


def test_values_are_read_by_kind() -> None:
    """Paths, numbers and yes or no."""
    settings = read_settings(
        {
            "NUDGE_DATA": "/srv/nudge",
            "NUDGE_PORT": "9000",
            "NUDGE_KEYLESS": "no",
            "NUDGE_DATABASE_URL": "postgresql://x/y",
        }
    )
    assert settings.data == Path("/srv/nudge")
    assert settings.port == 9000
    assert not settings.keyless
    assert settings.url == "postgresql://x/y"


def test_folders_of_own_questions_are_listed_in_order() -> None:
    """With the path separator of the system between; empty ones are none."""
    settings = read_settings({"NUDGE_OVERLAYS": os.pathsep.join(["/srv/a", "", "b"])})
    assert settings.overlay_folders == (Path("/srv/a"), Path("b"))
    assert read_settings({}).overlay_folders == ()


def test_an_unknown_name_is_refused_with_the_nearest() -> None:
    """A typo never passes silently."""
    with pytest.raises(Invalid, match="Did you mean “NUDGE_DATABASE_URL”") as caught:
        read_settings({"NUDGE_DATABSE_URL": "sqlite:///x"})
    assert caught.value.code == "setting-unknown"


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("NUDGE_PORT", "0"),
        ("NUDGE_PORT", "70000"),
        ("NUDGE_PORT", "eighty"),
        ("NUDGE_KEYLESS", "maybe"),
        ("NUDGE_ENCODER_THREADS", "-1"),
        ("NUDGE_MAX_BODY_BYTES", "²"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(variable: str, value: str) -> None:
    """The message names the variable and says what it takes."""
    with pytest.raises(Invalid, match=variable):
        read_settings({variable: value})


def test_keys_are_not_shown() -> None:
    """Settings can be printed without giving the vault's keys away."""
    assert "s3cret" not in repr(read_settings({"NUDGE_VAULT_KEYS": "s3cret"}))
