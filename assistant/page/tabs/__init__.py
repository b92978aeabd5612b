"""The tabs for articles, people and checking: what they show, and the addresses from which they fetch."""
