"""From files to searchable paragraphs; questions and answers are for `assistant`."""

DISTRIBUTION = "cited-articles"  # what pip calls all of this
