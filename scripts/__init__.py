"""What a developer runs: set up, check, test, serve, demonstrate, measure."""
