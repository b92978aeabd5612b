"""A set in the project's form as plain records; light, since every measured process reads it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Article:
    """An article; its paragraphs are separated by a blank line."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Chunk:
    """A text as a system stores and returns it, and the article that it comes from."""

    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that the articles answer, and the sentences; a right chunk holds any of them."""

    question: str
    quotes: tuple[str, ...]


Result = tuple[str, str]  # a chunk that was found, and the part of it to read


def whole(texts: Iterable[str]) -> list[Result]:
    """The texts as results that are read whole."""
    return [(text, text) for text in texts]


def read_articles(folder: Path) -> list[Article]:
    return [Article(row["id"], row["title"], row["text"]) for row in _rows(folder / "articles.jsonl")]


def read_questions(folder: Path) -> list[Asked]:
    """The questions whose evidence has a quote."""
    asked = [
        Asked(row["question"], tuple(one["quote"] for one in row.get("evidence", ()) if one.get("quote")))
        for row in _rows(folder / "questions.jsonl")
    ]
    return [one for one in asked if one.quotes]


def _rows(path: Path) -> list[dict]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]
