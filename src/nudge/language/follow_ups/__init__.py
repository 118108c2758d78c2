"""What is heard in an answer: cues, words to give back, and how near it is to what follow-ups are for."""
