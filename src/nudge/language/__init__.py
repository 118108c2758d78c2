"""Language technology: the only home of spaCy, sentence-transformers, scikit-learn and numpy."""
