"""Finding the words of a pledge that say when."""

from nudge.language.times.grammar import TimeGrammar

__all__ = ["TimeGrammar"]
