"""The captions of a page's pictures, which extraction drops, and their place among the lines of the article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

LONGEST_CAPTION = 1000
EASTERN = re.compile(r"[\u3040-\u9fff\uac00-\ud7af]")
SHORTEST_CAPTION = 40  # characters of alphabetic text; a shorter one is a name or a credit, which says nothing
SHORTEST_ANCHOR = 20  # characters without punctuation; a shorter line may be anywhere on the page

_BLOCKS = ("p", "li", "h1", "h2", "h3", "blockquote", "figcaption")
_APART = frozenset(("aside", "nav", "footer", "header", "form", "a", "noscript", "template", "dialog"))
_OTHER_ARTICLES = re.compile(r"related|recommend|promo|teaser|sidebar|newsletter|most-(?:read|popular)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the page in reading order: its text, and whether that is the caption of a picture."""

    text: str
    is_caption: bool


def blocks_of(tree: HtmlElement) -> list[Block]:
    """All possible lines of the article, and the captions that may belong to it."""
    blocks = []
    for element in tree.iter(*_BLOCKS):
        is_caption = element.tag == "figcaption"
        text = " ".join(element.text_content().split())
        if text and not (is_caption and (not _says_something(text) or _stands_apart(element))):
            blocks.append(Block(text, is_caption))
    return blocks


def with_captions(lines: Sequence[str], blocks: Sequence[Block]) -> tuple[tuple[str, ...], frozenset[str]]:
    """The lines, each caption placed after the line that it follows on the page, and which lines are captions.

    A caption counts if lines of the article precede and follow it; those above the first line and below the last
    may belong to anything.
    """
    after = _captions_after(lines, blocks)
    placed = tuple(text for line in lines for text in (line, *after.pop(bare(line), ())))
    marked = {bare(block.text) for block in blocks if block.is_caption}
    return placed, frozenset(line for line in placed if bare(line) in marked)


def _captions_after(lines: Sequence[str], blocks: Sequence[Block]) -> dict[str, list[str]]:
    """The captions that are not lines yet, by the bare text of the line that each follows on the page."""
    known = {bare(line) for line in lines}
    seen = set(known)
    after: dict[str, list[str]] = {}
    last: str | None = None
    waiting: list[str] = []
    for block in blocks:
        text = bare(block.text)
        if block.is_caption and last and text not in seen:
            seen.add(text)
            waiting.append(block.text)
        elif not block.is_caption and text in known and len(text) >= SHORTEST_ANCHOR:
            if last and waiting:
                after.setdefault(last, []).extend(waiting)
            last, waiting = text, []
    return after


def bare(text: str) -> str:
    """The letters and digits of a text, ignoring case, for comparison with another."""
    return re.sub(r"\W+", "", text).casefold()


def _says_something(text: str) -> bool:
    return len(text) <= LONGEST_CAPTION and (len(text) >= SHORTEST_CAPTION or bool(EASTERN.search(text)))


def _stands_apart(element: HtmlElement) -> bool:
    """Whether an element is in a link, a menu or a box about other articles."""
    for above in element.iterancestors():
        label = f"{above.get('class', '')} {above.get('id', '')}"
        if above.tag in _APART or (above.tag not in ("body", "html") and _OTHER_ARTICLES.search(label)):
            return True
    return False
