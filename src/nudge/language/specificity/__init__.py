"""How clear a pledge is, read from its words, and what they offer the question for what is missing."""
