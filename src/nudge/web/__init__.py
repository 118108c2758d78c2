"""Pages for people, made on the server: they work without scripts, and looking at one changes nothing."""
