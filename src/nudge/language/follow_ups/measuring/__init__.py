"""Measures how well follow-ups are chosen, on answers that two readers judged blind."""
