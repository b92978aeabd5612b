"""What an alert has reported, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from xml.sax.saxutils import escape, quoteattr

from index.extraction.plain_text import storable
from index.store.alerts import Alert, Item

MOST = 100  # entries


def title_of(one: Alert) -> str:
    """The alert in a few words, as entered."""
    if one.question:
        return one.question
    return f"{one.speaker}: {one.about}" if one.about else str(one.speaker)


def atom(one: Alert, items: Sequence[Item], *, address: str, root: str) -> bytes:
    """The feed at an address; `root` is the prefix of links to paragraphs."""
    updated = _moment(items[0].found if items else one.created)
    entries = "".join(_entry(item, root) for item in items)
    text = (
        '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">'
        f"<id>urn:article-assistant:alert:{one.id}</id><title>{_text(title_of(one))}</title>"
        f'<updated>{updated}</updated><link rel="self" href={quoteattr(address)}/>'
        f"<author><name>article-assistant</name></author>{entries}</feed>\n"
    )
    return text.encode()


def _entry(item: Item, root: str) -> str:
    passage = item.passage
    where = ", ".join(filter(None, [passage.title, passage.outlet, passage.published]))
    name = f"{passage.speaker}: {passage.title}" if passage.speaker else passage.title
    return (
        f"<entry><id>urn:article-assistant:told:{item.id}</id><title>{_text(name or passage.article_id)}</title>"
        f"<updated>{_moment(item.found)}</updated><link href={quoteattr(root + passage.link)}/>"
        f'<content type="text">{_text(f"“{passage.quote}” – {where}")}</content></entry>'
    )


def _text(text: str) -> str:
    return escape(storable(text))


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(int(seconds), UTC).isoformat().replace("+00:00", "Z")
