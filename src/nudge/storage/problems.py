"""Failures of the database in the words of the domain, without any value of a statement."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError
from sqlalchemy.exc import TimeoutError as NoFreeConnection

from nudge.domain.errors import Conflict, Invalid, NotFound, NudgeError, Unavailable


def not_found(noun: str, row_id: str) -> NotFound:
    """`<noun>-not-found`: it doesn't exist, or belongs to another tenant.

    >>> not_found("api-key", "key_1").code
    'api-key-not-found'
    """
    message = f"There is no such {noun.replace('-', ' ')}."
    return NotFound(f"{noun}-not-found", message, **{noun.replace("-", "_"): row_id})


def exists(noun: str) -> Conflict:
    """`<noun>-exists`, for an id that was to be new."""
    return Conflict(f"{noun}-exists", f"There is such a {noun.replace('-', ' ')}; nothing was changed.")


def revision_changed(noun: str) -> Conflict:
    """`revision-changed`: somebody else saved it since it was read."""
    return Conflict("revision-changed", f"The {noun} was changed meanwhile; read it and try again.")


def unavailable() -> Unavailable:
    """`storage-unavailable`: can't be reached, is locked for too long, or has no room left."""
    return Unavailable("storage-unavailable", "The database can't answer now; try again later.")


@contextmanager
def in_our_words() -> Iterator[None]:
    """Turns what SQLAlchemy raises into a NudgeError.

    Where the database's own message may hold values (a broken constraint shows the row), it is dropped.
    """
    try:
        yield
    except IntegrityError:
        message = "Something that this depends on was changed meanwhile; read it and try again."
        raise Conflict("changed-meanwhile", message) from None
    except DataError:
        raise Invalid("value-not-storable", "A number or a text is beyond what can be stored.") from None
    except DBAPIError as error:
        raise unavailable() from error
    except StatementError as error:
        if isinstance(error.orig, NudgeError):
            raise error.orig from None
        raise
    except NoFreeConnection as error:
        raise unavailable() from error
