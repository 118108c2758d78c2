"""The couriers that an operator has set up, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import unquote, urlsplit

from nudge.app.nudge_ports import Courier
from nudge.app.ports import Clock, Store
from nudge.couriers.chat import ChatCourier
from nudge.couriers.console import ConsoleCourier
from nudge.couriers.file import FileCourier
from nudge.couriers.inbox import InboxCourier
from nudge.couriers.mail import MailCourier
from nudge.couriers.mail_message import MailSender
from nudge.couriers.mail_server import MailServer
from nudge.couriers.webhook import WebhookCourier
from nudge.couriers.webhook_body import Sign
from nudge.domain.errors import Invalid
from nudge.domain.letters import WebhookEndpoint

SECURITY = {"smtp": "starttls", "smtps": "tls", "smtp+plain": "none"}


@dataclass(frozen=True, slots=True)
class CourierSettings:
    """What an operator says about couriers; see `nudge.settings`."""

    mail_server: str = ""
    mail_from: str = ""
    chat_urls: str = ""
    outbox: str = ""
    wanted: tuple[str, ...] = ()
    webhook_private_hosts: tuple[str, ...] = ()


def couriers_of(
    settings: CourierSettings,
    store: Store,
    clock: Clock,
    *,
    endpoints: Callable[[str], Sequence[WebhookEndpoint]],
    disable: Callable[[WebhookEndpoint, str], None],
    sign: Sign,
) -> Mapping[str, Courier]:
    """The couriers: the inbox of test tenants and webhooks always, the others where they are set up.

    Raises:
        Invalid: `setting-invalid`, `mail-settings-insecure`, `mail-sender-invalid`; Unavailable:
            `extra-missing` for chat without its extra.
    """
    webhook = WebhookCourier(
        endpoints=endpoints,
        disable=disable,
        clock=clock,
        sign=sign,
        private_hosts=settings.webhook_private_hosts,
    )
    found: list[Courier] = [InboxCourier(store), webhook]
    if settings.mail_server:
        found.append(MailCourier(mail_server(settings.mail_server), mail_sender(settings.mail_from)))
    if settings.chat_urls:
        chat = ChatCourier(settings.chat_urls.split())
        chat.warm_up()
        found.append(chat)
    if settings.outbox:
        found.append(FileCourier(Path(settings.outbox)))
    if "console" in settings.wanted:
        found.append(ConsoleCourier())
    return {courier.name: courier for courier in found}


def mail_server(url: str) -> MailServer:
    """The server of a URL such as `smtp://user:password@host:587`.

    Raises:
        Invalid: `setting-invalid`; the message doesn't repeat the URL, which may hold a password.

    >>> mail_server("smtp+plain://localhost:2525").port
    2525
    """
    try:
        parts = urlsplit(url)
        security, port = SECURITY[parts.scheme], parts.port or 0
    except (KeyError, ValueError):
        security, port, parts = "", 0, None
    if parts is None or not parts.hostname:
        message = "NUDGE_MAIL_SERVER looks like smtp://user:password@host:587, smtps://… or smtp+plain://…."
        raise Invalid("setting-invalid", message)
    return MailServer(
        parts.hostname,
        port,
        security,  # type: ignore[arg-type]  # one of SECURITY's values
        unquote(parts.username or ""),
        unquote(parts.password or ""),
    )


def mail_sender(sender: str) -> MailSender:
    """The sender of a line such as `Peer coaching <nudge@example.org>`.

    >>> mail_sender("Peer coaching at Acme <nudge@acme.example>").address
    'nudge@acme.example'
    """
    name, address = parseaddr(sender)
    return MailSender(address, name or "Peer coaching")
