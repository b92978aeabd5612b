"""The texts that people read, one catalogue per language, for every room that shows any."""
