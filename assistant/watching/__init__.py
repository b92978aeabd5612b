"""Sources that are looked at again and again: when, by whom, and how they stand."""
