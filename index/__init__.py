"""From files to searchable paragraphs; knows nothing of questions or answers."""

DISTRIBUTION = "cited-articles"  # what pip calls all of this
