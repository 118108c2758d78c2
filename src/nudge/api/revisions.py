"""If-Match: nobody overwrites a change that they haven't seen."""

from __future__ import annotations

import re
from typing import Annotated

from litestar.params import HeaderParameter

from nudge.domain.errors import Conflict, Invalid

_ETAG = re.compile(r'"(\d{1,9})"')
IfMatch = Annotated[
    str | None,
    HeaderParameter(
        name="If-Match",
        max_length=100,
        description='The ETag that was read before, such as “"3"”. Without it the answer is 428.',
    ),
]


def expected_revision(if_match: str | None) -> int:
    """The revision that an If-Match names.

    Raises:
        Invalid: `if-match-missing`.
        Conflict: `revision-changed` when it isn't an ETag of ours, so that it can't be the present one.
    """
    if if_match is None:
        raise Invalid("if-match-missing", "Read it first, then send its ETag in the header “If-Match”.")
    found = _ETAG.fullmatch(if_match.strip())
    if not found:
        raise Conflict("revision-changed", "The If-Match isn't an ETag of this resource; read it again.")
    return int(found[1])
