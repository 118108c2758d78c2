"""Time: the clock, and later the engine that delivers nudges."""
