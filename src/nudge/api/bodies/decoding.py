"""Reads JSON into a typed body, and says in plain words what is wrong with it, without repeating it."""

from __future__ import annotations

import re
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from nudge.domain.errors import Invalid
from nudge.domain.spelling import did_you_mean

T = TypeVar("T")

_PLACE = re.compile(r" - at `(?P<path>[^`]*)`$")
_UNKNOWN = re.compile(r"unknown field `(?P<field>[^`]*)`")
_STEP = re.compile(r"\.([A-Za-z_]\w*)|(\[[^\]]*\])")
_VALUE = re.compile(r"(Invalid enum value) .*")
_PATTERN = re.compile(r"Expected `str` matching regex .*")
_MARK = b"\xef\xbb\xbf"
"""The byte order mark, which some programs write before UTF-8."""


def decode(body: bytes, kind: type[T]) -> T:
    """A body of the given kind.

    Raises:
        Invalid: `body-malformed` when it isn't JSON in UTF-8, `body-invalid` when it isn't of this kind;
            `at` is the place, such as "$.participants[...].notes[...].text".
    """
    try:
        return msgspec.json.decode(body.removeprefix(_MARK), type=kind)
    except msgspec.ValidationError as error:
        raise _explained(error, kind) from None
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Invalid("body-malformed", _malformed(str(error))) from None
    except RecursionError:
        raise Invalid("body-malformed", "The body is nested too deeply.") from None


def _explained(error: msgspec.ValidationError, kind: type[Any]) -> Invalid:
    message = str(error)
    place = _PLACE.search(message)
    path = place["path"] if place else "$"
    message = _VALUE.sub(r"\1", _PLACE.sub("", message))
    if _PATTERN.search(message):
        message = _PATTERN.sub(_expected_at(inspect.type_info(kind), path), message)
    unknown = _UNKNOWN.search(message)
    if unknown:
        known = _fields_at(inspect.type_info(kind), path)
        hint = did_you_mean(unknown["field"], known) if known else ""
        return Invalid("body-invalid", f"There is no field of this name at {path}. {hint}".strip(), at=path)
    allowed = _choices_at(inspect.type_info(kind), path)
    choices = f"; one of: {', '.join(allowed)}" if allowed else ""
    return Invalid("body-invalid", f"{message.replace('`', '')} at {path}{choices}.", at=path)


def _malformed(message: str) -> str:
    """What is wrong with it. Malformed JSON may quote what was sent; keep the position only."""
    if "truncated" in message:
        return "The body isn't JSON: it ends too early, or has half of a character, such as “\\ud800” alone."
    place = re.sub(r":? ?'[^']*'", "", message).rstrip(".").removeprefix("JSON is malformed: ")
    return f"The body isn't JSON in UTF-8: {place}."


def _steps(path: str) -> list[str]:
    """The steps of a path: field names, and "[]" for an item of a list or mapping."""
    return [name or "[]" for name, _ in _STEP.findall(path.removeprefix("$"))]


def _type_at(info: inspect.Type, path: str) -> list[inspect.Type]:
    """The types that may stand at a path; several for unions."""
    current = _alternatives(info)
    for step in _steps(path):
        following: list[inspect.Type] = []
        for candidate in map(_bare, current):
            if step == "[]" and isinstance(candidate, inspect.ListType | inspect.VarTupleType):
                following += _alternatives(candidate.item_type)
            elif step == "[]" and isinstance(candidate, inspect.DictType):
                following += _alternatives(candidate.value_type)
            elif isinstance(candidate, inspect.StructType):
                following += [
                    t for f in candidate.fields if f.encode_name == step for t in _alternatives(f.type)
                ]
        current = following
    return current


def _alternatives(info: inspect.Type) -> list[inspect.Type]:
    bare = _bare(info)
    return list(bare.types) if isinstance(bare, inspect.UnionType) else [info]


def _bare(info: inspect.Type) -> inspect.Type:
    """Without what is only said about it, such as examples."""
    return _bare(info.type) if isinstance(info, inspect.Metadata) else info


def _expected_at(info: inspect.Type, path: str) -> str:
    """What a text has to be like, by its examples; those without any only mustn't be blank."""
    such_as = ", ".join(
        f"“{example}”"
        for candidate in _type_at(info, path)
        if isinstance(candidate, inspect.Metadata)
        for example in (candidate.extra_json_schema or {}).get("examples", ())
    )
    return f"Expected a text such as {such_as}" if such_as else "Expected something other than spaces"


def _fields_at(info: inspect.Type, path: str) -> list[str]:
    return [
        field.encode_name
        for candidate in map(_bare, _type_at(info, path))
        if isinstance(candidate, inspect.StructType)
        for field in candidate.fields
    ]


def _choices_at(info: inspect.Type, path: str) -> list[str]:
    return [
        str(value)
        for candidate in map(_bare, _type_at(info, path))
        for value in (
            [member.value for member in candidate.cls]
            if isinstance(candidate, inspect.EnumType)
            else candidate.values
            if isinstance(candidate, inspect.LiteralType)
            else []
        )
    ]
