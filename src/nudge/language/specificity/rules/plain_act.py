"""How a bare act is built, as far as words alone tell: for scoring without a parser."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nudge.language.notes.names import FIRST_NAMES
from nudge.language.pledges.verbs import base_of_gerund, is_base, words
from nudge.language.specificity.anatomy_words import GENERIC, OPENS_ACT

STOPS = words(
    "not no never stop quit don't dont don’t won't won’t without cease avoid nae dinnae cannae"
    " cannot skip drop"
)
"""Words of leaving something be."""
SKIPPED = words(
    "will shall be to also only just always never not then now really actually finally simply"
    " first again still am is are im 'm do does can both all each even at least please a tae gonna"
    " going and or o out"
)
"""Words that may stand between the one who acts and the verb."""
OTHERS = words(
    "he she they it someone somebody anyone anybody everyone everybody nobody people you u ye it's that there"
)
"""Who isn't the speaker, at the head of a sentence."""
DEFINITE = words("the this that these those my our his her their")
SPEAKERS = words("i we i'll i'm im ill we'll we're")
ARTICLES = DEFINITE | words("a an your some any")
SMALL = (
    SKIPPED
    | ARTICLES
    | words(
        "with for from about into onto over under after before until till than when what who how why"
        " which where if so as of on in by up down off me him them us more less better fewer much many"
        " most few lot own one two three other others good great well best new old sure very too own"
        " back away around through every because but yes have has had been was were did done make get"
        " go take give say tell ask let put keep bit whether instead same soon time way nothing"
        " patient calm kind present strict fair honest open clear confident strong healthy organised"
        " organized consistent positive quiet happy busy quick slow early late soft tough firm brave"
        " humble gentle nice mindful help"
    )
)
"""Words that are no nouns, and nouns that say nothing."""
_JOINED = re.compile(r"[.;!+)]\s*(?:\d[.)]\s*)?$")
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_OTHER_ACTS = re.compile(
    r"^(?!.{0,80}\bI\b)(?:(?:the|my|our|a|an|this|that|these|those|all|his|her|their|every|each|[A-Z][\w.'’-]*)\b"
    r"(?:\s+[\w'’-]+){0,6}?)\s+(?:will|shall|should|must|is|are|was|were|has|have|needs?|ought|gets?|can|could|may|might"
    r"|won['’]?t|would|'ll|’ll|wants|comes|goes|takes|does)\b"
)
_PASSIVE = re.compile(
    r"\b(?:be|being|gets?|getting)\s+(?:re-?)?(?:\w{2,}ed|sent|done|made|written|given|kept|taken|put|held|built|drawn|shown"
    r"|told|paid|run|set|agreed)\b",
    re.IGNORECASE,
)
_TOGETHER = re.compile(
    r"^(?:\W|so|and|ok)*(?:we\b|let us\b|let's\b|me and\b|(?:\w+ ){1,3}and (?:I|me)\b)", re.IGNORECASE
)
_SPEAKER = re.compile(r"(?<![\w'’])(?:I|i|im|ill|Ah|ah|we|We|WE)(?:['’]\w+)?(?![\w-])")
_NO_NOUN = re.compile(r"(?:ly|ful|ive|ous|able|ible|less|ic|ier|ing|ed)$")
_NAMED_ACTS = re.compile(r"^(?:[A-Z]\w+|(?:my|the|our)\s\w+)\s(?P<verb>\w+?)(?:es|s)\s")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the act, and where it stands in the act."""

    text: str
    start: int
    end: int

    @property
    def lower(self) -> str:
        """In small letters, with a straight apostrophe."""
        return self.text.lower().replace("’", "'")

    @property
    def base(self) -> str:
        """The base form when this is a verb that we know, else the word in small letters, in singular."""
        if is_base(self.lower):
            return self.lower
        return base_of_gerund(self.lower) or re.sub(r"(?<=\w{3})s$", "", self.lower)

    @property
    def is_verb(self) -> bool:
        """Whether this can be a verb that we know."""
        return is_base(self.lower) or base_of_gerund(self.lower) is not None


@dataclass(frozen=True, slots=True)
class PlainAct:
    """The parts of an act.

    Attributes:
        who: "I", "we", "other", or "" when nobody is named.
        verbs: heads of the separate acts, the first one first; empty without a verb that we know.
        stops: words of leaving something be.
        sure: what names one person or thing.
        loose: other nouns and the like behind the verb.
    """

    text: str
    who: str
    words: Sequence[Word]
    verbs: Sequence[Word]
    stops: Sequence[Word]
    sure: Sequence[Word]
    loose: Sequence[Word]


def plain_act(text: str) -> PlainAct:
    """Read the parts from the words of a bare act.

    >>> act = plain_act("I will ask Priya to run the stand-up")
    >>> act.who, [verb.text for verb in act.verbs], [word.text for word in act.sure]
    ('I', ['ask'], ['Priya', 'stand-up'])
    """
    found = [Word(match[0], match.start(), match.end()) for match in _WORD.finditer(text)]
    verbs = list(_verbs(text, found))
    taken = {verb.start for verb in verbs}
    sure = [word for at, word in enumerate(found) if word.start not in taken and _is_sure(text, found, at)]
    kept = {word.start for word in sure} | taken
    loose = [word for word in found if word.start not in kept and _is_noun(word)]
    stops = [word for word in found if word.lower in STOPS or word.lower.endswith("n't")]
    return PlainAct(text, _who(text, found), found, verbs, stops, sure, loose)


def is_passive(act: PlainAct) -> bool:
    """Whether it says what will be done, and not by whom."""
    return _PASSIVE.search(act.text) is not None


def _who(text: str, found: Sequence[Word]) -> str:
    first = found[0].lower if found else ""
    if first in OTHERS:
        return "other"
    speaker = _SPEAKER.search(text)
    if _TOGETHER.search(text) or (speaker and speaker[0].lower().startswith("we")):
        return "we"
    if speaker:
        return "I"
    named = _NAMED_ACTS.search(text)
    return "other" if _OTHER_ACTS.search(text) or (named and is_base(named["verb"])) else ""


def _verbs(text: str, found: Sequence[Word]) -> Iterator[Word]:
    """The verb of the first act, and of those in a list or at the head of a sentence."""
    at = _first_verb(found)
    if at is None:
        return
    yield found[at]
    for place in range(at + 1, len(found)):
        word, before = found[place], text[found[place - 1].end : found[place].start]
        joined = _JOINED.search(before) or found[place - 1].lower in ("also", "plus")
        if joined and word.is_verb and not _names(found, place) and place + 1 < len(found):
            yield word


def _names(found: Sequence[Word], at: int) -> bool:
    """Whether this verb may be a noun here: "the plan", "my report"."""
    return at > 0 and found[at - 1].lower in ARTICLES


def _first_verb(found: Sequence[Word]) -> int | None:
    """Where the verb of the first act stands; behind "start" or "make sure", the one that follows."""
    at = _head(found)
    if at >= len(found) or not found[at].is_verb:
        near = range(at + 1, min(at + 5, len(found)))
        at = next((i for i in near if found[i].is_verb and not _names(found, i)), -1)
    if at < 0:
        return None
    for _ in range(2):
        inner = next((i for i in range(at + 1, min(at + 4, len(found))) if found[i].is_verb), None)
        if inner and found[at].base in OPENS_ACT and not _names(found, inner) and _opens(found, at, inner):
            at = inner
    return at


def _head(found: Sequence[Word]) -> int:
    """Where a verb is to be expected: behind the speaker, unless the act begins with one: "ask what I do"."""
    speaker = next((at for at, word in enumerate(found) if word.lower in SPEAKERS), -1)
    at = 0 if found and is_base(found[0].lower) else speaker + 1
    while at < len(found) and (_is_skipped(found, at) or found[at].lower.endswith("ly")):
        at += 1
    return at


def _is_skipped(found: Sequence[Word], at: int) -> bool:
    """Whether the verb comes later; "be" stands for one unless a gerund follows: "be kind", "be calling"."""
    if found[at].lower == "be":
        return any(base_of_gerund(word.lower) for word in found[at + 1 : at + 3])
    return found[at].lower in SKIPPED


def _opens(found: Sequence[Word], at: int, inner: int) -> bool:
    """Whether the verb at the first place opens the act of the second: "start walking", "try to call"."""
    between = [word.lower for word in found[at + 1 : inner]]
    gerund = base_of_gerund(found[inner].lower) is not None
    return (not between and gerund) or (bool(between) and between[-1] in ("to", "tae", "and", "on", "sure"))


def _is_sure(text: str, found: Sequence[Word], at: int) -> bool:
    word = found[at]
    if word.text in ("I", "OK") or word.lower in SKIPPED:
        return False
    begins = at == 0 or text[: word.start].rstrip()[-1:] in ".!?:"
    if word.text[0].isupper() and not word.lower.startswith(("i'", "i’")):
        return not begins or word.lower in FIRST_NAMES
    if word.lower in FIRST_NAMES and not is_base(word.lower) and word.lower not in ("will", "may", "mark"):
        return True
    before = [w.lower for w in found[max(0, at - 3) : at]]
    determined = any(w in DEFINITE or w.endswith("'s") for w in before[-2:])
    compound = bool(before) and before[-1] not in SMALL and any(w in DEFINITE for w in before)
    return (determined or compound) and _is_noun(word) and (word.base not in GENERIC or compound)


def _is_noun(word: Word) -> bool:
    """Whether this can be a noun, judged by what it isn't."""
    return len(word.text) > 2 and word.lower not in SMALL and not _NO_NOUN.search(word.lower)
