"""Stores and finds vectors by key, independent of texts and articles; the only importer of chromadb.

Measured with Chroma 1.5.9: an open client of a folder never sees what another process wrote until it is closed and
opened again, and two processes that write at once silently lose vectors. So writers hold the library's lock, and
`reopen` is called before a write and whenever the catalog is ahead. A server is one process for all.
"""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from http.client import HTTPException
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from chromadb.api.collection_configuration import CreateCollectionConfiguration
from chromadb.api.shared_system_client import SharedSystemClient
from chromadb.config import Settings
from langchain_core.utils.iter import batch_iterate

from index.errors import VectorsAway
from index.store import seals
from index.store.catalog import Position
from index.store.homes import StillMine, server_at
from index.store.private import make_folder

COLLECTION = "paragraphs"
BATCH = 1000
ONE_AT_A_TIME = threading.Lock()
# Measured at 30,000, 200,000 and 1,000,000 vectors; see docs/decisions.md. What was added since the last sync is put
# into the graph again when the folder is opened, so no more than a few seconds of that work may accumulate.
CONFIGURATION: CreateCollectionConfiguration = {
    "hnsw": {"space": "cosine", "max_neighbors": 32, "ef_construction": 100, "ef_search": 400, "sync_threshold": 5000}
}
# Seconds that a server has to accept a connection, to answer a request, and to answer a query; by default Chroma's
# client waits forever. With many writers, a Chroma 1.5.9 server occasionally never answers a query.
CONNECTED, ANSWERED, ASKED = 3.0, 15.0, 5.0


class Stored:
    """A Chroma collection, whose metadata holds the last change that it has applied.

    Vectors are named by a paragraph's key and a piece's number; `find` returns paragraph keys.
    """

    _collection: chromadb.Collection
    is_opening = False

    def is_stale(self) -> bool:
        """Whether the open collection is no longer the stored one."""
        return False

    def _read_applied(self) -> None:
        noted = self._collection.metadata or {}
        self.applied: Position = (str(noted.get("catalog", "")), int(noted.get("applied", 0)))

    def apply(
        self,
        upto: Position,
        *,
        removed: Sequence[int],
        added: Iterable[tuple[int, np.ndarray]],
        still_mine: StillMine = lambda: None,
    ) -> None:
        """Drops and adds paragraphs by key, then records the change; idempotent.

        `still_mine` is called before each write and raises if another process has the turn.
        """
        for keys in batch_iterate(BATCH, removed):
            still_mine()
            self._drop(keys)
        named = ((f"{key}.{number}", row) for key, vectors in added for number, row in enumerate(vectors))
        for batch in batch_iterate(BATCH, named):
            still_mine()
            self._collection.upsert(
                ids=[name for name, _ in batch], embeddings=np.stack([vector for _, vector in batch])
            )
        still_mine()
        self._collection.modify(metadata={"catalog": upto[0], "applied": upto[1]})

    def _drop(self, keys: Sequence[int]) -> None:
        # Pieces are numbered without gaps, so numbers are tried until none of the keys has one.
        number = 0
        while names := self._collection.get(ids=[f"{key}.{number}" for key in keys], include=[])["ids"]:
            self._collection.delete(ids=names)
            number += 1

    def find(self, vector: np.ndarray, limit: int) -> list[int]:
        """Keys of the paragraphs whose pieces are nearest by cosine, nearest first, at most `limit`."""
        found = self._collection.query(query_embeddings=vector[None, :], n_results=limit, include=[])
        return list(dict.fromkeys(int(name.split(".")[0]) for name in found["ids"][0]))


class Vectors(Stored):
    """Vectors in a folder. Raises Damaged, before opening the files, if they do not match their seal.

    An interrupted write leaves no seal, which counts as damage.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._opening = threading.RLock()  # a search must not use the client while it is being reopened
        if is_there := folder.exists():
            seals.check(folder)
        self._open()
        if not is_there:
            self._seal()
        self._sealed = seals.stamp(folder / seals.SEAL)

    def _open(self) -> None:
        make_folder(self._folder)
        with ONE_AT_A_TIME:
            self._client = chromadb.PersistentClient(self._folder, settings=Settings(anonymized_telemetry=False))
            # Chroma shares what it has open between the clients of a process; another client, even of a
            # recreated folder, would get this one's stale state.
            self._system = SharedSystemClient._identifier_to_system.pop(str(self._folder))
            SharedSystemClient._identifier_to_refcount.pop(str(self._folder), None)
        self._collection = self._client.get_or_create_collection(
            COLLECTION, embedding_function=None, configuration=CONFIGURATION
        )
        self._read_applied()
        # The files are read now, while no one may write them. A search reads them, since it lets other threads work
        # meanwhile: counting a million vectors would hold them up for seconds.
        if width := self._collection._model.dimension:
            self.find(np.ones(width), 1)

    def is_stale(self) -> bool:
        """Whether another process has written since, or the files are gone."""
        return seals.stamp(self._folder / seals.SEAL) != self._sealed

    def reopen(self) -> None:
        """Reloads what other processes have written; searches wait while `is_opening`."""
        self.is_opening = True
        try:
            with self._opening:
                self.close()
                seals.check(self._folder)
                self._open()
                self._sealed = seals.stamp(self._folder / seals.SEAL)
        finally:
            self.is_opening = False

    def close(self) -> None:
        with self._opening:
            self._system.stop()

    def clear(self) -> None:
        with self._opening:
            seals.unseal(self._folder)
            self._client.delete_collection(COLLECTION)
            self.close()
            self._open()

    def apply(self, upto: Position, **changes: Any) -> None:
        seals.unseal(self._folder)
        super().apply(upto, **changes)
        self._seal()
        self.applied = upto

    def _seal(self) -> None:
        # Fewer than a thousand vectors are stored in the database only, and a reader may write the files beside it.
        complete = [path.parent for path in self._folder.glob("*/index_metadata.pickle")]
        seals.seal(self._folder, (path for folder in complete for path in folder.iterdir()))
        self._sealed = seals.stamp(self._folder / seals.SEAL)

    def find(self, vector: np.ndarray, limit: int) -> list[int]:
        with self._opening:
            return super().find(vector, limit)


class ServedVectors(Stored):
    """Vectors on a Chroma server, in the catalog's own collection. Raises VectorsAway if it does not respond."""

    def __init__(self, url: str, identity: str) -> None:
        self._url = url
        self.identity = identity
        host, port, is_secure = server_at(url)
        with self._reached():
            self._knock()
            self._client = chromadb.HttpClient(host, port, ssl=is_secure, settings=Settings(anonymized_telemetry=False))
            self._session = self._client._server._session  # type: ignore[attr-defined]
            self._session.timeout = (CONNECTED, ANSWERED, ANSWERED, ANSWERED)
            self._session.event_hooks = {"request": [_hurry]}
            self.reopen()

    def reopen(self) -> None:
        """Reads the last change that other processes have applied."""
        with self._reached():
            self._collection = self._client.get_or_create_collection(
                f"{COLLECTION}-{self.identity}", embedding_function=None, configuration=CONFIGURATION
            )
            self._read_applied()

    def find(self, vector: np.ndarray, limit: int) -> list[int]:
        with self._reached():
            return super().find(vector, limit)

    def close(self) -> None:
        self._session.close()

    def clear(self) -> None:
        with self._reached():
            self._client.delete_collection(self._collection.name)
            self.reopen()

    def apply(self, upto: Position, **changes: Any) -> None:
        with self._reached():
            super().apply(upto, **changes)
        self.applied = upto

    @contextmanager
    def _reached(self) -> Iterator[None]:
        """Distinguishes a server that does not respond from one that refuses."""
        try:
            yield
        except VectorsAway:
            raise
        except Exception as error:  # chromadb passes on what its client raises, and raises errors of its own
            self._knock(error)
            raise

    def _knock(self, cause: Exception | None = None) -> None:
        try:
            with urllib.request.urlopen(f"{self._url.rstrip('/')}/api/v2/heartbeat", timeout=CONNECTED):
                pass
        except (OSError, HTTPException) as error:
            raise VectorsAway(
                f"The Chroma server at {self._url} does not answer. What was stored stays stored; start it with "
                "`chroma run`, or correct the setting vectors_url, then try again."
            ) from cause or error


def _hurry(request: Any) -> None:
    if request.url.path.endswith("/query"):
        request.extensions["timeout"]["read"] = ASKED
