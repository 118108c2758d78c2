"""Scoring by rules alone: what answers without models, and what the model is measured against."""
