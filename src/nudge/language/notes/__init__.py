"""Notes as memory: passages, people, quotes, open threads, and what comes back over the sessions."""
