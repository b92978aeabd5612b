"""The rows of `make bench`, by what they measure."""
