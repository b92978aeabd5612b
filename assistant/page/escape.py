"""The one function through which every word that came from outside reaches the page.

It knows characters; it knows nothing of what the words mean or where they stand.
"""

from __future__ import annotations

import html
from urllib.parse import quote, urlencode

from assistant.presenting.shown_text import readable


def escape(text: object) -> str:
    """The text as HTML that shows it literally, safe in an element and in a quoted attribute."""
    return html.escape(readable(str(text)), quote=True)


def person_link(name: str) -> str:
    """A name that leads to all that somebody said."""
    return f'<a class="person" href="/#{escape(urlencode({"people": name}))}" dir="auto">{escape(name)}</a>'


def article_address(article_id: str, paragraph: int | None = None) -> str:
    """Where this server shows an article, made from its id: no record can bring a link of its own."""
    anchor = "" if paragraph is None else f"#p{int(paragraph)}"
    return escape(f"/articles/{quote(article_id, safe='')}{anchor}")
