"""Findings as a SARIF log, which code hosts show beside the lines that they are about.

Source: Static Analysis Results Interchange Format 2.1.0, OASIS 2020, sections 3.13 to 3.52.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from nudge.bank.checking import BankReport, PlacedFinding
from nudge.domain.editorial.findings import Rule
from nudge.domain.editorial.rules import RULES

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif_log(report: BankReport, directory: Path) -> dict[str, Any]:
    """One run with all rules and all findings. Severities are SARIF's levels of the same names."""
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "nudge bank check",
                        "semanticVersion": version("nudge"),
                        "rules": [_rule(rule) for rule in RULES],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(found, directory) for found in report.findings],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": "".join(part.capitalize() for part in rule.code.split("-")),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.because},
        "help": {"text": rule.mend},
        "defaultConfiguration": {"level": rule.severity.value},
    }


def _result(found: PlacedFinding, directory: Path) -> dict[str, Any]:
    place, finding = found.place, found.finding
    return {
        "ruleId": finding.rule.code,
        "ruleIndex": RULES.index(finding.rule),
        "level": found.severity.value,
        "message": {"text": f"{finding.message}. {finding.rule.mend}"},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": _uri(directory / place.file)},
                    "region": {
                        "startLine": place.line,
                        "startColumn": place.column,
                        "endColumn": place.end_column,
                    },
                }
            }
        ],
        "partialFingerprints": {
            "textAndRule/v1": _fingerprint([finding.rule.code, finding.id, finding.key, finding.span.text])
        },
    }


def _uri(path: Path) -> str:
    """Relative to where the command runs when it is below, so that code hosts find the file."""
    here = Path.cwd()
    whole = path.resolve()
    return quote(whole.relative_to(here).as_posix()) if whole.is_relative_to(here) else whole.as_uri()


def _fingerprint(parts: Sequence[str]) -> str:
    """Stays the same when lines above are added."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]
