"""What all tests have in common."""

from hypothesis import settings

settings.register_profile("same-every-time", derandomize=True)
settings.load_profile("same-every-time")
"""A failing example is found by whoever changes the code, not by whoever comes next."""
