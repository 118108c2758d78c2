"""All editorial rules, by family, and by code."""

from __future__ import annotations

from collections.abc import Mapping

from nudge.domain.editorial.asking import ASKING
from nudge.domain.editorial.assumptions import ASSUMPTIONS
from nudge.domain.editorial.duplicates import DUPLICATES
from nudge.domain.editorial.exceptions import EXCEPTIONS
from nudge.domain.editorial.findings import ALL_KINDS, Rule, Severity
from nudge.domain.editorial.identity import IDENTITY
from nudge.domain.editorial.safety import SAFETY
from nudge.domain.editorial.slots import SLOTS
from nudge.domain.editorial.stance import STANCE
from nudge.domain.editorial.tags import TAGS
from nudge.domain.editorial.translations import TRANSLATIONS
from nudge.domain.editorial.wording import WORDING

STRUCTURE = Rule(
    code="structure",
    severity=Severity.ERROR,
    title="Not a bank",
    says="",
    because="The service can't read it, or names in it lead nowhere.",
    mend="question_bank/README.md says what each table holds.",
    kinds=ALL_KINDS,
)

FAMILIES: Mapping[str, tuple[Rule, ...]] = {
    "How it is asked": ASKING,
    "From where": STANCE,
    "Wording": WORDING,
    "Safety": SAFETY,
    "Assumptions": ASSUMPTIONS,
    "Slots": SLOTS,
    "Tags": TAGS,
    "Duplicates": DUPLICATES,
    "Ids and versions": IDENTITY,
    "Translations": TRANSLATIONS,
    "Exceptions": EXCEPTIONS,
    "Files": (STRUCTURE,),
}
RULES: tuple[Rule, ...] = tuple(rule for rules in FAMILIES.values() for rule in rules)
RULES_BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
