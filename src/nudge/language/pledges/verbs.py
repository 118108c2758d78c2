"""Base-form verbs that pledges are made of, and how to get back to them from "calling" or a typo."""

from __future__ import annotations

import re
from functools import lru_cache


def words(text: str) -> frozenset[str]:
    """The words of a list written as running text.

    >>> sorted(words("ask call"))
    ['ask', 'call']
    """
    return frozenset(text.split())


BASES = words(
    """
    abandon absorb accept accompany accomplish acknowledge acquire act adapt add address adjust admit
    adopt advise agree aim allocate allow amend announce answer anticipate apologise apologize appear
    apply appoint appraise appreciate approach approve argue arrange arrive ask assemble assess assign
    assist assume attempt attend audit automate avoid awa award away back backup bake ban batch bcc be
    bear beat become befriend begin behave bet bike bin bite blame block boil book borrow bounce bow box brace
    brainstorm break breathe brief bring browse brush budget build burn buy calculate call calm cancel
    capture care carry catch cc cease celebrate chair change charge chase chat check cheer choose
    circulate claim clap clarify clean clear climb cling close coach collaborate collate collect come
    command comment commit communicate compare compile complain complete compliment concentrate conduct
    confess confirm confront congratulate connect consider consolidate consult consume contact contain
    continue contribute convert convince cook cooperate coordinate cope copy copy-edit correct count
    cover create criticise cull cut cycle dae dance date deal debrief decide declare decline dedicate define
    deflect delay delegate delete deliver demand demo describe design develop devote dial dictate dig dip
    disable disconnect discuss dismiss display distribute ditch dm do document donate double double-check
    download draft drag draw dress drill drink drive drop dust earn ease eat edit elaborate elect email
    empty enable encourage end engage enjoy enrol enter envision escalate establish evaluate examine
    exchange exercise expect experiment explain explore express extend face facetime facilitate fast
    fast-forward feed feel fetch fidget fight figure file fill film find finish fire fit fix flag float
    fly focus fold follow follow-up forget forgive formulate forward foster free freeze fund gather get
    gi gie gift give go google grant greet group grow guide halve hand handle hang haud have head hear
    help hesitate hide hike hire hit hold host hover hug identify ignore implement improve include inform
    inquire inspect install interrupt interview introduce invest investigate invite invoice iron isolate
    issue itemise jog join jot journal judge jump keep kick kill kneel knit knock know label laugh launch
    lay lead leaf lean learn leave lend lengthen let level leverage lie lift light lighten limit link
    list listen live load locate lock log look loosen lose love lower lunch mail mak maintain make manage map
    mark match measure meditate meet memorise mend mention mentor merge message mind mingle minimise
    minute mirror mix model moderate monitor mop motivate move mull mute nag nail name nap narrow
    negotiate nip nod nominate note notice notify nudge obey observe obtain offer okay omit onboard open
    order organise organize outdo outline outsource overcome overrule oversee own pack page paint pair
    pair-program panic park participate pass paste patch patrol pause pay peel perform phone photograph
    pick pilot pin ping place plan plant play pledge plot point polish pop post postpone pour practice
    practise praise pray prepare present press pretend prevent print prioritise prioritize probe process
    produce promote proofread propose protect prove provide prune publish pull purchase push put question
    quit quiz quote raise rally rank rate ration re-read reach react read ready realise rearrange
    reassign rebuild recall recap receive recheck recognise recognize recommend reconnect reconsider
    record recover recruit redesign redirect redo reduce refer refill reflect refrain reframe refresh
    refuse regard regulate rehearse reinforce reject relax release relocate rely remain remake remember
    remind remove rename renegotiate renew reorder reorganise repair repeat rephrase replace reply report
    represent request reread rerun reschedule rescue research reserve resist resolve respect respond rest
    restart restrict retire return reveal review revise revisit rewrite rid ride ring rinse role-play
    rotate round run rush saddle salute sand satisfy save say scan schedule scold scrap scribble scroll
    scrub see seek select sell send sense-check separate serve set settle sew shadow share shave shift
    shop shorten shout show shred shut sign silence simplify sing sit sketch skip skype slack sleep slim
    slip slow smile snap snooze soften solve sort sound spare speak spell spend split sponsor spot spread
    squeeze stack stall stand start state stay steer step stick stir stop store strengthen stretch strip
    structure study submit suggest sulk sum summarise summarize supervise support suppress surface
    surprise survey survive suspend swallow swap swear sweep swim swipe switch table tackle tak take talk
    tame tape teach tell tend test text thank thin think throw tick tidy time tolerate touch trace track
    trade train transfer translate travel treat trial trial-run trim trust try turn type uncover
    understand undertake undo unfollow unlock unmute unpack unplug unsubscribe update upgrade upload use
    vacate vacuum value vary vent verify video view visit voice volunteer vote wait wake walk warn wash
    watch water wear weed weigh welcome whatsapp whisper whistle widen wipe wish withdraw wonder work
    worry wrap write yell zoom
    """
)

SAFE_GERUNDS = words(
    """
    answering asking attending being booking bringing buying calling cancelling checking cleaning
    clearing closing delegating doing drinking eating finding finishing getting giving going handing
    having helping holding inviting keeping leaving letting listening making paying putting reading
    reducing replying saying sending setting sharing showing skipping spending starting stopping taking
    telling thanking trying turning using visiting walking wearing writing
    """
)
"""Gerunds that are an act whatever noun follows; "training plans" or "meeting rooms" may be no act at all."""

DOING_NOTHING = words("feel struggle think live worry wonder hope wish have be look enjoy")
"""What people are doing when they say "I'm …ing" and promise nothing."""

IRREGULAR = {"lying": "lie", "dying": "die", "tying": "tie", "cc'ing": "cc", "singeing": "singe"}
LONGEST_TYPO = 12


def is_base(word: str) -> bool:
    """Whether this word is the base form of a verb that we know.

    >>> is_base("Hand"), is_base("bring"), is_base("handing"), is_base("handed")
    (True, True, False, False)
    """
    return word.lower() in BASES


def base_of_gerund(word: str) -> str | None:
    """The base form behind an -ing form of a verb that we know, else None.

    >>> [base_of_gerund(word) for word in ("sitting", "Writing", "calling", "seeing", "building", "bring")]
    ['sit', 'write', 'call', 'see', 'build', None]
    """
    low = word.lower()
    if low in IRREGULAR:
        return IRREGULAR[low]
    if low in BASES:
        return None
    match = re.fullmatch(r"([\w-]*?)in[g']", low)
    if match is None or len(match[1]) < 2:
        return None
    stem = match[1]
    doubled = len(stem) > 2 and stem[-1] == stem[-2]
    options = (stem, stem[:-1], stem + "e") if doubled else (stem + "e", stem)
    return next((option for option in options if option in BASES), None)


@lru_cache(maxsize=2048)
def is_near_base(word: str) -> bool:
    """Whether this is a verb that we know with one slip of the keyboard ("emial", "finsh").

    >>> is_near_base("emial"), is_near_base("finsh"), is_near_base("asdf"), is_near_base("same")
    (True, True, False, False)
    """
    low = word.lower()
    if not 5 <= len(low) <= LONGEST_TYPO or not low.isascii() or not low.isalpha():
        return False
    letters = "abcdefghijklmnopqrstuvwxyz"
    splits = [(low[:at], low[at:]) for at in range(1, len(low) + 1)]
    swapped = (a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1)
    added = (a + letter + b for a, b in splits for letter in letters)
    dropped = (a + b[1:] for a, b in splits if len(b) > 1 and a[-1] == b[0])
    return any(option in BASES and len(option) > 4 for way in (swapped, added, dropped) for option in way)
