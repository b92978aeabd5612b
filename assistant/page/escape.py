"""The one function through which every word that came from outside reaches the page, and addresses that it links to.

It knows characters; it knows nothing of what the words mean or where they stand.
"""

from __future__ import annotations

import html
from contextvars import ContextVar
from urllib.parse import quote, urlencode

from starlette.requests import Request

from assistant.access.forwarding import root_of
from assistant.presenting.shown_text import readable

# What stands before addresses of this server on a page of its own, such as "/news/". The chat stands where the server
# begins, whatever a proxy calls that, so there they are relative.
root: ContextVar[str] = ContextVar("root", default="")


def stand_at(request: Request) -> str:
    """Says for what is drawn next where the server begins, as a visitor sees it; gives that without its last stroke."""
    base = root_of(request)
    root.set(f"{base}/")
    return base


def escape(text: object) -> str:
    """The text as HTML that shows it literally, safe in an element and in a quoted attribute."""
    return html.escape(readable(str(text)), quote=True)


def person_link(name: str) -> str:
    """A name that leads to all that somebody said."""
    address = f"{root.get() or './'}#{urlencode({'people': name})}"
    return f'<a class="person" href="{escape(address)}" dir="auto">{escape(name)}</a>'


def article_address(article_id: str, paragraph: int | None = None) -> str:
    """Where this server shows an article, made from its id: no record can bring a link of its own."""
    anchor = "" if paragraph is None else f"#p{int(paragraph)}"
    return escape(f"{root.get()}articles/{quote(article_id, safe='')}{anchor}")
