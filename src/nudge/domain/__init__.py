"""What is true about peer coaching: frozen dataclasses and pure functions, standard library only."""
