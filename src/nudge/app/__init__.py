"""What one can do: the use cases, and the ports that they need."""
