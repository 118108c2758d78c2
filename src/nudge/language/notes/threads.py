"""Open threads: a decision that waits, an intention without a result, something avoided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from nudge.language.notes.authors import unquoted

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_N = r"(?:n['’]?t|\s+not|\s+never)"
_DOES = (
    r"(?:tell|told|ask|asked|say|said|speak|spoken|spoke|talk|talked|raise|raised|start|started|decide"
    r"|decided"
    r"|write|written|send|sent|call|called|ring|rung|phone|phoned|sign|signed|answer|answered|reply|replied"
    r"|mention|mentioned|bring|brought|finish|finished|do|done|address|addressed|touch|touched|open|opened"
    r"|thank|thanked|apologise|apologised|apologize|apologized|book|booked|make|made|give|given|face|faced"
    r"|look|looked|get|got|gotten|sort|sorted|fix|fixed|begin|begun|choose|chosen|pick|picked|plan|planned"
    r"|hand|handed|follow|followed|confront|confronted|explain|explained|push|pushed|meet|met|set)"
)
_ADVERBS = r"(?:\s+(?:even|yet|actually|really|ever|once|quite|properly|still|had|the|time|to|been|able))*"
_OPEN = re.compile(
    "|".join(
        (
            rf"(?P<undone>\b(?:have|has|ha?v|'ve|’ve|ve|'s|’s){_N}{_ADVERBS}\s+{_DOES})\b",
            r"(?P<undone2>\b(?:have|'ve|’ve)\s+(?:yet|still)\s+to\s+\w+)",
            r"(?P<avoided>\bdid(?:n['’]?t| not)\s+(?:\w+\s+)?(?:get (?:to|on to|onto|round to|around to)"
            r"|manage|dare"
            r"|tell|say|ask|raise|mention|bring (?:it|this|that) up|speak up|push back|call|phone|ring"
            r"|reply|answer"
            r"|have the (?:nerve|guts|heart)|know (?:how|what) to))\b",
            r"(?P<silent>\b(?:said|saying|say) nothing\b|\bkept (?:quiet|my mouth shut|it to myself)\b)",
            r"(?P<still>\bstill\s+(?:have|has|don|do|can|could|need|needs|owe|must|didn|haven|hasn"
            r"|waiting|no|not"
            r"|nothing|unsigned|avoid|avoiding|check|checking|redo|open|to do|undecided|torn|unsure|wondering"
            r"|keep|keeps|put|putting|end up|say yes|want to|wants to|trying to|a mess)\b)",
            r"(?P<should>\b(?:should|shoulda|ought to)\s+(?:have|'ve|’ve|of|really|probably|just|be|\w+)\b)",
            r"(?P<need>\b(?:need|needs|have|has|'ve got|gotta|got) to\s+(?:\w+\s+)?(?:tell|talk|speak"
            r"|decide|choose|find|ask|say|"
            r"have (?:a|the|that)|let|stop|start|sort|make|finish|call|write|answer|get|give|raise|face"
            r"|plan)\b)",
            r"(?P<choice>\beither\b.{3,80}?\bor\b)",
            r"(?P<unsure>\b(?:do(?:n['’]?t| not)|dunno|no idea|not sure|unsure|can(?:['’]?t|not) (?:tell"
            r"|say)|wonder|wondering"
            r"|question is|depends)\s*(?:yet\s+)?(?:know\s+)?(?:yet\s+)?(?:about\s+)?(?:whether|if|how to"
            r"|what to"
            r"|who to|when to|where to|which|how i|what i|how we|what we)\b|(?<!asked )(?<!asks"
            r" )\bwhether (?:to|i|we)\b)",
            r"(?P<undecided>\b(?:can(?:['’]?t|not|nae) (?:decide|choose|make up my mind)|undecided|in two"
            r" minds|torn between|"
            r"on the fence|haven['’]?t made up|going round (?:and round|in circles)|no decision|let['’]?s"
            r" circle back))",
            r"(?P<putting_off>\b(?:put(?:ting|s)? (?:it|this|that|the \w+|her|him|them|\w+)?\s*off|"
            r"avoid(?:ing|ed)?|dodging|ducking|postpon(?:e|ed|ing)|procrastinating|keep meaning|been meaning"
            r"|dragging my feet|on my desk since|sitting on (?:it|this|that)|parked (?:it|that)|chickened"
            r" out))\b",
            r"(?P<meant>\b(?:was|were) (?:gonna|going to|about to|meant to|supposed to)\b|\bmeant to\b"
            r"|\bwanted to\b.{1,60}\bbut\b)",
            r"(?P<intends>\b(?:want|wants|plan|plans|planning|hope|intend|going|gonna|aim) to"
            r" (?:\w+\s+)?(?:tell|talk|speak|ask|"
            r"say|write|send|raise|decide|try|stop|start|get|find|bring|make|show|hand|give|call|set|be"
            r"|do|have)\b)",
            r"(?P<will>\b(?:i|we)(?:['’]ll| will)\s+(?!be honest|admit|say\b)\w+)",
            r"(?P<waits>\b(?:waiting (?:for|on|to)|nothing (?:done|said|decided|signed)|one day i|some"
            r" ?day|next (?:week|time|month) i))\b",
        )
    ),
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"\b(?:finally|in the end|no longer|used to|anymore|any more|not any longer|in the past|back then"
    r"|that's done|all done|"
    r"at last|don['’]?t (?:need|have) to|didn['’]?t (?:need|have) to|no need to)\b",
    re.IGNORECASE,
)
_KNOWN = re.compile(
    r"\b(?:should(?:n['’]?t)? (?:be (?:fine|ok|okay|good|easy|interesting)|work)|have to (?:say|admit"
    r"|laugh))\b",
    re.I,
)
_ANYBODY = frozenset({"undone2", "choice", "waits", "undecided"})
_MINE = frozenset({"i", "we", "me", "myself"})
_ABSENT_OK = frozenset({"nothing", "nobody", "it", "that", "this", "what", "which"})


def is_open(doc: Doc, *, by_partner: bool = False) -> bool:
    """Whether a parsed passage leaves something of the writer's unfinished.

    The subject of the words must be "I" or "we", or be left out as in dictated notes; in notes that the
    partner typed, "he" or "she" as well. What is between quotation marks doesn't count.
    """
    spoken = unquoted(doc.text)
    for match in _OPEN.finditer(spoken):
        sentence = _sentence(doc, match.start())
        if _CLOSED.search(sentence) or _KNOWN.search(sentence):
            continue
        if match.lastgroup in _ANYBODY or _is_owners(doc, match.end() - 1, by_partner):
            return True
    return False


def _sentence(doc: Doc, position: int) -> str:
    texts: list[str] = [s.text for s in doc.sents if s.start_char <= position < s.end_char]
    return texts[0] if texts else doc.text


def _is_owners(doc: Doc, position: int, by_partner: bool) -> bool:
    token = next((t for t in doc if t.idx <= position < t.idx + len(t)), None)
    subject = _subject(token) if token is not None else None
    if subject is None:
        return True
    word = subject.lower_
    return (
        word in _MINE
        or word in _ABSENT_OK
        or (by_partner and (word in ("he", "she") or subject.pos_ == "PROPN"))
    )


def _subject(token: Token) -> Token | None:
    """The nearest subject, going up from the words of the cue over at most six heads."""
    for _ in range(6):
        for child in token.children:
            if child.dep_ in ("nsubj", "nsubjpass"):
                return child
        if token.head is token:
            return None
        token = token.head
    return None
