"""Follow-ups and tips: what a writer may write, and how they become the domain's."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from nudge.bank.files import FollowUpTable, TipTable
from nudge.bank.rendering import template_problem
from nudge.domain.follow_ups import QUIET, CoachAudience, Cue, FollowUp, FollowUpSlot, Move, Tip

FEWEST_WORDS, MOST_WORDS = 3, 14
"""Words of a follow-up, those of its slots not counted. Source: the editorial guide of the bank."""
MOST_TIP_WORDS = 16
"""Source: the editorial guide of the bank."""
FEWEST_EXAMPLES = 2
"""Answers after which it fits, and after which it must not come."""
FEWEST_OF_A_MOVE = 10
"""Follow-ups of each move. Chosen: with fewer a coach hears the same one in every conversation."""

SITUATIONS = frozenset(
    [
        "opening",
        "after_question",
        "before_next_question",
        "coach_talks_much",
        "long_silence",
        "strong_feeling",
        "asks_advice",
        "story_running",
        "short_answers",
        "jumping_topics",
        "laughing_it_off",
        "same_ground",
        "time_short",
        "partner_stuck",
        "success",
        "conflict_with_third",
        "decision",
        "closing",
        "remote_call",
        "second_language",
    ]
)
"""When a tip helps."""

_SLOT = re.compile(r"\{\{.*?\}\}")
_CLOSED = re.compile(
    r"(?:^|[.!:]\s+)(?:(?:does|did|are|is|was|were|will|would|can|could|shall|should|may|might|have|has|had|am)"
    r"(?:n['’]t)?|do(?:n['’]t (?=you|they|we|I))?)\s",
    re.IGNORECASE,
)
_ADVICE = re.compile(
    r"\bshould(?:n['’]t)?\b|\bought to\b|\bhave you (?:tried|thought|considered)\b|\bwhy\b|\bwhat about\b"
    r"|\bhow about\b|\byou (?:must|need to|could)\b|\bit would be (?:better|good)\b|\btry to\b"
    r"|\bdon['’]t you\b|\bisn['’]t it\b|\bwouldn['’]t (?:you|it|that)\b",
    re.IGNORECASE,
)


def follow_up_problems(table: FollowUpTable, file: str) -> Iterator[tuple[str, str | None]]:
    """What is wrong with one follow-up, each with the key it is about."""
    move = file.removeprefix("follow_ups/").removesuffix(".toml")
    if not re.fullmatch(rf"{move}\.[a-z0-9]+(-[a-z0-9]+)*", table.id):
        yield f"the id “{table.id}” isn't of the form {move}.kebab-slug", "id"
    if not table.cues:
        yield "cues is empty, so it would never be offered", "cues"
    for key in ("fits", "not_after"):
        if len([text for text in getattr(table, key) if text.strip()]) < FEWEST_EXAMPLES:
            yield f"{key} needs {FEWEST_EXAMPLES} answers at least", key
    if problem := template_problem(table.text, allowed=()):
        yield f"the text must be good without any slot: {problem}", "text"
    yield from ((problem, "text") for problem in _text_problems(table.text, Move(move), FEWEST_WORDS))
    for slot, template in table.with_slot.items():
        if problem := template_problem(template, allowed=(slot,)):
            yield f"the wording with {slot}: {problem}", slot
        elif "{{" not in template:
            yield f"the wording with {slot} doesn't use it; write {{{{ {slot} }}}}", slot
        yield from ((problem, slot) for problem in _text_problems(template, Move(move), 0))


def _text_problems(text: str, move: Move, fewest: int) -> Iterator[str]:
    plain = _SLOT.sub("…", text)
    n_words = len(_SLOT.sub("", text).split())
    if not fewest <= n_words <= MOST_WORDS:
        yield f"{n_words} words; {FEWEST_WORDS} to {MOST_WORDS} can be said at once, slots not counted"
    if text.count("?") > 1:
        yield "it asks more than one question"
    if move in QUIET and "?" in text:
        yield f"a {move} asks nothing"
    if found := _CLOSED.search(plain):
        yield f"“{found[0].strip(' .!:…,')} …” can be answered with yes or no"
    if found := _ADVICE.search(plain):
        yield f"“{found[0]}” sounds like advice, blame or a lead"


def tip_problems(table: TipTable) -> Iterator[tuple[str, str | None]]:
    """What is wrong with one tip, each with the key it is about."""
    if not re.fullmatch(r"tip\.[a-z0-9]+(-[a-z0-9]+)*", table.id):
        yield f"the id “{table.id}” isn't of the form tip.kebab-slug", "id"
    if not 0 < len(table.text.split()) <= MOST_TIP_WORDS:
        yield f"a tip is one sentence of at most {MOST_TIP_WORDS} words", "text"
    if len(table.for_sessions) not in (1, 2) or table.for_sessions != sorted(table.for_sessions):
        yield "for_sessions is [first], or [first, last]", "for_sessions"
    for situation in table.situations:
        if situation not in SITUATIONS:
            yield f"unknown “{situation}” in situations", "situations"
    if not table.situations:
        yield "situations is empty, so it would never be shown", "situations"


def follow_up_gaps(tables: Iterable[FollowUpTable]) -> Iterator[tuple[str, str]]:
    """Where there is too little to offer, as file and message; nothing for a bank without any."""
    counted = Counter(table.id.partition(".")[0] for table in tables)
    if not counted:
        return
    for move in Move:
        if counted[move] < FEWEST_OF_A_MOVE:
            yield (
                f"follow_ups/{move}.toml",
                f"{counted[move]} follow-ups of this move; {FEWEST_OF_A_MOVE} are needed",
            )


def follow_up_of(table: FollowUpTable) -> FollowUp:
    """The table as the domain knows it."""
    return FollowUp(
        id=table.id,
        version=table.version,
        move=Move(table.id.partition(".")[0]),
        text=table.text,
        coach=CoachAudience(table.coach),
        cues=tuple(map(Cue, table.cues)),
        fits=tuple(table.fits),
        not_after=tuple(table.not_after),
        wordings={FollowUpSlot(slot): template for slot, template in table.with_slot.items()},
    )


def tip_of(table: TipTable) -> Tip:
    """The table as the domain knows it."""
    first, last = table.for_sessions[0], table.for_sessions[1] if len(table.for_sessions) == 2 else None
    return Tip(table.id, table.version, table.text, first, last, tuple(table.situations))
