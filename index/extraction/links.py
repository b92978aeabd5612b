"""Which lines of a page only link to another page of its site, such as "OTHER STORY ON THE SUBJECT"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from index.extraction.figures import EASTERN, bare

SHORTEST_POINTER = 20  # letters and digits; a shorter link may be a name, a product or a date
SHORTEST_EASTERN_POINTER = 10

_SENTENCE_END = re.compile(r"[.。][\"'”’」』）)\]]*$")


def links_of(tree: HtmlElement) -> list[tuple[str, str]]:
    """The text and the address of every link."""
    return [(link.text_content().strip(), link.get("href", "")) for link in tree.iter("a")]


def pointers(lines: Iterable[str], links: Sequence[tuple[str, str]], url: str | None) -> frozenset[str]:
    """The lines of the page at `url` that consist only of a link to another page of its site and are not sentences."""
    elsewhere = {bare(text) for text, address in links if _leads_elsewhere(address, url)}
    return frozenset(line for line in lines if bare(line) in elsewhere and _could_be_a_title(line))


def _could_be_a_title(line: str) -> bool:
    shortest = SHORTEST_EASTERN_POINTER if EASTERN.search(line) else SHORTEST_POINTER
    return len(bare(line)) >= shortest and not _SENTENCE_END.search(line)


def _leads_elsewhere(address: str, url: str | None) -> bool:
    """Whether an address is another page of the same site; links to other sites are as often the article's sources."""
    try:
        there, here = urlsplit(address.strip()), urlsplit(url or "")
    except ValueError:
        return False
    same_site = not there.netloc or there.netloc == here.netloc
    return there.scheme in ("", "http", "https") and same_site and there.path not in ("", here.path)
