"""`nudge bank rules`: what each editorial rule says, why, and how to mend what it finds."""

from __future__ import annotations

import click


@click.command("rules")
@click.argument("code", required=False)
def command(code: str | None) -> None:
    """List the editorial rules, or tell all about the one with this CODE."""
    from nudge.domain.editorial.findings import Rule
    from nudge.domain.editorial.rules import FAMILIES, RULES_BY_CODE
    from nudge.domain.editorial.wordings import Wording
    from nudge.domain.spelling import did_you_mean

    def tell(rule: Rule) -> None:
        click.echo(f"{rule.code} ({rule.severity}): {rule.title}")
        click.echo(f"  why   {rule.because}")
        click.echo(f"  mend  {rule.mend}")

    if code is None:
        for family, rules in FAMILIES.items():
            click.echo(f"\n== {family}")
            for rule in rules:
                tell(rule)
        return
    if code not in RULES_BY_CODE:
        raise click.BadParameter(
            f"there is no rule “{code}”. {did_you_mean(code, RULES_BY_CODE)}", param_hint="CODE"
        )
    rule = RULES_BY_CODE[code]
    tell(rule)
    click.echo(f"  for   {', '.join(sorted(rule.kinds))}")
    for label, examples in (("not", rule.must), ("fine", rule.must_not)):
        for example in examples:
            click.echo(f"  {label:<5} {example.template if isinstance(example, Wording) else example}")
