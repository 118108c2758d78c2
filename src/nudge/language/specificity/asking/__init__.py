"""What the words of a pledge offer the question for its missing piece."""
