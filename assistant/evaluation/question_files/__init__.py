"""Question files: read with all their errors, drafted, and made from feedback."""
