"""Plans of nudges for people's eyes: a table for the terminal, a picture for the browser."""
