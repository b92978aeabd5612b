"""The one function through which every word that came from outside reaches the page.

It knows characters; it knows nothing of what the words mean or where they stand.
"""

from __future__ import annotations

import html
import re
from urllib.parse import quote, urlsplit

# Directional overrides, embeddings and isolates can make a line read in another order than it is written.
_REORDERING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")


def escape(text: object) -> str:
    """The text as HTML that shows it literally, safe in an element and in a quoted attribute."""
    visible = _REORDERING.sub(lambda found: f"[U+{ord(found[0]):04X}]", str(text))
    return html.escape(_CONTROL.sub("\ufffd", visible), quote=True)


def web_address(url: str | None) -> str | None:
    """The escaped URL where it is a web page's, else None: no other scheme ever becomes a link."""
    if not url:
        return None
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return escape(url.strip()) if parts.scheme in ("http", "https") and parts.netloc else None


def article_address(article_id: str, paragraph: int | None = None) -> str:
    """Where this server shows an article, made from its id: no record can bring a link of its own."""
    anchor = "" if paragraph is None else f"#p{int(paragraph)}"
    return escape(f"/articles/{quote(article_id, safe='')}{anchor}")
