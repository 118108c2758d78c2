"""The conversation page: one for each of the two, for the whole hour. It works without scripts."""
