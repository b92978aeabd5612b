"""The texts that a notice may be about, and whether they have the words that it names."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import sqlalchemy as sql

from index.articles import SEARCHED_ROLES
from index.language.numbers import quantities_in
from index.language.quotations import is_cjk
from index.language.taken_back import persons
from index.language.tokens import content_words
from index.store.tables import article, notice, paragraph

MOST = 200  # articles examined for one notice
CLAUSE = 3  # words, which may be in another order; more are a clause, which may also be worded differently
CJK_CLAUSE = 6  # characters; fewer are a name or a number
OLD = 0.6  # share of a clause's words that a text must contain

_CJK_PARTS = re.compile(r"[\d.,]+%?|[^\W\d]")
_CJK_STOP = re.compile(r"[，。；、,;]")


class Words:
    """A text with what is derived from it, each computed once for all notices that may be about it."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def plain(self) -> str:
        return plain_text(self.text)

    @cached_property
    def words(self) -> frozenset[str]:
        return frozenset(content_words(self.text))

    @cached_property
    def amounts(self) -> list[tuple[Any, Any]]:
        return [(one.value, one.unit) for one in quantities_in(self.text)]


@dataclass(frozen=True)
class Text:
    """An article's title and searched paragraphs, without its notices."""

    id: str
    title: str
    paragraphs: Mapping[int, Words]  # by number

    @cached_property
    def title_words(self) -> frozenset[str]:
        return frozenset(content_words(self.title))

    @cached_property
    def all_words(self) -> frozenset[str]:
        words = (one.words for one in self.paragraphs.values())
        return self.title_words.union(*words) if self.paragraphs else frozenset()

    def shared(self, number: int, words: Set[str]) -> int:
        """How many of the words the paragraph or the title contains."""
        return len((self.paragraphs[number].words | self.title_words) & words)

    def has(self, words: str | None) -> bool:
        """Whether a paragraph has these words of a notice."""
        return bool(words) and any(map(phrase(words).is_in, self.paragraphs.values()))

    def without(self, number: int) -> Text:
        return Text(self.id, self.title, {at: one for at, one in self.paragraphs.items() if at != number})


class Texts:
    """The articles that notices may be about; those read for one are kept for the next, which often needs them."""

    def __init__(self, connection: sql.Connection) -> None:
        self._connection = connection
        self._read: dict[int, Text] = {}

    def of(self, keys: Sequence[int]) -> list[Text]:
        """The articles with these keys that have searched paragraphs, in the order of their keys."""
        if len(self._read.keys() | keys) > MOST + 1:
            self._read = {key: one for key, one in self._read.items() if key in keys}
        self._read |= _read(self._connection, [key for key in keys if key not in self._read])
        return [self._read[key] for key in sorted(keys) if key in self._read]


def _read(connection: sql.Connection, keys: Sequence[int]) -> dict[int, Text]:
    in_it = sql.and_(notice.c.article_key == article.c.key, notice.c.paragraph == paragraph.c.number)
    columns = [article.c.key, article.c.id, article.c.title, paragraph.c.number, paragraph.c.text]
    query = (
        sql.select(*columns, sql.func.min(notice.c.start).label("notice"))
        .join(paragraph, paragraph.c.article_key == article.c.key)
        .outerjoin(notice, in_it)
        .where(article.c.key.in_(keys), paragraph.c.role.in_(SEARCHED_ROLES))
        .group_by(article.c.key, paragraph.c.key)
        .order_by(article.c.key, paragraph.c.number)
    )
    found: dict[int, tuple[str, str, dict[int, Words]]] = {}
    for row in connection.execute(query) if keys else ():
        own = row.text[: row.notice]
        found.setdefault(row.key, (row.id, row.title, {}))[2][row.number] = Words(own)
    return {key: Text(*one) for key, one in found.items()}


class Phrase:
    """The old or the new words of a notice, prepared for searching many texts."""

    def __init__(self, words: str) -> None:
        plain, amounts = plain_text(words), quantities_in(words)
        self._eastern = plain if is_cjk(words) else None
        self._persons = persons(plain)
        self._verbatim = re.compile(rf"(?<![\w.,]){re.escape(plain)}(?![\w%]|[.,]\d)") if plain else None
        is_amount = len(amounts) == 1 and amounts[0].end - amounts[0].start >= len(words.strip())
        self._amount = (amounts[0].value, amounts[0].unit) if is_amount else None
        self._words = content_words(words)
        self._numbers = {word for word in self._words if word[0].isdigit()}

    def is_in(self, text: Words) -> bool:
        if self._eastern is not None:
            if self._persons:
                return self._persons.search(text.plain) is not None
            return self._eastern in text.plain or self._is_eastern_clause(text.plain)
        if self._verbatim and self._verbatim.search(text.plain):
            return True
        if self._amount:
            return self._amount in text.amounts
        if len(self._words) < CLAUSE or not self._numbers <= text.words:
            return False
        needed = 1 if len(self._words) == CLAUSE else OLD
        return len(self._words & text.words) >= needed * len(self._words)

    def _is_eastern_clause(self, text: str) -> bool:
        """Whether a clause of the text has all characters and numbers of the phrase in their order."""
        wanted = _CJK_PARTS.findall(self._eastern or "")
        return len(wanted) >= CJK_CLAUSE and any(
            all(part in parts for part in wanted)
            for parts in (iter(_CJK_PARTS.findall(clause)) for clause in _CJK_STOP.split(text))
        )


@lru_cache(maxsize=4096)
def phrase(words: str) -> Phrase:
    return Phrase(words)


def plain_text(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:'\"“”‘’")
