"""Models that read texts: one at a time, into vectors, or two, to sort hits and to judge what follows from what."""
