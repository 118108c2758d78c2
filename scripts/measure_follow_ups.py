"""How well follow-ups are chosen for the bank's own examples: the tests that its writers gave with each.

    .venv/bin/python -m scripts.measure_follow_ups

Twice: as served, and with cues heard by a model that saw no example of the same follow-up, and without the
nearness of the example to itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from nudge.bank.loading import load_bank
from nudge.domain.follow_up_choice import THRESHOLD, choose
from nudge.domain.follow_up_fit import must_not_come
from nudge.domain.follow_ups import AnswerReading, FollowUp
from nudge.language.encoder import Encoder
from nudge.language.follow_ups.grammar import Grammar
from nudge.language.follow_ups.reader import LanguageAnswerReader, reading_of
from nudge.language.follow_ups.signals import signals_in
from nudge.language.follow_ups.states import state_of
from nudge.language.follow_ups.training import Examples, examples_of, held_out
from nudge.language.manifest import read_manifest

ROOT = Path(__file__).parents[1]


def held_out_readings(
    follow_ups: Sequence[FollowUp], examples: Examples, encoder: Encoder, grammar: Grammar
) -> list[AnswerReading]:
    """What is heard in each example by models that know nothing of it."""
    heard = held_out(follow_ups, examples, encoder.name)
    vectors = encoder.encode([signals_in(text).text for text in examples.texts])
    cosines = vectors @ vectors.T
    np.fill_diagonal(cosines, -1.0)
    places = [
        [np.flatnonzero((examples.of == n) & (examples.fits == fits)) for n in range(len(follow_ups))]
        for fits in (True, False)
    ]
    readings = []
    for number, text in enumerate(examples.texts):
        signals = signals_in(text)
        fits, not_after = ([float(cosines[number, rows].max()) for rows in some] for some in places)
        readings.append(
            reading_of(
                signals,
                heard[number][0],
                heard[number][1],
                grammar.parse(signals.text),
                (),
                nearness=(fits, not_after),
                state=state_of(signals),
            )
        )
    return readings


def report(
    name: str, follow_ups: Sequence[FollowUp], examples: Examples, readings: Sequence[AnswerReading]
) -> None:
    """Print the shares that hold."""
    counts: Counter[str] = Counter()
    for number, reading in enumerate(readings):
        own, is_fit = follow_ups[examples.of[number]], bool(examples.fits[number])
        choice = choose(follow_ups, reading, sessions_done=2)
        moves = [pick.follow_up.move for pick in choice.picks]
        kind = "fits" if is_fit else "not_after"
        counts[kind] += 1
        counts[f"{kind} answered"] += bool(choice.picks)
        counts[f"{kind} excluded"] += must_not_come(own, int(examples.of[number]), reading)
        counts[f"{kind} move first"] += moves[:1] == [own.move]
        counts[f"{kind} move in three"] += own.move in moves
        counts[f"{kind} first"] += bool(choice.picks) and choice.picks[0].follow_up.id == own.id
        counts[f"{kind} in three"] += any(pick.follow_up.id == own.id for pick in choice.picks)
        counts[f"{kind} silent {choice.silence}"] += 1
        top = max((pick.score for pick in choice.picks), default=0.0)
        counts[f"{kind} top ≥ .8"] += top >= 0.8
    print(f"\n{name} (threshold {THRESHOLD})")
    for what, n in sorted(counts.items()):
        kind = what.split()[0]
        print(f"  {what:32} {n:5} {n / counts[kind]:.3f}")


def main() -> None:
    """Measure and print."""
    bank = load_bank(ROOT / "question_bank")
    manifest = read_manifest(ROOT / "models")
    encoder, grammar = Encoder(manifest), Grammar(manifest)
    examples = examples_of(bank.follow_ups, encoder)
    reader = LanguageAnswerReader(encoder, manifest)
    served = [reader.read("", text, (), bank) for text in examples.texts]
    report("as served", bank.follow_ups, examples, served)
    report(
        "held out", bank.follow_ups, examples, held_out_readings(bank.follow_ups, examples, encoder, grammar)
    )


if __name__ == "__main__":
    main()
