"""Purpose: the reader of drivers, how it is trained and how well it reads."""
