"""Classifying short texts: their features, the model, and its training; for purposes and themes."""
