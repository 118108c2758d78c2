"""Nouns of a pledge that a question can take up: who, which ones, what thing, what gathering."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from nudge.language.notes.roles import ROLES
from nudge.language.pledges.persons import to_second_person
from nudge.language.pledges.verbs import is_base, words

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

PEOPLE = (
    "direct reports|team members|team mates|teammates|team leads|team leaders|staff members|colleagues|peers"
    "|customers|clients|suppliers|managers|engineers|developers|apprentices|trainees|interns|nurses|teachers"
    "|volunteers|stakeholders|partners|new starters|new joiners|starters|joiners|analysts|designers|students"
    "|parents|patients|residents|drivers|supervisors|leads|members|mentees|donors|assistants|technicians"
    "|operators|sellers|buyers|testers|consultants|directors|contractors|coaches"
)
"""Chosen: plurals that are people in any pledge."""

GROUPS = "team|crew|department|group|squad|staff|shift|unit"
"""People named as one: "my team" becomes "the people in your team", so that "which of" reads right."""

SHIFTS = [["night"], ["day"], ["early"], ["late"], ["morning"]]
"""Shifts that are people; "the extra shift" is work."""

THINGS = (
    "one-to-ones|one to ones|one-on-ones|1:1s|121s|1-1s|projects|meetings|tasks|processes|tickets|proposals"
    "|contracts|reviews|documents|presentations|templates|decisions|accounts|sites|wards|stores|shops|lessons"
    "|classes|goals|chapters|stand-ups|calls|interviews|workshops|invoices|products|workstreams"
    "|appraisals|handovers|checklists|policies|offers|complaints"
)
THING = (
    "report|plan|draft|list|checklist|proposal|agenda|rota|schedule|document|letter|presentation|deck|budget"
    "|strategy|book|article|chapter|course|template|policy|guide|summary|spreadsheet|website|contract|handbook"
    "|roadmap|application|prototype|offer|backlog|paper|business case|job description|newsletter|map|survey"
    "|reference|script|manual|tender"
)
"""Chosen: single things that are written, read, handed over or decided, and may be "ready" or "finished"."""

EVENTS = (
    "stand-up|standup|stand up|meeting|review|retro|retrospective|workshop|one-to-one|one-on-one|1:1|handover"
    "|huddle|demo|call|conference|board meeting|training|catch-up|catch up|check-in|offsite|away day|seminar"
    "|panel|briefing|lesson|session|ward round"
)
DEFINITE = words("my our the this these those all your")
NUMBERS = words("two three four five six both few some several 2 3 4 5 6")
FUZZY = words("few some several more other")
ONES = re.compile(r"one|1|stand")
WITHIN = words("ADJ NOUN PROPN NUM")
"""Parts of speech that may stand between a determiner and its noun."""

MOST_BEFORE = 3
HALVES = words("meeting meetings lead leads leader leaders training call calls review member")
"""Nouns that the parser takes for verbs when another noun stands before them."""

_NOT_ABOUT = words("for before after with from in at of to until during")
_SOMEBODY = re.compile(ROLES, re.IGNORECASE)


def definite_plural(doc: Doc, heads: str) -> str | None:
    """The first definite plural with such a head, in second person: "your direct reports"."""
    for determiner, middle, head in _phrases(doc, heads):
        if determiner in DEFINITE:
            article = "the" if determiner in ("all", "these", "those") else determiner
            return to_second_person(" ".join([article, *middle, head]))
    return None


def members(doc: Doc) -> str | None:
    """The people of a group named as one: "the people in your team"."""
    for determiner, middle, head in _phrases(doc, GROUPS):
        if determiner in ("my", "our", "the") and (head != "shift" or middle in SHIFTS):
            whose = to_second_person(" ".join([determiner, *middle, head]))
            return f"the people {'on' if head == 'shift' else 'in'} {whose}"
    return None


def some(doc: Doc, heads: str) -> str | None:
    """The first plural without an article: "two colleagues", "customers"."""
    for determiner, middle, head in _phrases(doc, heads):
        kept = [word for word in middle if word.lower() not in FUZZY]
        counted = [word for word in kept if word[0].isdigit() or word.lower() in NUMBERS]
        known = ONES.match(head) or any("'s" in word or "’s" in word for word in kept)
        if determiner in ("", "a") and len(counted) < 2 and not known and "both" not in counted:
            return " ".join([*kept, head])
    return None


def thing(doc: Doc) -> str | None:
    """The first single thing, as a definite one: "write a short plan" has "the short plan"."""
    for determiner, middle, head in _phrases(doc, THING, behind=_NOT_ABOUT):
        if determiner in ("my", "our", "the", "this", "a", "an"):
            article = "the" if determiner in ("a", "an", "this") else determiner
            return to_second_person(" ".join([article, *middle, head]))
    return None


def event(doc: Doc) -> str | None:
    """The first single gathering, as a definite one: "at stand-up" has "the stand-up"."""
    for determiner, middle, head in _phrases(doc, EVENTS):
        bare = not determiner and not middle and head.startswith(("stand", "handover"))
        if determiner in ("my", "our", "the", "this", "next") or bare:
            article = determiner if determiner in ("my", "our") else "the"
            kept = [word for word in middle if word.lower() not in ("next", "last")]
            return to_second_person(" ".join([article, *kept, head]))
    return None


def _phrases(
    doc: Doc, heads: str, behind: frozenset[str] = frozenset()
) -> Iterator[tuple[str, list[str], str]]:
    """Determiner (small, "" for none), the words between and the head, for each head that stands alone.

    Args:
        behind: words after which such a phrase is left out.
    """
    for found in re.finditer(rf"(?<![\w'’-])(?:{heads})(?![\w'’-])", doc.text, re.IGNORECASE):
        tokens = [token for token in doc if found.start() <= token.idx < found.end()]
        if not tokens or tokens[-1].tag_ in ("VBZ", "VBP") or _goes_on(doc, tokens[-1]):
            continue
        first = tokens[0].i
        while first > 0 and tokens[0].i - first <= 2 * MOST_BEFORE and _is_within(doc, first - 1):
            first -= 1
        determiner = _determiner(doc, first - 1)
        before = first - 2 if determiner else first - 1
        middle = doc.text[doc[first].idx : found.start()].split()
        if middle and _SOMEBODY.fullmatch(middle[-1]):
            continue
        if len(middle) <= MOST_BEFORE and not (before >= 0 and doc[before].lower_ in behind):
            yield determiner, middle, _head(found[0])


def _determiner(doc: Doc, at: int) -> str:
    if at < 0:
        return ""
    token = doc[at]
    said = token.pos_ == "DET" or token.tag_ == "PRP$" or token.lower_ in DEFINITE
    return token.lower_ if said else ""


def _is_within(doc: Doc, at: int) -> bool:
    """Whether a token belongs to the noun phrase behind it; an act at the beginning doesn't."""
    token = doc[at]
    if token.lower_ in DEFINITE or token.tag_ == "PRP$":
        return False
    if token.lower_ in NUMBERS or token.text == "-" or token.tag_ == "POS":
        return True
    opens = at == 0 or doc[at - 1].lower_ in ("to", "will", "'ll", "’ll", "not", "and", "i")
    return token.pos_ in WITHIN and not (opens and is_base(token.text))


def _goes_on(doc: Doc, last: Token) -> bool:
    """Whether the noun is only the first half of another ("the report template", "the team's goals")."""
    if last.i + 1 >= len(doc):
        return False
    after = doc[last.i + 1]
    if after.tag_ == "POS" or after.text in "/-" or after.lower_ in HALVES:
        return True
    return bool(after.pos_ == "NOUN" and after.dep_ != "npadvmod")


def _head(text: str) -> str:
    return text if text[1:] != text[1:].lower() else text[0].lower() + text[1:]
