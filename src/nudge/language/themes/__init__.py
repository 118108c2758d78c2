"""Themes of passages: the reader, how it is trained and how well it reads."""
