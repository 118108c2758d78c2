"""What every courier needs of a letter's words: tidied, in order, with a name for each link."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from nudge.domain.letters import Letter, TapAction

LABELS = {
    TapAction.DONE: "Done",
    TapAction.LATER: "Later",
    TapAction.CHANGE: "Change it",
    TapAction.STOP: "Stop this one",
    TapAction.STOP_ALL: "Stop all",
}
"""What stands on the links, in the order in which they are shown."""


def tidied(text: str) -> str:
    r"""The text without control characters, which a terminal or a mail program could obey.

    Line ends become "\\n"; what can't be encoded becomes a question mark.

    >>> tidied("one\r\ntwo\x1b[2J\x00")
    'one\ntwo[2J'
    """
    lines = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in lines if char == "\n" or unicodedata.category(char) != "Cc")


def labelled_links(letter: Letter) -> Iterator[tuple[TapAction, str, str]]:
    """Action, label and address of each link of the letter, in the order in which they are shown."""
    for action, label in LABELS.items():
        if action in letter.links:
            yield action, tidied(letter.frame.get(action, label)), letter.links[action]


def plain_lines(letter: Letter) -> Iterator[str]:
    """The words of a letter for a chat or a terminal: text, why, links. The subject isn't in it."""
    yield from tidied(letter.text).split("\n")
    yield ""
    yield from tidied(letter.why).split("\n")
    yield ""
    for _, label, link in labelled_links(letter):
        yield f"{label}: {tidied(link)}"
