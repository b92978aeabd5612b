"""A page's own notices about its article, which extraction drops with the boxes and footers that hold them.

index/language/notice_words.py recognises a possible notice by its words, this module by its position on a page.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from index.extraction import signs
from index.extraction.figures import SHORTEST_ANCHOR, bare
from index.language.notice_words import LONGEST, label_end, may_be_notice

_BLOCKS = ("p", "li", "dd", "td", "div", "aside", "footer", "section", "blockquote", "small", "figcaption", "details")
_HOLDERS = ("article", "main")
SHORT_PAGE = 2000  # characters
_APART = frozenset(("nav", "form", "a", "noscript", "template", "dialog"))
_OF_OTHERS = re.compile(r"related|recommend|promo|teaser|newsletter|most-(?:read|popular)|comment|repl(?:y|ies)", re.I)


@dataclass(frozen=True, slots=True)
class Leaf:
    """The text of an innermost block, the `article` and `main` elements around it, and whether it may be a notice."""

    text: str
    holders: tuple[HtmlElement, ...]
    may_be_notice: bool


def leaves_of(tree: HtmlElement) -> list[Leaf]:
    """The blocks of a page that can be lines of its article or notices about it, in reading order."""
    found = []
    for element in tree.iter(*_BLOCKS):
        if next(element.iterdescendants(*_BLOCKS), None) is not None:
            continue
        text = " ".join(element.text_content().split())
        if len(text) >= SHORTEST_ANCHOR:
            above = [element, *element.iterancestors()]
            holders = tuple(one for one in above if one.tag in _HOLDERS)
            found.append(Leaf(text, holders, len(text) <= LONGEST and _is_of_article(above)))
    return found


def with_notices(lines: Sequence[str], leaves: Sequence[Leaf]) -> tuple[str, ...]:
    """The lines, with each notice not among them inserted after the line that it follows on the page.

    The innermost `article` or `main` around a notice must also hold a line; for a notice outside all of them, a line
    must be outside, too.
    """
    known = {bare(line) for line in lines}
    # A short page is extracted as one line.
    whole = next(iter(known)) if len(known) == 1 and sum(map(len, known)) <= SHORT_PAGE else ""
    holders = {
        id(one)
        for leaf in leaves
        if (text := bare(leaf.text)) in known or text in whole
        for one in leaf.holders or (None,)
    }
    after: dict[str, list[str]] = {}
    last = ""
    for leaf in leaves:
        text = bare(leaf.text)
        if text in known or text in whole:
            last = whole or text
        elif leaf.may_be_notice and id(next(iter(leaf.holders), None)) in holders and _corrects(leaf.text):
            known.add(text)
            after.setdefault(last, []).append(leaf.text)
    placed = [text for line in lines for text in (line, *after.pop(bare(line), ()))]
    return (*after.pop("", ()), *placed)


def _corrects(text: str) -> bool:
    """Whether it may be a notice, and not just the day of the last change, such as "Updated: January 16, 2020"."""
    return may_be_notice(text) and not signs.DATELINE.fullmatch(text[label_end(text) :])


def _is_of_article(around: Sequence[HtmlElement]) -> bool:
    """Whether it is outside links, menus, boxes about other articles, comments and the page's own header and footer."""
    inside = False
    for element in around:
        inside = inside or element.tag in _HOLDERS
        label = f"{element.get('class', '')} {element.get('id', '')}"
        if element.tag in _APART or (element.tag not in ("body", "html") and _OF_OTHERS.search(label)):
            return False
    return inside or not any(element.tag in ("footer", "header") for element in around)
