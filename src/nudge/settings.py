"""What an operator can set: read once from `NUDGE_*`, frozen, unknown names refused."""

from __future__ import annotations

import os
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
        overlays: folders with an organisation's own questions over the bank, with the path separator of the
            system between; the later ones win.
        learns_from_ratings: whether what people say about questions may decide which are asked.
        encoder: a folder with another sentence-transformers model; empty is the one of the manifest.
        encoder_threads: threads inside one encoding, 1 to 64.
        vault_keys: keys that encrypt what is confidential, newest first, with commas between; empty is
            a key file in `data`.
        max_body_bytes: largest request body.
        public_url: where people reach this service, such as `https://nudge.example.org`; the links in nudges
            begin with it. Empty is where it listens.
        worker: whether `nudge serve` sends nudges too, or leaves that to `nudge work`.
        couriers: ways to people who chose none, the preferred first, with commas between.
        mail_server: `smtp://user:password@host:587` (STARTTLS), `smtps://…:465` (TLS from the start) or
            `smtp+plain://localhost:25` (without TLS and password); empty sends no mail.
        mail_from: the sender of mail: an address, or a name with the address in angle brackets.
        chat_urls: Apprise URLs of chat services, with spaces between; needs the extra `chat`.
        outbox: file to which the courier "file" appends letters.
        webhook_private_hosts: hosts inside your network, and http ones, that webhooks may go to, with commas.
        nudges_per_second: most that each courier sends in a second, 1 to 1000.
    """

    data: Path = Path("var")
    database_url: str = ""
    host: str = "127.0.0.1"
    port: int = 8600
    keyless: bool = True
    bank: Path = field(default_factory=lambda: shipped("question_bank"))
    models: Path = field(default_factory=lambda: shipped("models"))
    overlays: str = ""
    learns_from_ratings: bool = True
    encoder: str = ""
    encoder_threads: int = 1
    vault_keys: str = field(default="", repr=False)
    max_body_bytes: int = 2_000_000
    public_url: str = ""
    worker: bool = True
    couriers: str = "email,webhook"
    mail_server: str = field(default="", repr=False)
    mail_from: str = "nudge@localhost"
    chat_urls: str = field(default="", repr=False)
    outbox: str = ""
    webhook_private_hosts: str = ""
    nudges_per_second: int = 50

    @property
    def overlay_folders(self) -> tuple[Path, ...]:
        """The folders of overlays, in order."""
        return tuple(Path(folder) for folder in self.overlays.split(os.pathsep) if folder.strip())

    @property
    def url(self) -> str:
        """The database's URL."""
        return self.database_url or f"sqlite:///{(self.data / 'nudge.db').absolute()}"

    @property
    def links_url(self) -> str:
        """What the links in nudges begin with."""
        return self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"


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
        case "port" | "encoder_threads" | "max_body_bytes" | "nudges_per_second":
            return _number(variable, value, _LARGEST.get(name, 100_000_000))
        case "keyless" | "worker" | "learns_from_ratings":
            if value.lower() not in ("true", "false", "1", "0", "yes", "no"):
                raise Invalid("setting-invalid", f"{variable} is yes or no.")
            return value.lower() in ("true", "1", "yes")
        case "data" | "bank" | "models":
            return Path(value)
    return value


_LARGEST = {"port": 65_535, "encoder_threads": 64, "nudges_per_second": 1_000}


def _number(variable: str, value: str, largest: int) -> int:
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= largest:
        raise Invalid("setting-invalid", f"{variable} is a whole number from 1 to {largest}.")
    return int(value)
