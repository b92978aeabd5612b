"""Keeps the vectors and the lexical index in step with the catalog, across threads and processes.

One cross-process lock is held around every write to a follower. It knows changes and stores, and nothing of
files or questions.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from index.catalog import Catalog
from index.errors import LibraryError

if TYPE_CHECKING:
    from index.lexical import Lexical
    from index.vectors import Vectors

Follower = TypeVar("Follower")
Found = TypeVar("Found")


class Followers:
    """The two indexes beside a catalog; each is opened when first needed and made anew where it is unreadable."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self._folder = folder
        self._catalog = catalog
        self._lock = FileLock(folder / "followers.lock")
        self._following = threading.Lock()
        self._opening = threading.RLock()
        self._open: dict[str, Any] = {}

    # Chroma and tantivy are imported when a search or a write first needs them: a command that lists does not.
    @property
    def vectors(self) -> Vectors:
        from index.vectors import Vectors

        return self._opened("vectors", Vectors)

    @property
    def lexical(self) -> Lexical:
        from index.lexical import Lexical

        return self._opened("lexical", Lexical)

    def _opened(self, name: str, make: Callable[[Path], Follower]) -> Follower:
        with suppress(Exception), self._opening:  # chromadb and tantivy raise whatever their Rust side met
            if name not in self._open:
                self._open[name] = make(self._folder / name)
            return self._open[name]
        # The file lock comes first, as in a write: the other way round two threads would wait for each other.
        with self._lock, self._opening:  # nobody is writing now, so what cannot be read now is broken
            try:
                self._open[name] = make(self._folder / name)
            except Exception:
                self._discard(name)
                with self._sentence():
                    self._open[name] = make(self._folder / name)
            return self._open[name]

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        """Turns what an index raises while it is written into one sentence."""
        try:
            yield
        except (LibraryError, Timeout):
            raise
        except Exception as error:  # chromadb and tantivy raise whatever their Rust side met
            raise LibraryError(
                f"The indexes in '{self._folder}' cannot be written ({str(error).splitlines()[0]}). The articles are "
                "stored; free disk space or mend the folder's permissions, then run the command again."
            ) from error

    def _discard(self, name: str) -> None:
        follower = self._open.pop(name, None)
        if name == "vectors" and follower:
            with suppress(Exception):  # what is broken may not even close
                follower.close()
        shutil.rmtree(self._folder / name, ignore_errors=True)

    def follow(self, *, wait: bool) -> None:
        """Brings both up to the catalog's last change; unless told to wait, leaves it to another who is at it."""
        if self._in_step(self.vectors) and self._in_step(self.lexical):
            return
        if not self._following.acquire(blocking=wait):
            return
        try:
            with self._sentence(), self._lock.acquire(timeout=-1 if wait else 0):
                self._reopen()
                self._catch_up()
        except Timeout:
            self._reopen()
        finally:
            self._following.release()

    def _in_step(self, follower: Vectors | Lexical) -> bool:
        return follower.applied == self._catalog.position()

    def _reopen(self) -> None:
        """Sees what other processes have written; what cannot be seen again is opened anew when next needed."""
        for name, see_again in (("vectors", self.vectors.reopen), ("lexical", self.lexical.reload)):
            try:
                see_again()
            except Exception:  # its files were damaged or taken away
                self._open.pop(name, None)

    def _catch_up(self) -> None:
        """Applies what each has not applied yet, one after the other, so that one of them always answers."""
        now = self._catalog.position()
        if not self._in_step(self.vectors):
            removed, added = self._catalog.changes(self._start(self.vectors), now[1])
            self.vectors.apply(now, removed=removed, added=((found.key, found.vectors) for found in added))
        if not self._in_step(self.lexical):
            removed, added = self._catalog.changes(self._start(self.lexical), now[1])
            texts = (
                (found.key, found.article_key, f"{found.heading.title}\n{found.paragraph.text}") for found in added
            )
            self.lexical.apply(now, removed=removed, added=texts)

    def _start(self, follower: Vectors | Lexical) -> int:
        """The change to go on from; a follower of another catalog, or of one since rebuilt, starts from nothing."""
        (catalog, change), (identity, last) = follower.applied, self._catalog.position()
        if catalog == identity and change <= last and not self._catalog.rebuilt_since(change):
            return change
        follower.clear()
        return 0

    def by_meaning(self, vector: np.ndarray, limit: int) -> list[int]:
        """Keys of the nearest paragraphs; see Vectors.find."""
        return self._mended("vectors", lambda: self.vectors.find(vector, limit))

    def by_words(self, question: str, limit: int, *, articles: Sequence[int] | None) -> dict[int, float]:
        """BM25 scores by key; see Lexical.find."""
        return self._mended("lexical", lambda: self.lexical.find(question, limit, articles=articles))

    def _mended(self, name: str, find: Callable[[], Found]) -> Found:
        """What `find` finds; where the follower's files were damaged or taken away, after making it anew."""
        try:
            return find()
        except Exception:
            with self._sentence(), self._following, self._lock:
                self._reopen()
                try:
                    return find()
                except Exception:
                    self._discard(name)
                    self._catch_up()
        return find()

    def close(self) -> None:
        if vectors := self._open.pop("vectors", None):
            vectors.close()
