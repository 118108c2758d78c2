"""A letter as a message of mail: headers without a word of the person, text and HTML.

Two widths are at work. Bodies are encoded at 76 characters, the limit of quoted-printable; headers are
written at 998, since a folded List-Unsubscribe link is one that mail programs can't follow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from nudge.couriers.mail_addresses import checked
from nudge.couriers.mail_pages import html_page, plain_page
from nudge.domain.errors import Invalid
from nudge.domain.letters import Letter, NotDelivered

_BODIES = SMTP.clone(max_line_length=76, cte_type="7bit")
_HEADERS = SMTP.clone(max_line_length=998, cte_type="7bit")
_LINK = re.compile(r"https?://[!#-;=?-~]{1,900}")
_ID = re.compile(r"[A-Za-z0-9_-]{1,100}")
_MOST_OF_SUBJECT = 78


@dataclass(frozen=True, slots=True)
class MailSender:
    """Who mail comes from.

    Args:
        address: stands in From and in the envelope; bounces go there.
        name: shown with it, such as "Peer coaching at Acme".
        domain: right half of Message-IDs; the domain of the address unless given.

    Raises:
        Invalid: `mail-sender-invalid`.
    """

    address: str
    name: str = "Peer coaching"
    domain: str = ""

    def __post_init__(self) -> None:
        try:
            domain = checked(self.address)[1]
            checked(f"nudge@{self.domain or domain}")
        except NotDelivered:
            domain = ""
        if not domain or not self.name.isprintable() or "=?" in self.name:
            raise Invalid("mail-sender-invalid", "The sender of mail needs an address and a plain name.")
        if not self.domain:
            object.__setattr__(self, "domain", domain)


def message_of(letter: Letter, sender: MailSender) -> EmailMessage:
    """The letter as a message.

    Message-ID is the same for the same letter, on every try. The relay that signs with DKIM has to cover
    List-Unsubscribe and List-Unsubscribe-Post (RFC 8058, 4).

    Raises:
        NotDelivered: final; `address-invalid`, or `letter-invalid` when a subject, link or id isn't fit for
            a header.
    """
    _check(letter)
    message = EmailMessage(policy=_BODIES)
    message["From"] = _address(sender.address, sender.name)
    message["To"] = _address(letter.to)
    message["Subject"] = letter.subject
    message["Date"] = format_datetime(letter.sent_at)
    message["Message-ID"] = f"<{letter.id}@{sender.domain}>"
    message["Auto-Submitted"] = "auto-generated"
    if letter.unsubscribe:
        message["List-Unsubscribe"] = f"<{letter.unsubscribe}>"
        if letter.unsubscribe.startswith("https://"):
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(plain_page(letter, sender=sender.name), cte="quoted-printable")
    message.add_alternative(html_page(letter, sender=sender.name), subtype="html", cte="quoted-printable")
    for part in message.iter_parts():
        del part["MIME-Version"]  # which the whole has
    return message


def source_of(message: EmailMessage, *, utf8: bool = False) -> bytes:
    """The message as it goes over the wire, lines ended by CRLF.

    Args:
        utf8: leave letters beyond ASCII in headers as they are (RFC 6532), for servers with SMTPUTF8.
    """
    return message.as_bytes(policy=_HEADERS.clone(utf8=utf8))


def _check(letter: Letter) -> None:
    """Refuse what would become a second header or an encoded word that decodes to one."""
    subject = letter.subject
    links = [*letter.links.values(), *([letter.unsubscribe] if letter.unsubscribe else [])]
    is_fit = (
        subject.isprintable()
        and "=?" not in subject
        and len(subject) <= _MOST_OF_SUBJECT
        and _ID.fullmatch(letter.id)
        and all(_LINK.fullmatch(link) for link in links)
    )
    if not is_fit:
        raise NotDelivered("letter-invalid", is_final=True)


def _address(address: str, name: str = "") -> Address:
    local, domain = checked(address)
    try:
        return Address(name, local, domain)
    except (MessageError, ValueError, IndexError):
        raise NotDelivered("address-invalid", is_final=True) from None
