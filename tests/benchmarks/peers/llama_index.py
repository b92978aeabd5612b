"""LlamaIndex's quick start: VectorStoreIndex with its default splitter and HuggingFaceEmbedding, persisted to a folder.

Adding again is `refresh_ref_docs`, from its page on managing documents. The index lives in memory, so each add persists
it: the quick start does so once, and a kill before that would lose everything.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from llama_index.core import Document, Settings, StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.embeddings.huggingface import HuggingFaceEmbedding

from tests.benchmarks.peers.articles import Article, Chunk, Result, whole


class System:
    def __init__(self, folder: Path, model: str) -> None:
        self._folder = str(folder)
        Settings.embed_model = self._embeddings = HuggingFaceEmbedding(model_name=model)
        self._index: VectorStoreIndex | None = None
        if folder.exists():
            self._index = load_index_from_storage(StorageContext.from_defaults(persist_dir=self._folder))
        self._embeddings.get_text_embedding("warm")

    def add(self, articles: Sequence[Article]) -> None:
        documents = [
            Document(text=article.text, id_=article.id, metadata={"title": article.title}) for article in articles
        ]
        if self._index is None:
            self._index = VectorStoreIndex.from_documents(documents)
        else:
            self._index.refresh_ref_docs(documents)
        self._index.storage_context.persist(persist_dir=self._folder)

    def search(self, question: str, limit: int) -> list[Result]:
        found = self._index.as_retriever(similarity_top_k=limit).retrieve(question)
        return whole(one.node.text for one in found)

    def stored(self) -> list[Chunk]:
        return [Chunk(node.ref_doc_id, node.text) for node in self._index.docstore.docs.values()]

    def window(self) -> int:
        return self._embeddings.max_length

    def type(self) -> str:
        return str(self._embeddings._model.dtype)
