"""The feelings that a speaker names: whose they are, and whether they are there or ruled out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nudge.domain.specificity import Span
from nudge.language.follow_ups.feeling_words import AFTER_FEEL, FEELINGS, NOT_IN_A_SLOT, NOUNS, PHRASES
from nudge.language.notes.authors import unquoted

_WORD = "|".join(
    sorted(map(re.escape, {*FEELINGS, *AFTER_FEEL, *NOUNS, *PHRASES}), key=lambda word: -len(word))
)
_FEELING = re.compile(rf"(?<![\w'’-])(?:{_WORD})(?![\w-])|(?<=\bfelt\s)\w{{3,}}(?:ed|en)\b", re.IGNORECASE)

_ADVERB = (
    r"(?:so|very|really|quite|pretty|rather|just|only|simply|totally|completely"
    r"|absolutely|utterly|a|an|the|bit|"
    r"little|kind|sort|of|somewhat|also|too|still|always|often|sometimes|even|already|suddenly|instantly|"
    r"immediately|honestly|maybe|perhaps|probably|extremely|terribly|deeply|genuinely|truly|most|more|"
    r"increasingly|slightly|incredibly|kinda|sorta|almost|secretly|actually|now|then|again|well|hm|um|er|uh|"
    r"mostly|both|at|once|first|by|the|end|afterwards|there|inside|for|while|all"
    r"|in|how|as|oh|exactly|quickly|"
    r"properly|plain|frankly|right|through|whole|way|same|time|moment|one|not|n't|never|no|longer|that|this|"
    r"hugely|massively|dead|proper|bloody|fairly|particularly|especially|relatively|weirdly|oddly|strangely)"
)
_BE = (
    r"(?:am|was|were|be|been|being|wasn['’]t|'m\s+not|'m|’m|feel|felt|feeling|feels|got|get|getting|grew|became|left"
    r"|stayed|remain(?:ed)?|seem(?:ed)?)"
)
_OWN = re.compile(
    rf"(?:(?:\bI\b|\bI['’](?:m|ve|d)\b|\bim\b|\band\b|\bbut\b)(?:['’](?:m|ve|d))?[\s,]+(?:{_ADVERB}[\s,]+"
    rf"|have\s+|had\s+|did\s+|do\s+|"
    rf"don['’]?t\s+|didn['’]?t\s+|can\s+|could\s+|wasn['’]?t\s+|haven['’]?t\s+"
    rf"|used\s+to\s+|wouldn['’]t\s+say\s+I\s+|would\s+say\s+)*(?:{_BE})[\s,]+"
    rf"|\bI['’]m[\s,]+|\b(?:made|makes|making|left|leaves|had|has|kept|keeps|gets"
    rf"|got)\s+me\s+(?:feel(?:ing)?\s+)?"
    rf"|\bfeeling\s+|\bI\s+(?:have|had|felt|feel)\s+(?:this|that|such|some|a\s+lot\s+of)\s+)"
    rf"(?:{_ADVERB}[\s,]+|wasn['’]?t\s+|(?:with|of)\s+|(?:{_WORD})(?:\s*,\s*|\s+))*$",
    re.IGNORECASE,
)
_FELT = re.compile(
    rf"\b(?:feel|felt|feeling|feels)[\s,]+(?:{_ADVERB}[\s,]+)*(?:(?:{_WORD})(?:\s*,"
    rf"|\s)[\s,]*(?:{_ADVERB}[\s,]+)*)*$",
    re.I,
)
_BARE = re.compile(
    rf"(?:^|[.!?;…:–—\n]|,\s*just|,\s*simply)\s*[\"“]?(?:{_ADVERB}[\s,]+|(?:{_WORD})[\s,]+)*$",
    re.IGNORECASE,
)
_BARE_AFTER = re.compile(
    r"\s*(?:[.!?;,…–—]|[-/]\s|$|\n|,?\s*I\s+was\b|,?\s*really\b|,?\s*honestly\b|,?\s*mostly\b"
    r"|\s+(?:about|with|that|and|it)\b)",
    re.I,
)
_START = re.compile(r"(?:^|[.!?;\n–—:])(?:\s*more\s+like\b)?|\s[-/](?=\s)", re.IGNORECASE)
"""Where a sentence begins, or the next of the keywords that a coach types."""
_DID_IT = re.compile(r"\s+me\b(?!\s+(?:to|from|off|up|on|into|out|a|the)\b)", re.IGNORECASE)
_DOER = re.compile(
    r"\b(?:that|it|this|which|what|he|she|they|\w+ing)\s+(?:(?:has|have|had|really|just|also|still|always"
    r"|never|almost|even)\s+|didn['’]t\s+)*$",
    re.IGNORECASE,
)
"""What comes before and after a feeling that something caused: "and that scared me"."""
_ALSO_ACTS = frozenset(
    {"moved", "touched", "shaken", "rushed", "pressured", "welcomed", "supported", "trusted"}
)
_NEARER = re.compile(
    rf"\s*it(?:['’]s|\s+was|\s+is)\s+(?:just|only|more|rather)\s+(?:{_ADVERB}\s+)*$", re.IGNORECASE
)
"""How the word that is nearer follows one that was ruled out: "not angry. It was just a bit sad"."""
_ALONE = re.compile(r"\s*(?:[.,!…]|$)")
_NEGATION = re.compile(
    r"(?:\bnot\b(?!\s+only)|n['’]t\b|\bnever\b(?!\s+been\s+(?:so|this|more)\b)"
    r"|\bno\s+longer\b|\bwithout\s+(?:being|feeling)\b|\bneither\b|\bnor\b|\bhardly\b)"
    r"(?:\s+(?!but\b|just\b)[\w'’]+){0,5}\s*$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:he|she|they|we|you|it|who|everyone|everybody|nobody|people|team|boss"
    r"|someone|somebody|lads|kids)(?:['’](?:s|re|d|ll))?"
    r"\s+(?:[\w'’]+\s+){0,3}$",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"\s*(?:to\s+(?:send|help|do|say|hear|share|take|answer|discuss|talk|go\s+on"
    r"|meet|wait|leave|join|report|inform|be\s+(?:here|able))\b"
    r"|(?:the|that|there|this|so|not|it|I['’]ve|I|we|we['’]ve|your|my)\b(?=.*\b(?:cancel"
    r"|late|can['’]t|cannot|won['’]t|lost|broken|have to|need))"
    r"|if\b)",
    re.IGNORECASE,
)
_HYPOTHETICAL = re.compile(
    r"(?:\b(?:would|['’]d|might|could|if|will|['’]ll|should|want(?:ed)?|like|hope[ds]?"
    r"|trying|try|supposed|need(?:ed)?)\b"
    r"(?:\s+[\w'’]+){0,2}\s+(?:be|feel|get|have\s+been)?\s*(?:[\w]+\s+)?$)",
    re.IGNORECASE,
)
_LIKE_THAT = re.compile(r"\s+(?:like|that)\s+(?:we|you|they|he|she|it|the|this|i)\b", re.IGNORECASE)
_OTHER_SENSE = re.compile(
    r"(?:\bgot\s+lost\s+(?:on|twice|in)|\blost\s+(?:the|my|our|a|his|her|it|him"
    r"|us|two|three|that|count|track)|\bmoved\s+(?:the|to|on|in|out|into|"
    r"up|away|back|my|our|from|desks?)|\bcross\s+(?:the|over)|\bused\s+to\b|\bfree\s+(?:to"
    r"|on|for|at|of|from)\b|\bstuck\s+(?:in|on)\s+"
    r"(?:traffic|a\s+(?:lift|train))|\bleft\s+(?:the|at|for|my)|\bsafe\s+to|\bdown\s+(?:to"
    r"|the|there|with|in|at|on|here|from)|\blight\s+(?:on|the|bulb)|"
    r"\btouched\s+(?:the|on|it)|\bhurt\s+(?:him|her|them|my|the)|\bcalm(?:ed)?\s+(?:him"
    r"|her|them|down|the)|\btorn\s+between)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Feelings:
    """What the speaker says of their own feelings, each in the order of place."""

    named: tuple[Span, ...]
    ruled_out: tuple[Span, ...]

    def word(self, asked: Sequence[str] = ()) -> str:
        """The last feeling named, as it was said, to be used in a coach's sentence; "" for none that reads
        right.

        Args:
            asked: what the coach asked already; a feeling that stands in it was taken up.
        """
        words = [span.text.lower() for span in self.named]
        unfit = {span.text.lower() for span in self.ruled_out} | NOT_IN_A_SLOT
        unfit |= set(re.findall(r"[\w'’-]+", " ".join(asked).lower()))
        return next((word for word in reversed(words) if word not in unfit), "")


def feelings_in(text: str) -> Feelings:
    """The speaker's own feelings in a text. Others' feelings, politeness and wishes are none.

    >>> [span.text for span in feelings_in("I'm not angry, just tired. He was furious.").named]
    ['tired']
    >>> feelings_in("I feel like we should move it. Happy to send it, and they were cross.").named
    ()
    """
    spoken = unquoted(text)
    named: list[Span] = []
    ruled_out: list[Span] = []
    for match in _FEELING.finditer(spoken):
        start = max(edge.end() for edge in _START.finditer(spoken, 0, match.start()))
        before, after = spoken[start : match.start()], spoken[match.end() : match.end() + 60]
        is_nearer = bool(ruled_out) and bool(_NEARER.match(before)) and bool(_ALONE.match(after))
        if not is_nearer and not _is_own(match[0].lower(), before, after, spoken[: match.start()]):
            continue
        if _OTHER_SENSE.search(spoken[max(0, match.start() - 12) : match.end() + 20]):
            continue
        span = Span(match.start(), match.end(), text[match.start() : match.end()])
        (ruled_out if _is_ruled_out(before) else named).append(span)
    return Feelings(tuple(named), tuple(ruled_out))


def _is_own(word: str, before: str, after: str, all_before: str) -> bool:
    """Whether the speaker says it of themselves, and as a feeling."""
    if _POLITE.match(after) and word in {
        "happy",
        "glad",
        "afraid",
        "sorry",
        "pleased",
        "free",
        "keen",
        "grateful",
    }:
        return False
    if _LIKE_THAT.match(after) or _HYPOTHETICAL.search(before):
        return False
    if _DID_IT.match(after) and word.endswith(("ed", "hurt", "upset")) and _DOER.search(before):
        return word not in _ALSO_ACTS
    is_felt = bool(_FELT.search(before))
    if word in NOUNS:
        return (not before.strip() and bool(_ALONE.match(after))) or bool(
            re.search(rf"\b(?:I\s+(?:\w+\s+)?(?:felt|feel)|my(?:\s+own)?)\s+(?:{_ADVERB}\s+)*$", before, re.I)
        )
    if (
        word not in AFTER_FEEL
        and _BARE.search(before)
        and not before.strip(' "“').lower().startswith(("the", "a "))
    ):
        is_alone = bool(_BARE_AFTER.match(after))
        return is_alone and not _others_before(before)
    if not _OWN.search(before) and not (is_felt and re.search(r"\bI\b|\bme\b|\bmy\b", before)):
        return False
    if re.search(r"\b(?:and|but)\s+(?:[\w,]+\s+)*$", before, re.I) and not re.search(
        r"\bI\b|\bI['’]", before
    ):
        return False
    subject = re.findall(r"\b(I|he|she|they|we|you|it|who|everyone|nobody)\b(?=['’\s])", before, re.I)
    last = subject[-1].lower() if subject else "i"
    if last not in ("i",) and not re.search(r"\bme\s+(?:feel(?:ing)?\s+)?(?:[\w]+\s+){0,2}$", before, re.I):
        return False
    return is_felt or word not in AFTER_FEEL


def _others_before(before: str) -> bool:
    return bool(_OTHERS.search(before))


def _is_ruled_out(before: str) -> bool:
    """Whether a negation reaches it: not over "but" or "just"."""
    reach = re.split(r"\b(?:but|just|only|more)\b|,\s*(?=I\b)", before, flags=re.IGNORECASE)[-1]
    return bool(_NEGATION.search(reach))
