"""Whether a text bears out a claim."""
