"""Which article an uploaded file is a new version of, by comparing their texts.

An uploaded file has only a name, which other files may share: every browser saves pages as "index.html". So an upload
replaces an article of the same file name only if it contains most of that article's text; otherwise it is added
beside it, so that nothing uploaded under the same name is lost.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from index.articles import SEARCHED_ROLES, Article
from index.errors import Unreadable
from index.loading.guarded import read
from index.loading.items import Item
from index.store.catalog import Catalog

KEPT = 0.5  # share of an article's pairs of words that a replacement must contain
_CJK = "\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_CJK}]|[^\W_{_CJK}]+")


def under_its_identity(item: Item, catalog: Catalog, stopped: Callable[[], bool]) -> Item:
    """An upload under the identity of the article it repeats or updates, else under its own."""
    named = catalog.known_under(f"{item.identity}:")
    for identity, known in named:
        if known.fingerprint == item.fingerprint:
            return replace(item, identity=identity)
    try:
        article = read(item, stopped) if named else None
    except Unreadable:
        article = None  # the reading that follows reports it
    if article is not None:
        item = replace(item, read_already=article)
        held = ((identity, catalog.article(known.id)) for identity, known in named)
        shares = [(share_kept(before, article), identity) for identity, before in held if before]
        most, identity = max(shares, default=(0.0, ""))
        if most >= KEPT:
            return replace(item, identity=identity)
    return replace(item, identity=_own(item, {identity for identity, _ in named}))


def share_kept(before: Article, article: Article) -> float:
    """The share of an article's text that another contains; 0 if their dates or addresses differ."""
    for one, other in ((article.published, before.published), (article.url, before.url)):
        if one and other and one != other:
            return 0.0
    said, says = _pairs(before), _pairs(article)
    return (said & says).total() / max(1, said.total())


def _own(item: Item, taken: set[str]) -> str:
    """An identity from an upload's first content, so that two simultaneous uploads of a file are one article."""
    digest = hashlib.sha256(item.content).hexdigest()
    own = f"{item.identity}:{digest}"
    while own in taken:  # taken by an article that first had this content and has changed since
        own += "+"
    return own


def _pairs(article: Article) -> Counter[tuple[str, str]]:
    texts = [paragraph.text for paragraph in article.paragraphs if paragraph.role in SEARCHED_ROLES]
    words = _WORD.findall("\n".join(texts).casefold())
    return Counter(pairwise(["", *words]))
