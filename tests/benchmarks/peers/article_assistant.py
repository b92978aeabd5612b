"""This project: Library.add and Assistant.search with their defaults; of a result, its passage is read.

As with the others, the model is loaded when the clock starts; here that includes the trial that chooses the type in
which it encodes.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from assistant.assistant import Assistant
from index.articles import SEARCHED_ROLES
from index.embedding import FEW
from index.library import Library
from tests.benchmarks.peers.articles import Article, Chunk, Result


class System:
    def __init__(self, folder: Path, model: str) -> None:
        self._library = Library(folder)
        self._assistant = Assistant(self._library)
        self._library.embeddings.encode(["warm"] * (FEW + 1))
        self._library.search("warm")

    def add(self, articles: Sequence[Article]) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
            file.writelines(json.dumps(asdict(article)) + "\n" for article in articles)
            file.flush()
            self._library.add(file.name)

    def search(self, question: str, limit: int) -> list[Result]:
        hits = self._assistant.search(question, limit=limit)
        return [(hit.paragraph.text, hit.paragraph.text[slice(*hit.passage)]) for hit in hits]

    def stored(self) -> list[Chunk]:
        return [
            Chunk(heading.id, paragraph.text)
            for heading in self._library.articles()
            for paragraph in self._library.article(heading.id).paragraphs
            if paragraph.role in SEARCHED_ROLES
        ]

    def window(self) -> None:
        """None: a paragraph is embedded in as many pieces as the model's window requires."""

    def type(self) -> str:
        return str(self._library.embeddings._load_bulk().encode(["a text"]).dtype)
