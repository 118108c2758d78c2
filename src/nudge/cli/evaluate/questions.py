"""`nudge evaluate questions`: how well questions are chosen."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from nudge.cli.evaluate.figures import console, show_json, show_sets, teller
from nudge.settings import read_settings

if TYPE_CHECKING:
    from nudge.language.question_sets.measuring.evaluation import QuestionSetEvaluation

DIRECTORY = click.Path(file_okay=False, path_type=Path)
FILE = click.Path(dir_okay=False, path_type=Path)
PARTS = ("held_out", "development", "all")


@click.command("questions")
@click.option("--people", type=DIRECTORY, help="Written people; ours by default.")
@click.option("--part", type=click.Choice(PARTS), default=PARTS[0], help="Whom to measure on.")
@click.option("--json", "as_json", is_flag=True, help="Everything as JSON instead of tables.")
@click.option(
    "--worst", type=click.IntRange(0), default=0, help="Show so many of the weakest sets, with texts."
)
@click.option(
    "--cards", type=FILE, help="Only write cards for blind readers here, and their key beside them."
)
@click.option("--judged", type=FILE, help="Only count what readers said about the cards of --cards.")
def command(
    people: Path | None, part: str, as_json: bool, worst: int, cards: Path | None, judged: Path | None
) -> None:
    """How well are questions chosen, beside random, plain cosine and MMR? Takes two minutes.

    All choose from the same eligible questions of the same bank. What is meant to be on a person's mind was
    said by who wrote the person, not by a model. Intervals are 95 %, resampling people or pairs 1,000 times;
    those of variety come from leaving out one person at a time, those of readers are Wilson's.
    """
    from nudge.wiring.models import count_judgements, evaluate_questions, question_cards

    settings, tell = read_settings(os.environ), teller()
    folder = people or settings.models / "question_sets"
    if judged is not None:
        if cards is None:
            raise click.UsageError("--judged needs --cards, the file that was judged.")
        show_sets(console(), {"readers, blind": count_judgements(cards, judged)})
    elif cards is not None:
        key = question_cards(settings, folder, part, tell).write(cards)
        click.echo(f"{cards} is for readers, {key} for counting.")
    else:
        found = evaluate_questions(settings, folder, part, tell, n_worst=worst)
        show_json(found) if as_json else _show(found)


def _show(found: QuestionSetEvaluation) -> None:
    screen = console()
    show_sets(screen, found.sets)
    for wrong in found.wrong:
        screen.print(f"✗ {wrong.ref}, {wrong.question}: not so: {wrong.check}", markup=False, highlight=False)
    for each in found.worst:
        lines = (f"{each.ref}: {each.about}", each.text, *(f"- {question}" for question in each.questions))
        screen.print("\n".join(lines), "\n", markup=False, highlight=False)
