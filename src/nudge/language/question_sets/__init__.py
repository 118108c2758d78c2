"""The choice of questions, as far as it has to be measured."""
