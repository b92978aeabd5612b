"""Models that read two texts at once, to sort hits and to judge what follows from what."""
