"""How well pledges are scored: figures with their intervals, baselines, benchmarks."""
