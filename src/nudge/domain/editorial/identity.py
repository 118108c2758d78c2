"""Ids and versions: an id is never used again and never vanishes, and changed words have a higher version.

What was published is kept in a seal: by kind and id, the version and a digest of the words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from nudge.domain.editorial.findings import ALL_KINDS, Finding, Rule, Severity
from nudge.domain.errors import Conflict
from nudge.domain.specificity import Span

Key = tuple[str, str]
"""Kind of table, and id."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What is known of an id that was published."""

    version: int
    digest: str
    is_retired: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A text of the bank as it stands now. `status` is "published", "draft" or "retired"."""

    kind: str
    id: str
    version: int
    digest: str
    status: str = "published"

    @property
    def key(self) -> Key:
        """By which the seal knows it."""
        return self.kind, self.id


Seal = Mapping[Key, Sealed]


def digest_of(words: Iterable[str]) -> str:
    """Sixteen hexadecimal digits over some texts, in their order; spaces at the ends don't count.

    >>> digest_of(["What now?"]) == digest_of([" What now? "]) != digest_of(["What next?"])
    True
    """
    return hashlib.sha256("\0".join(text.strip() for text in words).encode()).hexdigest()[:16]


def identity_findings(seal: Seal, entries: Collection[Entry]) -> Iterator[Finding]:
    """What has happened to published ids that must not happen."""
    now = {entry.key: entry for entry in entries}
    for key, sealed in seal.items():
        entry = now.get(key)
        if entry is None:
            yield _finding(VANISHED, key[1])
        else:
            yield from _changes(sealed, entry)


def _changes(sealed: Sealed, entry: Entry) -> Iterator[Finding]:
    versions = f"version {entry.version}, published as {sealed.version}"
    if entry.version < sealed.version:
        yield _finding(VERSION_FELL, entry.id, versions)
    elif entry.digest != sealed.digest:
        if sealed.is_retired and entry.status != "retired":
            yield _finding(REUSED, entry.id, versions)
        elif entry.version == sealed.version:
            yield _finding(WORDS_CHANGED, entry.id, versions)


def sealed_with(seal: Seal, entries: Collection[Entry]) -> Seal:
    """The seal with everything published added; drafts aren't.

    Raises:
        Conflict: `seal-broken` when an id vanished or came back, or words changed without a higher version.
    """
    broken = [
        finding for finding in identity_findings(seal, entries) if finding.rule.severity is Severity.ERROR
    ]
    if broken:
        listing = "\n".join(f"  {finding.id}: {finding.message}" for finding in broken)
        raise Conflict(
            "seal-broken",
            f"Nothing was sealed; mend these first:\n{listing}",
            n_problems=len(broken),
        )
    new = {
        entry.key: Sealed(entry.version, entry.digest, entry.status == "retired")
        for entry in entries
        if entry.status != "draft" or entry.key in seal
    }
    return {**seal, **new}


def _finding(rule: Rule, id: str, detail: str = "") -> Finding:
    key = "id" if rule in (VANISHED, REUSED) else "version"
    return Finding(rule, id, key, Span(0, 0, ""), detail)


VANISHED = Rule(
    code="id-vanished",
    severity=Severity.ERROR,
    title="An id vanished",
    says="was published and is gone",
    because="Stored sets, ratings and replays name it.",
    mend='Bring it back with status = "retired": it is kept and never asked.',
    kinds=ALL_KINDS,
)
REUSED = Rule(
    code="id-reused",
    severity=Severity.ERROR,
    title="An id used again",
    says="was retired and now has other words",
    because="What was rated and stored under it was another text.",
    mend="Give the new text an id of its own.",
    kinds=ALL_KINDS,
)
WORDS_CHANGED = Rule(
    code="words-changed",
    severity=Severity.ERROR,
    title="Words changed, version didn't",
    says="has other words than were published under this version",
    because="Whoever reads a stored set must be able to know which words were asked.",
    mend="Add one to its version.",
    kinds=ALL_KINDS,
)
VERSION_FELL = Rule(
    code="version-fell",
    severity=Severity.ERROR,
    title="A lower version",
    says="has a lower version than was published",
    because="A version names one wording for good.",
    mend="Use a version above the published one.",
    kinds=ALL_KINDS,
)

IDENTITY = (VANISHED, REUSED, WORDS_CHANGED, VERSION_FELL)
