"""The texts that people read, one catalogue a language, for all rooms that speak to them."""
