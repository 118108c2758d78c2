"""What an operator can set: read once from `NUDGE_*`, frozen, unknown names refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

_SHIPPED = Path(__file__).parent / "shipped"
_CHECKOUT = Path(__file__).parents[2]


def shipped(name: str) -> Path:
    """A directory that comes with nudge: inside an installed package, or at the top of a checkout."""
    return _SHIPPED / name if (_SHIPPED / name).is_dir() else _CHECKOUT / name


@dataclass(frozen=True, slots=True)
class Settings:
    """Every setting, with its default. The variable of `data` is `NUDGE_DATA`, and so on.

    Attributes:
        data: directory of the database, the vault's key and caches; made when it isn't there.
        database_url: `sqlite:///path` or `postgresql://…`; empty is SQLite in `data`.
        host, port: where the service listens.
        keyless: whether callers on this machine may do without a key while no key has been made.
        bank, models: directories of the question bank and of the models' manifest.
        encoder: a folder with another sentence-transformers model; empty is the one of the manifest.
        encoder_threads: threads inside one encoding, 1 to 64.
        vault_keys: keys that encrypt what is confidential, newest first, with commas between; empty is
            a key file in `data`.
        max_body_bytes: largest request body.
    """

    data: Path = Path("var")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8600
    keyless: bool = True
    bank: Path = field(default_factory=lambda: shipped("question_bank"))
    models: Path = field(default_factory=lambda: shipped("models"))
    encoder: str = ""
    encoder_threads: int = 1
    vault_keys: str = field(default="", repr=False)
    max_body_bytes: int = 2_000_000

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{(self.data / 'nudge.db').absolute()}"


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings of an environment.

    Raises:
        Invalid: `setting-unknown` with the nearest name, or `setting-invalid`.
    """
    known = {f"NUDGE_{f.name.upper()}": f.name for f in fields(Settings)}
    given: dict[str, object] = {}
    for variable, value in environ.items():
        if not variable.startswith("NUDGE_"):
            continue
        if variable not in known:
            hint = did_you_mean(variable, known)
            raise Invalid("setting-unknown", f"There is no setting {variable}. {hint}")
        given[known[variable]] = _parsed(variable, known[variable], value)
    return Settings(**given)  # type: ignore[arg-type]  # the values have been parsed by name


def _parsed(variable: str, name: str, value: str) -> object:
    match name:
        case "port" | "encoder_threads" | "max_body_bytes":
            return _number(variable, value, {"port": 65_535, "encoder_threads": 64}.get(name, 100_000_000))
        case "keyless":
            if value.lower() not in ("true", "false", "1", "0", "yes", "no"):
                raise Invalid("setting-invalid", f"{variable} is yes or no.")
            return value.lower() in ("true", "1", "yes")
        case "data" | "bank" | "models":
            return Path(value)
    return value


def _number(variable: str, value: str, largest: int) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= largest:
        raise Invalid("setting-invalid", f"{variable} is a whole number from 1 to {largest}.")
    return int(value)
