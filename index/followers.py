"""Keeps the vectors and the lexical index in step with the catalog, across threads and processes.

One cross-process lock is held around every write to a follower. It knows changes and stores, and nothing of
files or questions.
"""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from filelock import FileLock, Timeout

from index.catalog import Catalog

if TYPE_CHECKING:
    from index.lexical import Lexical
    from index.vectors import Vectors

Follower = TypeVar("Follower")


class Followers:
    """The two indexes beside a catalog; each is opened when first needed and made anew where it is unreadable."""

    def __init__(self, folder: Path, catalog: Catalog) -> None:
        self._folder = folder
        self._catalog = catalog
        self._lock = FileLock(folder / "followers.lock")
        self._following = threading.Lock()

    # Chroma and tantivy are imported when a search or a write first needs them: a command that lists does not.
    @cached_property
    def vectors(self) -> Vectors:
        from index.vectors import Vectors

        return self._opened(Vectors, self._folder / "vectors")

    @cached_property
    def lexical(self) -> Lexical:
        from index.lexical import Lexical

        return self._opened(Lexical, self._folder / "lexical")

    def _opened(self, follower: Callable[[Path], Follower], folder: Path) -> Follower:
        try:
            return follower(folder)
        except Exception:  # chromadb and tantivy raise whatever their Rust side met
            with self._lock:  # nobody is writing now, so what cannot be read now is broken
                try:
                    return follower(folder)
                except Exception:
                    shutil.rmtree(folder, ignore_errors=True)
                    return follower(folder)

    def follow(self, *, wait: bool) -> None:
        """Brings both up to the catalog's last change; where another is at it and `wait` is false, leaves it to them."""
        last = self._catalog.last_change()
        if self.vectors.applied >= last and self.lexical.applied >= last:
            return
        if not self._following.acquire(blocking=wait):
            return
        try:
            with self._lock.acquire(timeout=-1 if wait else 0):
                self._reopen()
                self._catch_up()
        except Timeout:
            self._reopen()
        finally:
            self._following.release()

    @contextmanager
    def made_anew(self) -> Iterator[None]:
        """Keeps all others from writing while the catalog's vectors are changed, then builds both from nothing."""
        with self._following, self._lock:
            yield
            self._reopen()
            self.vectors.clear()
            self.lexical.clear()
            self._catch_up()

    def _reopen(self) -> None:
        self.vectors.reopen()
        self.lexical.reload()

    def _catch_up(self) -> None:
        last = self._catalog.last_change()
        if self.vectors.applied < last:
            removed, added = self._catalog.changes(self.vectors.applied, last)
            self.vectors.apply(last, removed=removed, added=((found.key, found.vectors) for found in added))
        if self.lexical.applied < last:
            removed, added = self._catalog.changes(self.lexical.applied, last)
            texts = ((found.key, found.article_key, f"{found.heading.title}\n{found.paragraph.text}") for found in added)
            self.lexical.apply(last, removed=removed, added=texts)

    def close(self) -> None:
        if "vectors" in self.__dict__:
            self.vectors.close()
