"""Where a library keeps its articles: the catalog, which is the truth, and the indexes that follow it."""
