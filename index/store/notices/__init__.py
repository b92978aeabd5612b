"""What the notices of correction in a library are about."""
