"""nudge: peer coaching as a service."""
