"""Whether an answer is one to follow up: not when the line drops, the speaker hands over, or is mid-sentence."""

from __future__ import annotations

import re

from nudge.domain.follow_ups import State
from nudge.language.follow_ups.signals import Signals

_LINE = re.compile(
    r"\bcan you (?:hear|see) me\b|\byou(?:['’]re| are| were)? (?:froze|frozen|breaking up|broke up|on mute|muted|cutting out)\b"
    r"|\bbroke up there\b|\bare you (?:still )?there\b|\b(?:i )?(?:can['’]t|cannot|couldn['’]t) (?:hear|see) you\b|\bi lost you\b|\bthe line (?:went|dropped|is bad)\b"
    r"|\b(?:picture|screen|video|camera|sound|audio|mic(?:rophone)?)(?:['’]s| is| has)? (?:frozen|froze|gone|off|not working|stuck|broken|black)\b"
    r"|\bshare (?:my|your|the) screen\b|\bwhich (?:link|button|tab)\b|\bthe (?:link|code|chat|password)\b.*\?|\bpressed mute\b|\bmy (?:wifi|wi-fi|connection|internet|battery|headset)\b"
    r"|\bsomeone['’]?s? (?:is )?at the door\b|\b(?:just a|hang on a?|hold on a?) (?:sec|second|moment|minute)\b"
    r"|\bcan we (?:reschedule|start later|take a break)\b|\bwhat time (?:is it|do we)\b|\bis this (?:thing )?(?:on|recording|working)\b|\btest(?:ing)?,? (?:one|1)\b"
    r"|\bhow (?:many|much) (?:questions|minutes|time)\b.*\b(?:left|more)\b",
    re.IGNORECASE,
)
_UNHEARD = re.compile(
    r"\b(?:what|could you|can you|would you)\b[^.?!]{0,30}\b(?:ask|say|repeat|question|mean by)\b[^.?!]{0,30}(?:\bagain\b|\bother words\b|\bthe question\b|\bplease\b)"
    r"|\b(?:don['’]t|didn['’]t) (?:get|understand|hear|catch) (?:your|the|that) question\b|\bsay (?:that|it) again\b.*\?|\bwhat did you (?:ask|say)\b|\brepeat (?:that|the question)\b"
    r"|\bsorry,? what\b|\bpardon\b|^\W*what do you mean\b|\bdon['’]?t (?:get|see|understand) (?:why|what) (?:we|you|this)\b",
    re.IGNORECASE,
)
_CLOSED = re.compile(
    r"(?<!your )\b(?:next|another) (?:question|one)\b\s*(?:please)?[?.!]*$|\byour turn\b|\b(?:that['’]s|this is) (?:all|it|everything)(?: from me| i have| i['’]ve got| there is| for (?:now|today))[.!]*$|(?:^|[.!?]\s+)that['’]s (?:all|it)[.!]*$"
    r"|\bi['’]m done\b|\bnothing (?:more|else) to (?:say|add|tell)\b|\bno more to tell\b|\bnothing to add\b|\bi['’]ve (?:said|told)(?: you)? (?:it|everything|all(?: of it)?)(?=[,.;]|$| to the end| now\b)"
    r"|\b(?:i['’]d rather not|i don['’]t want to|i['’]d prefer not to|please don['’]t|not going to) (?:talk|speak|go (?:back|into|through)|say more|ask|discuss|hear|see it|get into|think about)\b"
    r"|^\W*pass\b|\bcan we (?:move on|talk (?:about|of) something else|skip|stop)\b|\blet['’]s (?:move on|stop|leave it|talk (?:about|of) something else|change the subject)\b"
    r"|\bleave it (?:there|at that|like that)\b|\bi['’]m (?:now )?moving on\b|\blet it lie\b|\b(?:how|what) about you\b\?*$|\bwhat would you like to ask\b|\banything else you\b",
    re.IGNORECASE,
)
_THINKING = re.compile(
    r"\b(?:let me think|i(?:['’]m| am) (?:still )?thinking|i need to think|i(?:['’]d| would) have to think|give me a (?:second|sec|moment|minute)|wait, |hang on, )"
    r"|^\W*(?:(?:hm+|oh|well|thank you|thanks)[,. ]+)*(?:that['’]s a |that is a )?good question\W*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"\b(?:the|a|an|my|our|your|his|her|their|to|of|for|with|at|by|from|in|on|into|about|than|as|and|or|because|that|which|who|"
    r"if|when|while|is|are|was|were|be|been|am|very|this|these|those|I|we|he|she|they|would|could|should|will|can|has|"
    r"have|had|I'm|I've|I'd|I'll|it's|there's|then)\s*[,–—-]?\s*$",
    re.IGNORECASE,
)
_FILLERS = re.compile(r"^(?:\W|\b(?:um+|uh+|er+m?|hm+|mm+|oh|ah|well|so|yes|yeah|yep|no|nope|ok(?:ay)?|right|and|but|hi|hello|hey|thanks?|thank you|sure|the|i|test|asdf\w*|lol)\b)*$", re.I)

_NO_WORD = re.compile(r"\b(?:[b-df-hj-np-tv-xz]{3,}|\w*[b-df-hj-np-tv-xz]{5,}\w*|(?:asdf|qwe|zxc|jkl|dfg|hjk|xyz)\w*|(\w)\1{3,}\w*)\b", re.IGNORECASE)


def _is_gibberish(text: str) -> bool:
    """Whether most of its words are none."""
    words = re.findall(r"[^\W\d_]{3,}", text)
    return bool(words) and 2 * len(_NO_WORD.findall(text)) > len(words)


ENOUGH_TO_GO_ON = 30
"""Words from which an answer has enough in it, though its last sentence isn't finished."""


def state_of(signals: Signals) -> State:
    """What sort of thing was said.

    >>> from nudge.language.follow_ups.signals import signals_in
    >>> [state_of(signals_in(t)).value for t in ("Hello? Can you hear me?", "And then I told the", "Well.", "It was loud.")]
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
    if _THINKING.search(" ".join(text.split()[-12:])):
        return State.THINKING
    if signals.n_words < ENOUGH_TO_GO_ON and _OPEN_END.search(text):
        return State.UNFINISHED
    return State.COMPLETE
