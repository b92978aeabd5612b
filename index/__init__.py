"""From files to searchable paragraphs; questions and answers are for `assistant`."""

DISTRIBUTION = "cited-articles"  # the name of the distribution
