"""Numbers that a pledge is judged by: what its cues say, how its act is built, which words it uses."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Mapping, Sequence

from nudge.domain.specificity import Span
from nudge.domain.timing import TimePhrase
from nudge.language.specificity.anatomy import GENERIC, VAGUE, Anatomy, lemma
from nudge.language.specificity.cues import Cue
from nudge.language.specificity.stripping import HEDGES, Stripped, Version
from nudge.language.texts.features import Terms, word_terms

HELPS = (
    *("time.any", "time.sure", "time.fixed", "time.recurring", "time.event"),
    *("count.exact", "count.amount", "count.fuzzy", "count.any"),
    *("said.firm", "said.vow", "said.vowed", "said.label"),
)
"""Features that a date, a count or a firm word adds: nothing may weigh them below 0."""

HARMS = tuple(f"hedge.{name}" for name in (*sorted(HEDGES), "any", "many"))
"""Features that a hedge adds: nothing may weigh them above 0."""

COUNTS = frozenset({"exact", "amount", "fuzzy"})
FIRM = ("firm", "vow", "vowed", "label", "no-subject")
OTHER = ("wish", "joke", "refusal")
_LINK = re.compile(r"https?://|www\.|\b\w+\.(?:com|org|net|co\.uk)\b", re.IGNORECASE)
_PICTURE = re.compile("[\U0001f300-\U0001faff☀-➿]")


def dense(
    stripped: Stripped, version: Version, times: Sequence[TimePhrase], act: Anatomy
) -> dict[str, float]:
    """Features of one version of a pledge by name; those left out are 0."""
    found = {
        **_time_features([phrase for phrase in times if _is_in(phrase, version.kept)]),
        **_cue_features(stripped, version),
        **_act_features(act),
        **_text_features(stripped.act),
    }
    return {name: float(value) for name, value in found.items() if value}


def _is_in(phrase: TimePhrase, kept: Collection[Span]) -> bool:
    return Span(phrase.start, phrase.end, phrase.text) in kept


def act_terms(act: Anatomy) -> Terms:
    """Words and pairs of the bare act, its verbs by their base form, and the shape of the sentence."""
    found = list(word_terms(act.doc.text))
    for number, verb in enumerate(act.verbs):
        found.append(f"{'VERB' if number == 0 else 'THEN'}={lemma(verb)}")
    if act.main is not None:
        found += [f"{child.dep_}>{lemma(child)}" for child in act.main.children if not child.is_punct]
        found.append(
            "SHAPE=" + "-".join(sorted({child.dep_ for child in act.main.children if not child.is_punct}))
        )
    found += ["POS=" + " ".join(t.pos_ for t in act.doc[i : i + 3]) for i in range(max(0, len(act.doc) - 2))]
    return found


def _time_features(times: Sequence[TimePhrase]) -> Mapping[str, float]:
    return {
        "time.any": bool(times),
        "time.sure": any(phrase.level == 2 for phrase in times),
        "time.fixed": any(phrase.level == 2 and not phrase.is_recurring for phrase in times),
        "time.recurring": any(phrase.is_recurring for phrase in times),
        "time.event": any(phrase.names_event for phrase in times),
    }


def _cue_features(stripped: Stripped, version: Version) -> Mapping[str, float]:
    hedges = {cue.name for cue in stripped.cues if cue.name in HEDGES and _stays(cue, version.hedges)}
    counts = {cue.name for cue in stripped.cues if cue.name in COUNTS and cue.span in version.kept}
    said = {cue.name for cue in stripped.cues if cue.name in (*FIRM, *OTHER)}
    return {
        **{f"hedge.{name}": True for name in hedges},
        "hedge.any": bool(hedges),
        "hedge.many": len(hedges) > 1,
        **{f"said.{name}": True for name in said},
        **{f"count.{name}": True for name in counts},
        "count.any": bool(counts - {"fuzzy"}),
    }


def _stays(cue: Cue, kept: Collection[Span]) -> bool:
    """Whether the cue is in a hedge that stayed; a shorter one may lie inside a longer."""
    return any(cue.span.start < span.end and span.start < cue.span.end for span in kept)


def _act_features(act: Anatomy) -> Mapping[str, float]:
    subjects = {subject.lower_ for subject in act.subjects}
    main = act.main
    found: dict[str, float] = {
        "who.speaker": bool(subjects & {"i", "im", "ill"}),
        "who.together": bool(subjects & {"we", "us"}),
        "who.you": bool(subjects & {"you", "u"}),
        "who.other": any(
            s.pos_ in ("NOUN", "PROPN") or s.lower_ in ("he", "she", "they", "it", "this", "that", "there")
            for s in act.subjects
        ),
        "who.nobody": not subjects,
        "act.none": main is None or main.pos_ not in ("VERB", "AUX"),
        "act.several": min(len(act.verbs), 4) - 1 if act.verbs else 0,
        "context.names": min(len(act.names), 3),
        "context.definite": min(len(act.definite), 3),
        "context.generic": min(len(act.generic), 3),
        "context.none": not (act.names or act.definite or act.generic),
        "context.compound": any(t.dep_ == "compound" for t in act.doc),
        "object.any": bool(act.objects),
        "object.name": any(t in act.names for t in act.objects),
        "object.definite": any(t in act.definite for t in act.objects),
        "object.generic": any(lemma(t) in GENERIC for t in act.objects),
    }
    if main is not None:
        found |= _main_features(act)
    return found


def _main_features(act: Anatomy) -> dict[str, float]:
    main = act.main
    assert main is not None  # asked for only then
    morph = main.morph
    children = {child.dep_ for child in main.children}
    auxiliaries = {child.lower_ for child in main.children if child.dep_ in ("aux", "auxpass")}
    return {
        "act.vague": lemma(main) in VAGUE,
        "act.copula": lemma(main) in ("be", "become", "feel", "stay", "remain"),
        "act.passive": bool(children & {"auxpass", "nsubjpass"}),
        "act.past": "Past" in morph.get("Tense") and "will" not in auxiliaries,
        "act.gerund": morph.get("VerbForm") == ["Part"] or main.tag_ == "VBG",
        "act.present": main.tag_ in ("VBZ", "VBP") and "will" not in auxiliaries,
        "act.negated": "neg" in children or any(c.lower_ in ("no", "never", "not") for c in main.children),
        "act.would": bool(auxiliaries & {"would", "'d", "could", "should", "might", "may", "must", "can"}),
        "act.opens": main.i == 0 and main.tag_ in ("VB", "VBP"),
        "act.will": "will" in auxiliaries or "wo" in auxiliaries,
        "act.clause": bool(children & {"ccomp", "advcl"}),
        "act.please": act.doc[0].lower_ in ("please", "kindly", "pls", "plz"),
    }


def _text_features(text: str) -> Mapping[str, float]:
    n_words = len(text.split())
    return {
        "text.words": math.log1p(n_words),
        "text.short": n_words <= 4,
        "text.none": n_words == 0,
        "text.question": "?" in text,
        "text.exclamation": "!" in text,
        "text.link": _LINK.search(text) is not None,
        "text.tag": "#" in text or "@" in text,
        "text.picture": _PICTURE.search(text) is not None,
        "text.quote": any(mark in text for mark in '“”"‘'),
        "text.you": re.search(r"\b(?:you|your|u|ur)\b", text, re.IGNORECASE) is not None,
        "text.me": re.search(r"\b(?:me|my|i|mine)\b", text, re.IGNORECASE) is not None,
        "text.please": re.search(r"\b(?:please|pls|kindly)\b", text, re.IGNORECASE) is not None,
        "text.sentences": len(re.findall(r"[.!?](?:\s|$)", text)) > 1,
    }
