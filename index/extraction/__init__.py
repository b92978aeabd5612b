"""From a page or a text to paragraphs with their roles, and metadata: title, author, outlet, date."""
