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

from index import seals
from index.catalog import Position

COLLECTION = "paragraphs"
BATCH = 1000
ONE_AT_A_TIME = threading.Lock()


class Vectors:
    """A Chroma collection in a folder, whose metadata holds the last change that it has applied.

    Vectors are named by a paragraph's key and a piece's number; `find` answers with paragraph keys. Raises Damaged,
    before the files are opened, where they are not as they were left; a write that was cut off leaves them so.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.RLock()  # a search must not meet the client while it is being opened again
        if is_there := folder.exists():
            seals.check(folder)
        self._open()
        if not is_there:
            self._seal()

    def _open(self) -> None:
        with ONE_AT_A_TIME:
            self._client = chromadb.PersistentClient(self._folder, settings=Settings(anonymized_telemetry=False))
            # Chroma shares what it has open between the clients of a process; another client, also one of a folder
            # that was made anew, would be given this one's stale state.
            self._system = SharedSystemClient._identifier_to_system.pop(str(self._folder))
            SharedSystemClient._identifier_to_refcount.pop(str(self._folder), None)
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
        noted = self._collection.metadata or {}
        self.applied: Position = (str(noted.get("catalog", "")), int(noted.get("applied", 0)))
        if width := self._collection.count() and self._collection._model.dimension:
            self.find(np.ones(width), 1)  # the files are read now, while nobody may write them

    def reopen(self) -> None:
        """Sees what other processes have written since."""
        with self._opening:
            self.close()
            seals.check(self._folder)
            self._open()

    def close(self) -> None:
        with self._opening:
            self._system.stop()

    def clear(self) -> None:
        with self._opening:
            seals.unseal(self._folder)
            self._client.delete_collection(COLLECTION)
            self.close()
            self._open()

    def apply(self, upto: Position, *, removed: Sequence[int], added: Iterable[tuple[int, np.ndarray]]) -> None:
        """Drops and adds paragraphs by key, then notes the change; doing it twice is doing it once."""
        seals.unseal(self._folder)
        for keys in batch_iterate(BATCH, removed):
            self._drop(keys)
        named = ((f"{key}.{number}", row) for key, vectors in added for number, row in enumerate(vectors))
        for batch in batch_iterate(BATCH, named):
            self._collection.upsert(
                ids=[name for name, _ in batch], embeddings=np.stack([vector for _, vector in batch])
            )
        self._collection.modify(metadata={"catalog": upto[0], "applied": upto[1]})
        self._seal()
        self.applied = upto

    def _seal(self) -> None:
        # Fewer than a thousand vectors stand in the database alone, and a reader may write the files beside it.
        complete = [path.parent for path in self._folder.glob("*/index_metadata.pickle")]
        seals.seal(self._folder, (path for folder in complete for path in folder.iterdir()))

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
