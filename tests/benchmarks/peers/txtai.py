"""txtai's embeddings database with stored content and hybrid search; it does not split, so it is given paragraphs.

Adding again is `upsert` under the same ids. The index lives in memory, so each add saves it: the quick start does so
once, and a kill before that would lose everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from txtai import Embeddings

from tests.benchmarks.peers.articles import Article, Chunk, Result, whole


class System:
    def __init__(self, folder: Path, model: str) -> None:
        self._folder = str(folder)
        self._embeddings = Embeddings(path=model, content=True, hybrid=True)
        if folder.exists():
            self._embeddings.load(self._folder)
        self._embeddings.transform("warm")

    def add(self, articles: Sequence[Article]) -> None:
        rows = [
            (f"{article.id}#{number}", {"text": paragraph, "article": article.id, "title": article.title}, None)
            for article in articles
            for number, paragraph in enumerate(article.text.split("\n\n"))
        ]
        self._embeddings.upsert(rows)
        self._embeddings.save(self._folder)

    def search(self, question: str, limit: int) -> list[Result]:
        return whole(row["text"] for row in self._embeddings.search(question, limit))

    def stored(self) -> list[Chunk]:
        rows = self._embeddings.search("SELECT article, text FROM txtai", self._embeddings.count())
        return [Chunk(row["article"], row["text"]) for row in rows]

    def window(self) -> int:
        return self._embeddings.model.model.maxlength

    def type(self) -> str:
        return str(next(self._embeddings.model.model.parameters()).dtype)
