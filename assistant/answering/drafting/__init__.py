"""The text of an answer: how it grows, and how it changes with everything in it kept in place."""
