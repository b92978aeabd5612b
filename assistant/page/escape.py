"""The one function through which all text from outside reaches the page, and the addresses that the page links to."""

from __future__ import annotations

import html
from contextvars import ContextVar
from urllib.parse import quote, urlencode

from starlette.requests import Request

from assistant.access.forwarding import root_of
from assistant.presenting.shown_text import readable

# The prefix of this server's addresses on pages other than the chat, such as "/news/". The chat is at the root of the
# server, whatever path a proxy gives the root, so the chat's own addresses are relative.
root: ContextVar[str] = ContextVar("root", default="")


def stand_at(request: Request) -> str:
    """Sets the root of the server, as a visitor sees it, for what is drawn next; returns it without its last slash."""
    base = root_of(request)
    root.set(f"{base}/")
    return base


def escape(text: object) -> str:
    """The text as HTML that shows it literally, safe in an element and in a quoted attribute."""
    return html.escape(readable(str(text)), quote=True)


def person_link(name: str) -> str:
    """The name, linked to everything that the person said."""
    address = f"{root.get() or './'}#{urlencode({'people': name})}"
    return f'<a class="person" href="{escape(address)}" dir="auto">{escape(name)}</a>'


def article_address(article_id: str, paragraph: int | None = None) -> str:
    """The address of an article on this server, made from its id: a record cannot supply its own link."""
    anchor = "" if paragraph is None else f"#p{int(paragraph)}"
    return escape(f"{root.get()}articles/{quote(article_id, safe='')}{anchor}")
