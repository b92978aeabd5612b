"""From the words that somebody typed, and what was said before, to what is asked."""
