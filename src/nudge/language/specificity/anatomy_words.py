"""Words that say how the bare act is built: verbs that open one, verbs and nouns that name nothing."""

from __future__ import annotations

from nudge.language.pledges.verbs import words

OPENS_ACT = words(
    """
    start begin stop keep continue make get go need want be have let try manage aim plan remember commit
    finish focus work help practise practice learn use
    """
)
"""Verbs whose own complement is the act: "start walking", "plan to call", "try writing"."""

VAGUE = words(
    """
    improve work focus communicate develop support be become feel think consider understand enhance
    increase reduce manage handle address deal engage encourage empower build strengthen grow leverage
    optimise optimize drive foster maintain maximise ensure align explore look respect trust believe
    appreciate care involve include help lead cope progress continue embrace connect collaborate
    prioritise prioritize balance boost live
    """
)
"""Verbs that many different acts would fit."""

GENERIC = words(
    """
    team people colleague staff everyone everybody somebody someone anyone anybody work project thing
    stuff meeting job task other folk guy person member manager employee peer client customer patient
    pupil student child kid issue problem situation time life office matter area topic idea question
    process communication relationship department company business organisation organization group
    everything something anything boss mate friend family partner report feedback email mail training
    paperwork admin
    """
)
"""Nouns that name no one thing."""
