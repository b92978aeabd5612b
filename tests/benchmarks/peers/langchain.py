"""LangChain's tutorial on semantic search: a recursive splitter, HuggingFaceEmbeddings and Chroma in a folder.

Adding again adds again, as in the tutorial: its record manager is another chapter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from tests.benchmarks.peers.articles import Article, Chunk, Result, whole


class System:
    def __init__(self, folder: Path, model: str) -> None:
        self._embeddings = HuggingFaceEmbeddings(model_name=model)
        self._store = Chroma(
            collection_name="articles", embedding_function=self._embeddings, persist_directory=str(folder)
        )
        self._splitter = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200, add_start_index=True)
        self._embeddings.embed_documents(["warm"])

    def add(self, articles: Sequence[Article]) -> None:
        documents = [
            Document(page_content=article.text, metadata={"article": article.id, "title": article.title})
            for article in articles
        ]
        self._store.add_documents(documents=self._splitter.split_documents(documents))

    def search(self, question: str, limit: int) -> list[Result]:
        return whole(document.page_content for document in self._store.similarity_search(question, k=limit))

    def stored(self) -> list[Chunk]:
        held = self._store.get()
        return [Chunk(about["article"], text) for about, text in zip(held["metadatas"], held["documents"], strict=True)]

    def window(self) -> int:
        return self._embeddings._client.max_seq_length

    def type(self) -> str:
        return str(self._embeddings._client.dtype)
