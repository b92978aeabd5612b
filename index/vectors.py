"""Stores and finds vectors; it knows nothing of text, articles or answers. The only importer of chromadb.

Measured with Chroma 1.5.9: an open client never sees what another process wrote until it is closed and opened
again, and two processes that write at once lose vectors in silence. So writers hold the library's lock, and
`reopen` is called before a write and whenever the catalog is ahead.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

import chromadb
import numpy as np
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from langchain_core.utils.iter import batch_iterate

from index.catalog import Position

COLLECTION = "paragraphs"
BATCH = 1000


class Vectors:
    """A Chroma collection in a folder, whose metadata holds the last change that it has applied.

    Vectors are named by a paragraph's key and a piece's number; `find` answers with paragraph keys.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.RLock()  # a search must not meet the client while it is being opened again
        self._open()

    def _open(self) -> None:
        self._client = chromadb.PersistentClient(self._folder, settings=Settings(anonymized_telemetry=False))
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        noted = self._collection.metadata or {}
        self.applied: Position = (str(noted.get("catalog", "")), int(noted.get("applied", 0)))

    def reopen(self) -> None:
        """Sees what other processes have written since."""
        with self._opening:
            self.close()
            self._open()

    def close(self) -> None:
        self._client.close()  # type: ignore[attr-defined]  # the annotated type is older than the method
        # Closing leaves the system running where another client of this process holds it, and a new client
        # would then be given that same, stale system.
        SharedSystemClient._identifier_to_system.pop(str(self._folder), None)

    def clear(self) -> None:
        with self._opening:
            self._client.delete_collection(COLLECTION)
            self.reopen()

    def apply(self, upto: Position, *, removed: Sequence[int], added: Iterable[tuple[int, np.ndarray]]) -> None:
        """Drops and adds paragraphs by key, then notes the change; doing it twice is doing it once."""
        for keys in batch_iterate(BATCH, removed):
            self._drop(keys)
        named = ((f"{key}.{number}", row) for key, vectors in added for number, row in enumerate(vectors))
        for batch in batch_iterate(BATCH, named):
            self._collection.upsert(
                ids=[name for name, _ in batch], embeddings=np.stack([vector for _, vector in batch])
            )
        self._collection.modify(metadata={"catalog": upto[0], "applied": upto[1]})
        self.applied = upto

    def _drop(self, keys: Sequence[int]) -> None:
        # Pieces are numbered without gaps, so numbers are tried until none of the keys has one.
        number = 0
        while names := self._collection.get(ids=[f"{key}.{number}" for key in keys], include=[])["ids"]:
            self._collection.delete(ids=names)
            number += 1

    def find(self, vector: np.ndarray, limit: int) -> list[int]:
        """Keys of the paragraphs whose pieces are nearest by cosine, nearest first, at most `limit`."""
        with self._opening:
            if not (stored := self._collection.count()):
                return []
            wanted = min(limit, stored)
            found = self._collection.query(query_embeddings=vector[None, :], n_results=wanted, include=[])
        return list(dict.fromkeys(int(name.split(".")[0]) for name in found["ids"][0]))
