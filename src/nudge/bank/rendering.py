"""Words the bank's templates, strict about slots, with nothing but slots allowed.

Text with slots, which is all that organisations may send, is filled by replacing words; what is left goes
through Jinja2's sandbox, and comes from the files of the bank only.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateSyntaxError, nodes
from jinja2.exceptions import UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nudge.domain.errors import Invalid
from nudge.domain.slot_texts import filled, is_plain

_ENVIRONMENT = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, cache_size=0)
_ALLOWED_NODES = (nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name)
_SPACE = re.compile(r"\s+")


def template_problem(template: str, allowed: Collection[str]) -> str | None:
    """Why a template can't be used, or None: only text and `{{ slot }}` of the allowed slots.

    >>> template_problem("You said you would {{ pledge }}.", allowed=["pledge"])
    >>> template_problem("{{ ''.__class__ }}", allowed=[])
    'only plain slots such as {{ person }} are allowed, not Const, Getattr'
    """
    try:
        tree = _ENVIRONMENT.parse(template)
    except TemplateSyntaxError as error:
        return f"isn't a template: {error.message}"
    unwanted = sorted(
        {type(node).__name__ for node in tree.find_all(nodes.Node) if not isinstance(node, _ALLOWED_NODES)}
    )
    if unwanted:
        return f"only plain slots such as {{{{ person }}}} are allowed, not {', '.join(unwanted)}"
    unknown = sorted({name.name for name in tree.find_all(nodes.Name)} - set(allowed))
    if unknown:
        return f"unknown slot “{unknown[0]}”" + (f"; allowed here: {', '.join(allowed)}" if allowed else "")
    return None


@lru_cache(maxsize=4096)
def _compiled(template: str) -> Template:
    return _ENVIRONMENT.from_string(template)


class TemplateRenderer:
    """The Renderer of the bank. Slot values are data: braces in them are never looked at."""

    def render(self, template: str, slots: Mapping[str, str]) -> str:
        """The template with its slots filled, one line, spaces tidied.

        Raises:
            Invalid: `slot-missing` when the template uses a slot that isn't there.
        """
        values = {name: _one_line(value) for name, value in slots.items()}
        try:
            text = filled(template, values) if is_plain(template) else _compiled(template).render(values)
        except (UndefinedError, KeyError) as error:
            raise Invalid("slot-missing", "A wording of the bank uses a slot that isn't filled.") from error
        return _one_line(text)


def _one_line(text: str) -> str:
    return _SPACE.sub(" ", text).strip()
