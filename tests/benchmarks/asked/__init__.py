"""Questions that are made from articles by patterns, asked, and judged by what they were made from."""
