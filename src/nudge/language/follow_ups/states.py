"""Whether an answer is one to follow up: not when the line drops, the speaker hands over, or is
mid-sentence."""

from __future__ import annotations

import re

from nudge.domain.follow_ups import Cue, State
from nudge.language.follow_ups.signals import Signals

_LINE = re.compile(
    r"\bcan you (?:hear|see) me\b|\byou(?:['’]re| are| were)? (?:froze|frozen"
    r"|breaking up|broke up|on mute|muted|cutting out)\b"
    r"|\byour (?:voice|audio|sound|video|picture)\b[^.?!]{0,20}\b(?:coming and going|cut(?:s|ting)"
    r"|frozen|echo\w*|gone|very (?:low|quiet))\b|\b(?:am|are) (?:i|you) audible\b"
    r"|\bbroke up there\b|\bare you (?:still )?there\b|\b(?:i )?(?:can['’]t|cannot"
    r"|couldn['’]t) (?:hear|see) you\b|\bi lost you\b|\bthe line (?:went|dropped"
    r"|is bad)\b"
    r"|\b(?:picture|screen|video|camera|sound|audio|mic(?:rophone)?)(?:['’]s| is"
    r"| has)? (?:frozen|froze|gone|off|not working|stuck|broken|black)\b"
    r"|\bsee my screen\b|\b(?:connection|wifi|internet|headset|camera|microphone"
    r"|battery)\b[^.?!]{0,20}\b(?:bad|off|died|dead|gone|broke\w*|drop\w*|low"
    r"|empty)\b|\bswitch (?:on|off) the (?:camera|mic)"
    r"|\bout of time\b|\b(?:time|minutes) (?:is it|do we have|are) left\b|\bdo we have left\b"
    r"|^\W*one (?:sec|second|moment|minute)\b|https?://|\bwww\.\b|\blorem ipsum\b"
    r"|\bshare (?:my|your|the) screen\b|\bwhich (?:link|button|tab)\b|\bthe (?:link"
    r"|code|chat|password)\b.*\?|\bpressed mute\b|\bmy (?:wifi|wi-fi|connection"
    r"|internet|battery|headset)\b"
    r"|\bsomeone['’]?s? (?:is )?at the door\b|\b(?:just a|hang on a?|hold on a?) (?:sec"
    r"|second|moment|minute)\b"
    r"|\bcan we (?:reschedule|start later|take a break)\b|\bwhat time (?:is it"
    r"|do we)\b|\bis this (?:thing )?(?:on|recording|working)\b|\btest(?:ing)?,? (?:one"
    r"|1)\b"
    r"|\bhow (?:many|much) (?:questions|minutes|time)\b.*\b(?:left|more)\b",
    re.IGNORECASE,
)
_UNHEARD = re.compile(
    r"\b(?:what|could you|can you|would you)\b[^.?!]{0,30}\b(?:ask|say|repeat"
    r"|question|mean by)\b[^.?!]{0,30}(?:\bagain\b|\bother words\b|\bthe question\b"
    r"|\bplease\b)"
    r"|\b(?:don['’]t|didn['’]t) (?:get|understand|hear|catch) (?:your|the|that) question\b"
    r"|\bsay (?:that|it) again\b.*\?|\bwhat did you (?:ask|say)\b|\brepeat (?:that"
    r"|the question)\b"
    r"|\bquestion (?:again|one more time|once more)\b"
    r"|\bsorry,? what\b|\bpardon\b|^\W*what do you mean\b|\bdon['’]?t (?:get|see"
    r"|understand) (?:why|what) (?:we|you|this)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?<!your )\b(?:next|another) (?:question|one)\b\s*(?:please)?[?.!]*$|\byour turn\b"
    r"|\b(?:that['’]s|this is) (?:all|it|everything)(?: from me| i have| i['’]ve got"
    r"| there is| for (?:now|today))[.!]*$|(?:^|[.!?]\s+)that['’]s (?:all|it)[.!]*$"
    r"|^\W*no(?:pe|thing)?[,. ]+(?:(?:all|i['’]m) (?:good|fine)[,. ]*)?(?:thanks|thank you)\W*$"
    r"|\bi['’]m done\b|\bnothing (?:more|else) to (?:say|add|tell)\b|\bno more to tell\b"
    r"|\bnothing to add\b|\bi['’]ve (?:said|told)(?: you)? (?:it|everything|all(?: of it)?)(?=[,.;]"
    r"|$| to the end| now\b)"
    r"|\b(?:i['’]d rather not|i don['’]t want to|i['’]d prefer not to|please don['’]t"
    r"|not going to) (?:talk|speak|answer|go (?:back|into|through)|say more|ask"
    r"|discuss|hear|see it|get into|think about)\b"
    r"|^\W*pass\b|\bcan we (?:move on|talk (?:about|of) something else|skip|stop)\b"
    r"|\blet['’]s (?:move on|stop|leave it|talk (?:about|of) something else|change the subject)\b"
    r"|\bsaid (?:all|everything) (?:that )?i (?:wanted|had|have)\b|\bleave it (?:there"
    r"|at that|like that)\b|\bi['’]m (?:now )?moving on\b|\blet it lie\b|\b(?:how"
    r"|what) about you\b\?*$|\bwhat would you like to ask\b|\banything else you\b",
    re.IGNORECASE,
)
_THINKING = re.compile(
    r"\b(?:let me think|i(?:['’]m| am) (?:still )?thinking|i need to think|i(?:['’]d"
    r"| would) have to think|give me a (?:second|sec|moment|minute)|wait, |hang on, )"
    r"|(?:^|[.,!?…]\s*)(?:ok(?:ay)?,?\s+)?let me see\W*$"
    r"|^\W*(?:(?:hm+|oh|well|thank you|thanks)[,. ]+)*(?:that['’]s a |that is a )?"
    r"(?:good|difficult|hard|tough) question\W*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\b(?:the|a|an|my|our|your|his|her|their|to|of|for|with|at|by|from|in|on"
    r"|into|about|than|as|and|or|because|that|which|who|"
    r"if|when|while|is|are|was|were|be|been|am|very|this|these|those|I|we|he|she"
    r"|they|would|could|should|will|can|has|"
    r"have|had|I'm|I've|I'd|I'll|it's|there's|then)\s*[,–—-]?\s*$"
    r"|\b(?:I|he|she|they|we|you) (?:never|always|just|also|even|still|already|usually|sometimes)\s*$"
    r"|n['’]t (?:really|even|quite|just)\s*$|\b(?:was|is|were|be|felt|feels?|looks?|sounds?|just) like\s*$"
    r"|\b(?:when|if|because|that) (?:people|everyone|everybody|somebody)\s*$"
    r"|^(?:when|if|after|before|because|since|while|as)\b[^.!?]*,\s*(?:everyone|everybody|nobody|somebody|people)"
    r"\s*$",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"^(?:\W|\b(?:um+|uh+|er+m?|hm+|mm+|oh|ah|well|so|yes|yeah|yep|no|nope|ok(?:ay)?"
    r"|right|and|but|hi|hello|hey|thanks?|thank you|sure|the|i|test|asdf\w*|lol)\b)*$",
    re.I,
)

_NO_WORD = re.compile(
    r"\b(?:[b-df-hj-np-tv-xz]{3,}|\w*[b-df-hj-np-tv-xz]{5,}\w*|(?:asdf|qwe|zxc"
    r"|jkl|dfg|hjk|xyz)\w*|(\w)\1{3,}\w*)\b",
    re.IGNORECASE,
)


def _is_gibberish(text: str) -> bool:
    """Whether most of its words are none."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return bool(words) and 2 * len(_NO_WORD.findall(text)) > len(words)


_FOREIGN = re.compile(
    r"\b(?:ich|nicht|und|der|das|ist|sie|wir|mit|ein|eine|auch|aber|je|vous|nous"
    r"|est|les|des|une|pas|que|avec|et|el|los|las|una|por|para|como|muy|"
    r"yo|che|non|sono|per|il|della|merci|bonjour|guten|danke|gracias|hola|ciao"
    r"|jest|nie|si[eę]|och|inte|jag|det)\b",
    re.IGNORECASE,
)
_ENGLISH = re.compile(
    r"\b(?:the|a|i|it|is|was|and|of|to|my|we|they|that|in|for|with|not|you|he|she|but)\b", re.IGNORECASE
)


def _only_asks(signals: Signals) -> bool:
    """Whether all of it is a question that asks neither for advice nor oneself: one about the
    conversation."""
    text = signals.text.strip()
    if not text.endswith("?") or signals.n_words > MOST_ASKED or re.search(r"[.!…]\s", text):
        return False
    return not signals.spans[Cue.ASKS_ADVICE] and not signals.spans[Cue.DECISION_OPEN]


def _is_foreign(text: str) -> bool:
    """Whether it is in another language: the models read English."""
    return len(_FOREIGN.findall(text)) >= 2 and len(_FOREIGN.findall(text)) > len(_ENGLISH.findall(text))


MOST_ASKED = 10
"""Words of a question about the conversation itself."""
ENOUGH_TO_GO_ON = 30
"""Words from which an answer has enough in it, though its last sentence isn't finished."""


def state_of(signals: Signals) -> State:
    """What sort of thing was said.

    >>> from nudge.language.follow_ups.signals import signals_in
    >>> said = ("Hello? Can you hear me?", "And then I told the", "Well.", "It was loud.")
    >>> [state_of(signals_in(text)).value for text in said]
    ['off_topic', 'unfinished', 'too_little', 'complete']
    """
    text = signals.text
    if _FILLERS.match(text) or _is_gibberish(text) or len(re.findall(r"[^\W\d_]{2,}", text)) == 0:
        return State.TOO_LITTLE
    end = " ".join(text.split()[-25:])
    if _LINE.search(end) or _UNHEARD.search(end):
        return State.OFF_TOPIC
    if _CLOSED.search(end):
        return State.CLOSED
    if _only_asks(signals) or _is_foreign(text):
        return State.OFF_TOPIC
    if _THINKING.search(" ".join(text.split()[-12:])):
        return State.THINKING
    if signals.n_words < ENOUGH_TO_GO_ON and _OPEN_END.search(text):
        return State.UNFINISHED
    return State.COMPLETE
