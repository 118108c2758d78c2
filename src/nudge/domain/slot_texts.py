"""Wordings with slots in them, as plain text in which nothing can run: what organisations may send."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping

LONGEST_TEXT = 400
"""Characters of a wording. Chosen: the longest question of the bank has 125, and is read in one breath."""
LONGEST_FILLED = 700
"""Characters of a wording with its slot filled; a longer one isn't used. Chosen: the longest text, and more
than the longest words that are said back, which have 200."""
_SLOT = re.compile(r"\{\{ {0,3}([a-z]{1,20}) {0,3}\}\}")
_SPACE = re.compile(r"\s+")
_JOINED = re.compile("(?<=[^\\x00-\\x7f\u200d])\u200d")
"""What holds the parts of emoji together, and letters of some scripts; nothing else that can't be seen has a
place in a question. After a plain letter it has none: no rule would know the word."""


def tidy(text: str) -> str:
    """One line, with single spaces: what people paste has line breaks and tabs.

    >>> tidy(" What is \\n there? ")
    'What is there?'
    """
    return _SPACE.sub(" ", text).strip()


def text_problem(text: str, *, most: int = LONGEST_TEXT) -> str | None:
    """Why a text can't be kept or shown, or None: too long, or signs that can't be seen or read aloud.

    >>> text_problem("What is there?"), text_problem("a" + chr(0x202E))
    (None, 'it has a sign that can’t be seen (U+202E)')
    """
    if len(text) > most:
        return f"it has {len(text)} characters; {most} are the most"
    for sign in _JOINED.sub("", text):
        if unicodedata.category(sign) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
            return f"it has a sign that can’t be seen (U+{ord(sign):04X})"
    return None


def slot_problem(template: str, allowed: Collection[str]) -> str | None:
    """Why a wording can't be used, or None: only text and `{{ slot }}` of the allowed slots, each once.

    It isn't read as a program of any kind. Whatever has a brace that isn't one of a slot is refused, also
    one that only looks like it.

    >>> slot_problem("You said you would {{ pledge }}.", ["pledge"])
    >>> slot_problem("{{ ''.__class__ }}", ["pledge"])
    'only text and {{ pledge }} are allowed; it has another “{”'
    """
    if problem := text_problem(template):
        return problem
    found = _SLOT.findall(template)
    rest = unicodedata.normalize("NFKC", _SLOT.sub("", template))
    brace = next((sign for sign in rest if sign in "{}"), None)
    if brace:
        slots = " and ".join(f"{{{{ {name} }}}}" for name in allowed)
        only = f"only text and {slots} are allowed" if slots else "slots aren't allowed here"
        return f"{only}; it has another “{brace}”"
    for name in found:
        if name not in allowed:
            return f"unknown slot “{name}”" + (f"; allowed here: {', '.join(allowed)}" if allowed else "")
        if found.count(name) > 1:
            return f"it uses {{{{ {name} }}}} twice; once is enough"
    return None


def is_plain(template: str) -> bool:
    """Whether a template is only text and slots, so that filling it is replacing words.

    >>> is_plain("With {{ person }}?"), is_plain("{% for a in b %}"), is_plain("{{ a|upper }}")
    (True, False, False)
    """
    rest = _SLOT.sub("", template)
    return "{" not in rest and "}" not in rest


def filled(template: str, slots: Mapping[str, str]) -> str:
    """A plain template with its slots filled. What a slot brings is only text: braces in it aren't looked at.

    Raises:
        KeyError: when the template uses a slot that isn't there.

    >>> filled("Think of {{ person }}.", {"person": "{{ pledge }}"})
    'Think of {{ pledge }}.'
    """
    return _SLOT.sub(lambda found: slots[found[1]], template)
