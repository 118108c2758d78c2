"""The one place that knows every part: builds the ring, closes it again."""
