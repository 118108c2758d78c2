"""The question bank on disk: reading, checking and wording it."""
