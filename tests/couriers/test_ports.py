from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import cast

from nudge.app.nudge_ports import Courier
from nudge.app.ports import Store
from nudge.couriers.chat import ChatCourier
from nudge.couriers.console import ConsoleCourier
from nudge.couriers.file import FileCourier
from nudge.couriers.inbox import InboxCourier
from nudge.couriers.mail import MailCourier
from nudge.couriers.mail_message import MailSender
from nudge.couriers.mail_server import MailServer
from tests.couriers.test_webhook import Desk


def test_every_courier_keeps_to_the_port() -> None:
    """Each has its own name; only those that can promise it take a second copy for the first."""
    couriers: list[Courier] = [
        MailCourier(MailServer("localhost"), MailSender("nudge@acme.example")),
        Desk().courier,
        ChatCourier([]),
        ConsoleCourier(),
        FileCourier(Path("letters.jsonl")),
        InboxCourier(cast(Store, None)),
    ]
    assert [one.name for one in couriers] == ["email", "webhook", "chat", "console", "file", "inbox"]
    assert {one.name for one in couriers if one.deduplicates} == {"webhook", "inbox"}
    for one in couriers:
        assert list(one.waits) == sorted(one.waits)
        assert all(wait > timedelta() for wait in one.waits)
