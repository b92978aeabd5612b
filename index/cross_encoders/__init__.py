"""Models that read two texts at once, for putting hits in order and for judging what follows from what."""
