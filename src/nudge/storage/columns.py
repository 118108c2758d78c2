"""Column types that mean the same on both databases."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import DateTime, Dialect, Integer, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from nudge.domain.errors import Invalid

_WITHOUT_ZONE = len("2026-03-02 12:00:00.000000")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime: any zone in, UTC out. SQLite keeps it as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], datetime | str | None]:
        """To the moment in UTC; where the database has no such type, to text.

        One function instead of three within each other: a ledger of nudges is full of moments.
        """
        return _as_text if dialect.name == "sqlite" else _as_moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Word(TypeDecorator[str]):
    """Readable text that sorts by code point, so that pages have the same order on both databases."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str]:
        """Text, with the collation "C" where collations differ by installation."""
        return Text(collation="C" if dialect.name == "postgresql" else None)

    def bind_processor(self, dialect: Dialect) -> Callable[[str | None], str | None]:
        """To the text as it is; refuses one that has a NUL or half of a surrogate pair."""
        return refuse_unstorable


def _as_moment(value: datetime | None) -> datetime | None:
    """The moment in UTC.

    Raises:
        ValueError: when the datetime is naive, as nobody knows which moment that is.
    """
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("only aware datetimes are stored")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def _as_text(value: datetime | None) -> str | None:
    moment = _as_moment(value)
    return None if moment is None else moment.isoformat(" ", "microseconds")[:_WITHOUT_ZONE]


def refuse_unstorable(value: str | None) -> str | None:
    """The same text.

    Raises:
        Invalid: `text-not-storable`.
    """
    if value is not None and not is_storable(value):
        raise Invalid("text-not-storable", "An id, a ref or a name has a character that can't be stored.")
    return value


def is_storable(text: str) -> bool:
    """Whether both databases can keep this text readable.

    >>> is_storable("Zoë"), is_storable("a" + chr(0)), is_storable(chr(0xD800))
    (True, False, False)
    """
    if "\0" in text:
        return False
    try:
        return text.isascii() or bool(text.encode())
    except UnicodeEncodeError:
        return False


class Seconds(TypeDecorator[timedelta]):
    """A duration in whole seconds; negative ones count backwards."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: timedelta | None, dialect: Dialect) -> int | None:
        """The seconds, fractions cut off."""
        return None if value is None else int(value.total_seconds())

    def process_result_value(self, value: int | None, dialect: Dialect) -> timedelta | None:
        """The duration."""
        return None if value is None else timedelta(seconds=value)


class Sealed(TypeDecorator[bytes]):
    """What the vault sealed: confidential, unreadable without its key."""

    impl = LargeBinary
    cache_ok = True
