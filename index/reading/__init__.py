"""Who says what in an article, and who is meant."""
