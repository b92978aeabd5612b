"""The sources of an answer as a short list beneath its text, where nothing but text is shown.

It knows citations and where they lead; it knows nothing of who shows the list.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urljoin

from assistant.answers import Citation

HEADING = "Sources:"
# At the end of a message that a client sends back as history.
_LIST = re.compile(rf"\n\n{HEADING}(?:\n- \[\d+\] [^\n]*)+\s*\Z")


def address(citation: Citation, server: str | None) -> str | None:
    """Where a reader finds the paragraph: on the server, where one is known, else where it was published."""
    return urljoin(server, citation.link) if server else citation.url


def with_sources(text: str, citations: Sequence[Citation], server: str | None) -> str:
    """The text with a line for each citation that it has a marker of."""
    lines = [f"- [{one.marker}] {source(one, server)}" for one in citations if one.marker]
    return "\n".join([f"{text}\n\n{HEADING}", *lines]) if lines else text


def without_sources(text: str) -> str:
    """What `with_sources` was given."""
    return _LIST.sub("", text)


def source(citation: Citation, server: str | None) -> str:
    """Title, outlet, day and address in one line, in which nothing is a link or an image but the address."""
    title = f"“{' '.join(citation.title.split())}”"
    parts = [title.replace("](", "] ("), citation.outlet, citation.published]
    where = address(citation, server)
    return ", ".join(part for part in parts if part) + (f": {where}" if where else "")
