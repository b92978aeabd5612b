"""The texts that people read, one catalogue per language, for all rooms that show them any."""
