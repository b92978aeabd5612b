"""Haystack's pipelines for adding and asking, with Chroma, a default DocumentSplitter and sentence-transformers.

The writer skips documents that are there already, by the hash that is their id; by default adding again is an error.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from haystack import Document, Pipeline
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.writers import DocumentWriter
from haystack.document_stores.types import DuplicatePolicy
from haystack_integrations.components.embedders.sentence_transformers import (
    SentenceTransformersDocumentEmbedder,
    SentenceTransformersTextEmbedder,
)
from haystack_integrations.components.retrievers.chroma import ChromaEmbeddingRetriever
from haystack_integrations.document_stores.chroma import ChromaDocumentStore

from tests.benchmarks.peers.articles import Article, Chunk, Result, whole


class System:
    def __init__(self, folder: Path, model: str) -> None:
        self._store = ChromaDocumentStore(persist_path=str(folder))
        self._embedder = SentenceTransformersDocumentEmbedder(model=model, progress_bar=False)
        self._adding = Pipeline()
        self._adding.add_component("splitter", DocumentSplitter())
        self._adding.add_component("embedder", self._embedder)
        self._adding.add_component("writer", DocumentWriter(self._store, policy=DuplicatePolicy.SKIP))
        self._adding.connect("splitter", "embedder")
        self._adding.connect("embedder", "writer")
        self._asking = Pipeline()
        self._asking.add_component("embedder", SentenceTransformersTextEmbedder(model=model, progress_bar=False))
        self._asking.add_component("retriever", ChromaEmbeddingRetriever(self._store))
        self._asking.connect("embedder.embedding", "retriever.query_embedding")
        self._store.count_documents()  # which opens it
        self._embedder.warm_up()
        self._embedder.run([Document(content="warm")])
        self._asking.warm_up()

    def add(self, articles: Sequence[Article]) -> None:
        documents = [
            Document(content=article.text, meta={"article": article.id, "title": article.title}) for article in articles
        ]
        self._adding.run({"splitter": {"documents": documents}})

    def search(self, question: str, limit: int) -> list[Result]:
        found = self._asking.run({"embedder": {"text": question}, "retriever": {"top_k": limit}})
        return whole(document.content for document in found["retriever"]["documents"])

    def stored(self) -> list[Chunk]:
        return [Chunk(document.meta["article"], document.content) for document in self._store.filter_documents()]

    def window(self) -> int:
        return self._embedder.embedding_backend.model.max_seq_length

    def type(self) -> str:
        return str(self._embedder.embedding_backend.model.dtype)
