"""From a page or a text to paragraphs with their roles, and what it says of itself: title, author, outlet, date."""
