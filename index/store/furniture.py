"""Finds the paragraphs that a host repeats in article after article, which belong to the page and not the article.

It remembers every searched paragraph by a digest, and decides from the stored articles alone, independent of their
order and of earlier decisions. storing.py applies the result.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import sqlalchemy as sql

from index import extraction
from index.articles import SEARCHED_ROLES, Article, Heading
from index.extraction.roles import SENTENCE_END
from index.store.homes import insert_new
from index.store.tables import article, paragraph, standing, unsettled

# Fewer stories may share a quotation or a standing description ("X, which was founded in ...").
LEAST_STORIES = 5
# Of the host's articles. A sentence that could be an article's own must be in more of them than a line that could not:
# background returns word for word in many stories on one subject, and a library may be about one subject.
SHARE = 1 / 20
SHARE_OF_PROSE = 1 / 3
# Two articles are versions of one story if they share this much of the shorter one's other text.
SHARED_BY_VERSIONS = 1 / 3
LONGEST_PLACE = 200  # characters of an outlet's name
LONGEST = 700  # characters; longer paragraphs belong to the article, as in index/extraction/roles.py
SHORTEST_PROSE = 60

_TO_READER = re.compile(r"\byou(?:rs?|r?self)?\b|\b(?:subscribe|newsletter|sign up)\b|[您你]", re.IGNORECASE)
_REPORTED = re.compile(r"[\"“«「『]|\b(?:said|says|told|according to)\b|[说說称稱]|表示", re.IGNORECASE)

_OF_STANDING = (paragraph.c.article_key == standing.c.article_key) & (paragraph.c.number == standing.c.number)


@dataclass(slots=True)
class Marks:
    """Keys of paragraphs: those that have become furniture, and those that no longer are, with the role they had."""

    furniture: list[int] = field(default_factory=list)
    restored: dict[int, str] = field(default_factory=dict)


def note(connection: sql.Connection, found: Article, article_key: int) -> None:
    """Remembers the searched paragraphs of a new article."""
    place = _place(found)
    rows = [
        {"article_key": article_key, "number": part.number, "place": place, "digest": digest}
        | {"size": len(part.text), "role": part.role, "marked": False}
        for part in found.paragraphs
        if part.role in SEARCHED_ROLES and (digest := _digest(part.text)) is not None
    ]
    if place and rows:
        connection.execute(sql.insert(standing), rows)
        _unsettle(connection, [place])


def forget(connection: sql.Connection, article_key: int) -> None:
    """Forgets an article."""
    mine = standing.c.article_key == article_key
    _unsettle(connection, connection.scalars(sql.select(standing.c.place).where(mine).distinct()).all())
    connection.execute(sql.delete(standing).where(mine))


def settle(connection: sql.Connection) -> Marks:
    """Re-examines the hosts that gained or lost articles since the last call; returns what changes."""
    marks = Marks()
    for place in connection.scalars(sql.select(unsettled.c.place)).all():
        here, is_one = standing.c.place == place, standing.c.digest.in_(_furniture(connection, place))
        found, gone = here & is_one & ~standing.c.marked, here & ~is_one & standing.c.marked
        keys = sql.select(paragraph.c.key, standing.c.role).join(standing, _OF_STANDING)
        marks.furniture += connection.scalars(keys.where(found))
        marks.restored |= {key: role for key, role in connection.execute(keys.where(gone))}
        connection.execute(sql.update(standing).where(found).values(marked=True))
        connection.execute(sql.update(standing).where(gone).values(marked=False))
    connection.execute(sql.delete(unsettled))
    return marks


def _furniture(connection: sql.Connection, place: str) -> list[int]:
    """The digests of a host's furniture."""
    here = standing.c.place == place
    articles = sql.func.count(standing.c.article_key.distinct())
    total = connection.scalar(sql.select(articles).where(here)) or 0
    repeated = sql.select(standing.c.digest, articles).where(here).group_by(standing.c.digest)
    repeated = repeated.having(articles >= max(LEAST_STORIES, total * SHARE), sql.func.max(standing.c.size) <= LONGEST)
    return [
        digest
        for digest, count in connection.execute(repeated).all()
        if _is_furniture(connection, here & (standing.c.digest == digest), count / total)
    ]


def _is_furniture(connection: sql.Connection, holds: sql.ColumnElement[bool], share: float) -> bool:
    """Whether the paragraph that `holds` selects, in that share of the articles, is furniture."""
    text = connection.scalar(sql.select(paragraph.c.text).join(standing, _OF_STANDING).where(holds).limit(1)) or ""
    if _reports_speech(text) or (share < SHARE_OF_PROSE and _could_be_an_articles_own(text)):
        return False
    # In an order that does not depend on when articles were added, so that the result does not either.
    keys = sql.select(article.c.key, article.c.fingerprint).join(standing, standing.c.article_key == article.c.key)
    ordered = connection.execute(keys.where(holds).distinct().order_by(article.c.fingerprint)).all()
    return _are_many_stories(_others(connection, row.key, holds) for row in ordered)


def _reports_speech(text: str) -> bool:
    """Whether the text is a reporting sentence: never a page's own, and possibly in every story on one affair."""
    return bool(SENTENCE_END.search(text) and _REPORTED.search(text))


def _could_be_an_articles_own(text: str) -> bool:
    """Whether the text is a sentence that does not address the reader."""
    is_prose = (len(text) >= SHORTEST_PROSE or not text.isascii()) and bool(SENTENCE_END.search(text))
    return is_prose and not (_TO_READER.search(text) or extraction.CONTACT.search(text))


def _others(connection: sql.Connection, article_key: int, holds: sql.ColumnElement[bool]) -> dict[int, int]:
    """The sizes of an article's other paragraphs by their digests."""
    mine = sql.select(standing.c.digest, standing.c.size).where(standing.c.article_key == article_key, ~holds)
    return {digest: size for digest, size in connection.execute(mine)}


def _are_many_stories(articles: Iterable[dict[int, int]]) -> bool:
    """Whether enough of these articles have text of their own and are not versions of each other."""
    stories: list[dict[int, int]] = []
    for found in articles:
        if found and not any(_are_versions(found, story) for story in stories):
            stories.append(found)
        if len(stories) == LEAST_STORIES:
            return True
    return False


def _are_versions(one: dict[int, int], other: dict[int, int]) -> bool:
    shared = sum(one[digest] for digest in one.keys() & other.keys())
    return shared >= SHARED_BY_VERSIONS * min(sum(one.values()), sum(other.values()))


def _unsettle(connection: sql.Connection, places: Iterable[str]) -> None:
    for place in places:
        connection.execute(insert_new(connection, unsettled).values(place=place))


def _place(found: Heading) -> str | None:
    """The host that an article is from, else its outlet."""
    host = (urlsplit(found.url).hostname or "").removeprefix("www.") if found.url else ""
    return host or (found.outlet or "").casefold().strip()[:LONGEST_PLACE] or None


def _digest(text: str) -> int | None:
    """64 bits of a hash of the letters and digits; None if there are none."""
    bare = re.sub(r"\W+", "", text).casefold()
    return int.from_bytes(hashlib.sha256(bare.encode()).digest()[:8], "big", signed=True) if bare else None
