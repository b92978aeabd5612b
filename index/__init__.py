"""From files to searchable paragraphs; knows nothing of questions or answers."""
