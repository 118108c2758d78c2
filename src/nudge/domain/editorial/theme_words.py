"""Words by which a theme is heard in a text; ids as in our vocabulary, others aren't judged."""

from __future__ import annotations

import re
from collections.abc import Mapping


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})", re.IGNORECASE)


UNMISTAKABLE: Mapping[str, re.Pattern[str]] = {
    "delegation": _words(
        r"delegat\w*|hand(?:ed|ing)? (?:\w+ ){0,5}over\b|hand over|handover|(?:gave|give|hand) (?:\w+"
        r" ){0,3}(?:a|the|one of your|some of your)"
        r" tasks?\b|took (?:it|the task|a task) back|take (?:it|the task|a task) back"
    ),
    "feedback": _words(
        r"feedback|(?:what )?you (?:really )?(?:think|thought) of (?:somebody['’]s|their|\w+['’]s) work"
        r"|opinion of your work|criticis\w+"
        r"|comment(?:ed)? on (?:somebody['’]s|their) work"
    ),
    "conflict": _words(r"disagreement|argument|quarrel\w*|conflict|row\b|(?:two|both) sides"),
    "difficult-boss": _words(r"your (?:own )?(?:boss|manager|director|supervisor)\b|one of your bosses"),
    "former-peer": _words(
        r"used to (?:work|sit) beside|used to be your equals?|former peers?|former colleagues? now|now lead"
        r" (?:a friend|old colleagues)"
        r"|friend (?:is|whom you|you) now|old colleagues (?:now )?report"
    ),
    "layoffs": _words(
        r"(?:have|had|has|having|must) to leave|laid off|lay ?offs?|redundan\w+|los(?:e|es|ing|t) (?:their|a"
        r"|the) jobs?\b|job was at risk"
        r"|made to leave"
    ),
    "remote": _words(
        r"(?:works? |working )?far(?:thest)? away|video|cameras?\b|remote\w*|time zones?|another (?:place"
        r"|country|office)|screens?\b"
    ),
    "listening": _words(
        r"interrupt\w*|listen\w*|before (?:they|he|she|somebody|\w+) (?:has|had|have) finished"
    ),
    "stakeholders": _words(r"customers?\b|clients?\b|outside your team|people who use your work"),
    "failure": _words(r"mistakes?\b|went wrong|goes wrong|gone wrong|fail(?:ed|ure|s)\b|turned out badly"),
    "career": _words(
        r"(?:next|new|bigger|another) job\b|promotion|promoted|career|next step in your work|job up\b"
    ),
    "change": _words(r"reorgani[sz]\w+|merg(?:e|ed|er|ing)\b|restructur\w+|the (?:latest |whole )?change\b"),
    "inclusion": _words(r"talked over|voice counts?|discriminat\w+|bias\w*|prejudice\w*|minorit\w+"),
    "recognition": _words(
        r"thank(?:s|ed|ing)?\b|nobody (?:noticed|mentioned|has mentioned)|praise[sd]?\b|got the credit"
    ),
    "growing-people": _words(
        r"hir(?:e|ed|ing)\b|new in your team|joins? your team|ready for more|more responsibility|you (?:train"
        r"|teach)\b"
    ),
    "decisions": _words(r"(?:a|the|this|that|which) decision|have to decide|had to decide"),
}
"""A text in which one of these is heard is about that theme. Only words that hardly mean anything else."""
