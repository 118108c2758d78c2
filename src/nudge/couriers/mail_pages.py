"""The two bodies of a mail: plain text, and HTML without anything remote in it.

Mail programs show the first words of a message beside its subject, where others can see them. Both bodies
therefore open with the same sentence that says nothing about anybody, long enough to fill that line.
"""

from __future__ import annotations

import html
from functools import cache
from importlib.resources import files
from string import Template

from nudge.couriers.letter_words import labelled_links, tidied
from nudge.domain.letters import Letter, TapAction

PREHEADER = (
    "A short note from your peer coaching, for you alone. "
    "It has links to say that something is done, to move it, to change it or to stop."
)
SIGNATURE = "{sender} sends this because you pledged something in your peer coaching."
_PADDING = "&#847;&zwnj;&nbsp;" * 80
"""Invisible; keeps what follows out of the preview in mail programs that show more than the sentence."""

_BUTTON = (
    "display:inline-block;padding:2px 18px;border-radius:6px;"
    "background:#2f5d50;color:#ffffff;text-decoration:none;font-weight:600;margin-right:16px;"
)
_LINK = "color:#2f5d50;text-decoration:underline;white-space:nowrap;margin-right:16px;"


def plain_page(letter: Letter, *, sender: str) -> str:
    """The letter as plain text: what it says, why it came, what one can do, who sends it."""
    links = "\n".join(f"{label}:\n{link}\n" for _, label, link in labelled_links(letter))
    opening, signature = _opening(letter), _signature(letter, sender)
    parts = (opening, tidied(letter.text), tidied(letter.why), links.rstrip("\n"), signature)
    return "\n\n".join(part for part in parts if part) + "\n"


def html_page(letter: Letter, *, sender: str) -> str:
    """The letter as HTML: inline style, light and dark, no image, script, font or address to fetch."""
    return _template().substitute(
        locale=html.escape(letter.language),
        subject=html.escape(letter.subject),
        preheader=html.escape(_opening(letter)),
        padding=_PADDING,
        text=_escaped(letter.text),
        why=_escaped(letter.why),
        links="\n".join(_anchor(*link) for link in labelled_links(letter)),
        sender=_escaped(_signature(letter, sender)),
    )


@cache
def _template() -> Template:
    return Template(files("nudge.couriers").joinpath("mail.html").read_text(encoding="utf-8"))


def _escaped(text: str) -> str:
    return html.escape(tidied(text)).replace("\n", "<br>\n")


def _anchor(action: TapAction, label: str, link: str) -> str:
    is_first = action is TapAction.DONE
    style, of_class = (_BUTTON, "") if is_first else (_LINK, ' class="link"')
    return (
        f'<a href="{html.escape(link)}"{of_class} rel="noreferrer" style="{style}">{html.escape(label)}</a>'
    )


def _opening(letter: Letter) -> str:
    return letter.frame.get("opening", PREHEADER)


def _signature(letter: Letter, sender: str) -> str:
    return letter.frame.get("signature", SIGNATURE).replace("{sender}", sender)
