"""Measures how well questions are chosen, on written people, beside simpler ways of choosing."""
