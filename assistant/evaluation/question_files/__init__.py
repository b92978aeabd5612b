"""Question files: read with everything that is wrong in them, drafted, and made from feedback."""
