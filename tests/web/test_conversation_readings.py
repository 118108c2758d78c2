from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nudge.domain.specificity import BLANK, Facet, FacetReading, Span, Specificity
from nudge.web.conversation.pledge_readings import PLAIN, pieces


@st.composite
def read_texts(draw: st.DrawFn) -> tuple[str, Specificity]:
    """A text, and any words of it for each facet; they may overlap."""
    text = draw(st.text(min_size=1, max_size=40))
    place = st.integers(0, len(text))
    facets = {}
    for facet in Facet:
        ends = draw(st.lists(st.tuples(place, place).filter(lambda two: two[0] < two[1]), max_size=3))
        spans = tuple(Span(start, end, text[start:end]) for start, end in ends)
        facets[facet] = FacetReading(draw(st.integers(0, 2)), spans)
    read = BLANK
    return text, Specificity(
        read.overall, read.start, True, 1.0, 1, read.kind, facets, read.flags, read.intent_probability
    )


@given(read_texts())
def test_pieces_are_the_text_and_every_word_of_a_facet_is_marked(read: tuple[str, Specificity]) -> None:
    text, specificity = read
    found = pieces(text, specificity)
    assert "".join(piece.text for piece in found) == text
    for facet in PLAIN:
        marked = set[int]()
        at = 0
        for piece in found:
            marked.update(range(at, at + len(piece.text)) if facet in piece.facets else ())
            at += len(piece.text)
        spans = specificity.facets[facet].evidence
        assert marked == {place for one in spans for place in range(one.start, one.end)}
