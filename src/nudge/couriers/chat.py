"""Chat and a hundred other services, by Apprise: the extra `nudge[chat]`, set up by the operator."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import timedelta
from importlib import import_module
from typing import Any
from urllib.parse import quote

from nudge.couriers.letter_words import plain_lines, tidied
from nudge.couriers.mail import WAITS
from nudge.couriers.quiet_logs import keep_quiet
from nudge.domain.errors import Invalid, Unavailable
from nudge.domain.letters import Letter, NotDelivered
from nudge.domain.records import Participant

REF = "{ref}"
"""In a service's URL: where the participant's ref goes, which makes it a way to this person alone."""


class ChatCourier:
    """Sends letters by the services of some Apprise URLs; one that takes it is enough.

    A URL with `{ref}` in it, such as "slack://token/@{ref}", reaches one person: it gets the whole letter.
    One without is a room: it gets the subject and no more, since words and links belong to the person.

    Args:
        urls: of services, as Apprise writes them.
    """

    name = "chat"
    deduplicates = False
    waits: Sequence[timedelta] = WAITS

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = tuple(urls)
        self._apprise: Any = None

    def warm_up(self) -> None:
        """Load Apprise and read the URLs.

        Raises:
            Unavailable: `extra-missing` when Apprise isn't installed.
            Invalid: `chat-url-invalid`, with its place in the list: it holds secrets.
        """
        try:
            self._apprise = import_module("apprise")
        except ImportError:
            message = "The courier “chat” needs Apprise: pip install nudge[chat]"
            raise Unavailable("extra-missing", message, extra="chat") from None
        keep_quiet("apprise")
        keep_quiet("urllib3.connectionpool", up_to=logging.DEBUG)
        for number, url in enumerate(self._urls, 1):
            if not self._service(url, ref="someone"):
                message = "Apprise doesn't understand one of the URLs of the courier “chat”."
                raise Invalid("chat-url-invalid", message, number=number)

    def address(self, participant: Participant) -> str | None:
        """The person's ref, which goes into the URLs."""
        return participant.ref if self._urls else None

    def send(self, letter: Letter) -> str:
        """Send the letter by every service; returns how many took it, such as "2/2".

        Raises:
            NotDelivered: `chat-refused` when none did.
        """
        if self._apprise is None:
            self.warm_up()
        n_taken = sum(self._notify(url, letter) for url in self._urls)
        if not n_taken:
            raise NotDelivered("chat-refused")
        return f"{n_taken}/{len(self._urls)}"

    def _service(self, url: str, *, ref: str) -> Any:
        """An Apprise with this one service; false when the URL isn't one."""
        asset = self._apprise.AppriseAsset(
            app_id="nudge",
            app_desc="Peer coaching",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            async_mode=False,
            http_redirects=False,
            pgp_autogen=False,
            pem_autogen=False,
            service_timeout=15,
        )
        service = self._apprise.Apprise(asset=asset)
        service.add(url.replace(REF, quote(ref, safe="")))
        return service

    def _notify(self, url: str, letter: Letter) -> bool:
        title = _harmless(letter.subject)
        body = _harmless("\n".join(plain_lines(letter))) if REF in url else title
        service = self._service(url, ref=letter.ref)
        try:
            is_taken = service.notify(title=title if REF in url else "", body=body, body_format="text")
        except Exception:  # of a plugin: its message may hold the URL
            return False
        return bool(is_taken)


def _harmless(text: str) -> str:
    """The text with mentions taken apart, so that no room is called by "@everyone" or "<!here>".

    >>> _harmless("@here").isascii()
    False
    """
    return tidied(text).replace("@", "@\u200b").replace("<!", "<\u200b!")
