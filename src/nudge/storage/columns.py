"""Column types that mean the same on both databases."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import DateTime, Dialect, LargeBinary, Text
from sqlalchemy.types import TypeDecorator, TypeEngine

from nudge.domain.errors import Invalid


class UtcDateTime(TypeDecorator[datetime]):
    """An aware datetime: any zone in, UTC out. SQLite keeps it as text that sorts by time."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment in UTC, without its zone where the database has none.

        Raises:
            ValueError: when the datetime is naive, as nobody knows which moment that is.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("only aware datetimes are stored")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

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

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """The text as it is.

        Raises:
            Invalid: `text-not-storable` when it has a NUL or half of a surrogate pair.
        """
        if value is not None and not is_storable(value):
            raise Invalid("text-not-storable", "An id, a ref or a name has a character that can't be stored.")
        return value


def is_storable(text: str) -> bool:
    """Whether both databases can keep this text readable.

    >>> is_storable("Zoë"), is_storable("a" + chr(0)), is_storable(chr(0xD800))
    (True, False, False)
    """
    try:
        return b"\0" not in text.encode()
    except UnicodeEncodeError:
        return False


class Sealed(TypeDecorator[bytes]):
    """What the vault sealed: confidential, unreadable without its key."""

    impl = LargeBinary
    cache_ok = True
