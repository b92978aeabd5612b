"""Keeps the vectors, their codes and the lexical index in step with the catalog, across threads and processes.

One cross-process lock is held around every write to a follower. A lost or damaged one is rebuilt from the catalog while
searches continue with the others: if the vectors are not up to date, their codes are used instead.
"""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
from filelock import FileLock, Timeout

from index import store
from index.errors import LibraryError, VectorsAway
from index.store.catalog import Catalog, Position, Searched
from index.store.homes import StillMine, server_at

Found = TypeVar("Found")

# The fastest to rebuild comes first, so that a library that lost all of them soon answers again.
NAMES = ("lexical", "codes", "vectors")
SIDES = {"lexical": "word index", "vectors": "index of meanings"}  # what a search may lack, codes counted as vectors
# Among many vectors the graph of neighbours misses some of the nearest, and within a narrow filter most of them; the
# codes, which miss others, are queried as well or instead. Measured; see docs/decisions.md.
LOSSY = 100_000  # vectors
FARTHEST = 1000  # neighbours requested from the graph when a filter excludes some
SHORTLIST = 5  # times the wanted number of candidates is taken from the codes,
LONGEST = 10_000  # or this many at most, since they are then compared exactly
PATIENCE = 2.0  # seconds that a search waits for words and codes to be brought up to date
IMPATIENCE = 0.2  # the same, if the vector server did not respond last time
AWAY = 60.0  # seconds that an addition waits for that server to come back


class _Lacking(threading.local):
    def __init__(self) -> None:
        self.missing: set[str] = set()  # what this thread's searches did without
        self.identity: str | None = None  # of the catalog, when this thread last followed it


class Followers:
    """The indexes beside a catalog; each is opened when first needed, and rebuilt if unreadable."""

    def __init__(self, folder: Path, catalog: Catalog, vectors_url: str | None = None) -> None:
        self._folder = folder
        self._catalog = catalog
        if vectors_url:
            server_at(vectors_url)
        self._vectors_url = vectors_url  # of a Chroma server that holds the vectors; else the folder does
        self._where = f"in '{folder}'" + (f" or on the server {vectors_url}" if vectors_url else "")
        self._lock = FileLock(folder / "followers.lock", mode=0o600)
        self._following = threading.Lock()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._started = 0.0
        self._open: dict[str, Any] = {}
        self._doubted: dict[str, Callable[[Any], object]] = {}  # the query on which each failed, to be tried again
        self._failure: LibraryError | None = None  # why the indexes could not be brought up to date
        self._lacking = _Lacking()
        self._tell: Callable[[int], object] = lambda done: None

    @property
    def vectors(self) -> store.Vectors | store.ServedVectors:
        """The vectors, which `follow` has opened."""
        return self._open["vectors"]

    @property
    def codes(self) -> store.Codes:
        """The codes, which `follow` has opened."""
        return self._open["codes"]

    @property
    def lexical(self) -> store.Lexical:
        """The words, which `follow` has opened."""
        return self._open["lexical"]

    def follow(self, *, wait: bool, tell: Callable[[int], object] = lambda done: None) -> Position:
        """Brings all indexes up to the catalog's last change; without `wait`, only those that take little time.

        `notice` says what a search then lacks. `tell` receives the number of vectors done. Returns the position
        of the catalog.
        """
        wanted = self._catalog.position()
        self._lacking.missing, self._lacking.identity = set(), wanted[0]
        if self._in_step(wanted):
            self._failure = None
            return wanted
        if wait:
            self._tell = tell
            try:
                self._bring_up_for_certain()
            finally:
                self._tell = lambda done: None
            return wanted
        if self._following.locked() and not (self._doubted or self._missing()):
            return wanted  # another thread is doing it
        with self._starting:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._bring_up_meanwhile, daemon=True)
                self._started = time.monotonic()
                self._thread.start()
            thread = self._thread
        patience = IMPATIENCE if isinstance(self._failure, VectorsAway) else PATIENCE
        until = self._started + patience
        while thread.is_alive() and (
            self._is_awaited(wanted) if time.monotonic() < until else len(self._missing()) > 1
        ):
            thread.join(0.02)
        if self._failure and len(self._missing()) > 1:
            raise self._failure
        return wanted

    def notice(self) -> str | None:
        """One sentence on what this thread's searches have lacked since its last `follow`, if anything."""
        missing, failure = self._lacking.missing, self._failure
        is_away = isinstance(failure, VectorsAway)
        why = f" ({str(failure.__cause__ or failure).splitlines()[0]})" if failure else ""
        why = " (its server does not answer)" if is_away else why
        if not missing and why and self._is_behind(self._catalog.position()):
            behind = "The articles added last may be missing, since the indexes could not be brought up to date"
            return f"{behind}{why}."
        if not missing:
            state = "queried" if is_away else "brought up to date"
            kept = f"The index of meanings cannot be {state}{why}; answers come from the part kept here."
            return kept if why else None
        names = " and the ".join(SIDES[name] for name in SIDES if name in missing)
        left = [SIDES[name] for name in SIDES if name not in missing]
        state = f"cannot be {'queried' if is_away else 'rebuilt'}{why}" if why else "is being rebuilt"
        meanwhile = f"answers come from the {left[0]} only" if left else "ask again"
        return f"The {names} {state}; until then {meanwhile}."

    def by_meaning(self, vector: np.ndarray, limit: int, *, articles: Sequence[int] | None = None) -> list[int]:
        """Keys of the nearest paragraphs, and possibly of others; none while there is no vector index.

        With `articles`, given by key, only theirs.
        """
        codes, near, coded = self._searchable("codes"), None, None
        wanted = limit if articles is None else self._wanted_of_all(codes, limit, articles)
        if wanted and self._is_current(codes):
            near = self._found("vectors", lambda vectors: vectors.find(vector, wanted))
            if near and articles is not None:
                near = codes.theirs(near, articles)
        if near is None or articles is not None or (codes is not None and len(codes) > LOSSY):
            shortlist = max(limit, min(SHORTLIST * limit, LONGEST))
            coded = self._found("codes", lambda codes: codes.find(vector, shortlist, articles=articles))
        if near is None and coded is None:
            self._lacking.missing.add("vectors")
        return list(dict.fromkeys([*(near or ()), *(coded or ())]))

    def _wanted_of_all(self, codes: store.Codes | None, limit: int, articles: Sequence[int]) -> int:
        """How many neighbours to request so that enough are in these articles; 0 if that is too many to request."""
        share = codes.share(articles) if codes is not None else 0.0
        return int(limit / share) if share * FARTHEST >= limit else 0

    def _is_current(self, codes: store.Codes | None) -> bool:
        """Whether the vectors can be queried now, and are as up to date as their codes."""
        vectors = self._searchable("vectors")
        if vectors is None or codes is None:
            return vectors is not None
        return not vectors.is_opening and "vectors" not in self._doubted and vectors.applied >= codes.applied

    def by_words(self, question: str, limit: int, *, articles: Sequence[int] | None) -> dict[int, float]:
        """BM25 scores by key, none while the word index is missing; see Lexical.find."""
        scores = self._found("lexical", lambda lexical: lexical.find(question, limit, articles=articles))
        if scores is None:
            self._lacking.missing.add("lexical")
        return scores or {}

    def weights(self, question: str) -> Mapping[str, float]:
        """The weight of each word of a question; see Lexical.weights."""
        if not self._open:  # nothing has been searched yet
            self.follow(wait=False)
        return self._found("lexical", lambda lexical: lexical.weights(question)) or store.weights(question, {}, 0)

    def fill(self, name: str, tell: Callable[[int], object] = lambda done: None) -> None:
        """Opens the named index and brings it up to date; `tell` receives the number of vectors done."""
        self._tell = tell
        with self._lock, self._sentence():
            self._see_again_or_make_anew(name)
            self._catch_up(name)

    def close(self) -> None:
        if self._thread:
            self._thread.join()
        if vectors := self._open.pop("vectors", None):
            vectors.close()

    # Searching

    def _missing(self) -> list[str]:
        """The sides that cannot be searched now."""
        standing_in = {"lexical": ("lexical",), "vectors": ("vectors", "codes")}
        return [side for side in SIDES if all(self._searchable(name) is None for name in standing_in[side])]

    def _is_behind(self, wanted: Position, *also: str) -> bool:
        """Whether the words, the codes or the named indexes are behind that position."""
        opened = [self._open.get(name) for name in ("lexical", "codes", *also)]
        return any(one is None or one.applied[0] != wanted[0] or one.applied[1] < wanted[1] for one in opened)

    def _is_awaited(self, wanted: Position) -> bool:
        """Whether a search may wait for an index: a few vectors are soon brought up to date.

        It does not wait for later changes, which may never end.
        """
        codes = self._searchable("codes")
        if any(name != "vectors" or codes is None for name in self._doubted):  # codes substitute for the vectors
            return True
        return self._is_behind(wanted, *(["vectors"] if codes is not None and len(codes) <= LOSSY else []))

    def _searchable(self, name: str) -> Any:
        """The named index, if it belongs to the catalog that this thread followed last."""
        follower = self._open.get(name)
        identity = self._lacking.identity or self._catalog.identity()
        return follower if follower is not None and follower.applied[0] == identity else None

    def _found(self, name: str, find: Callable[[Any], Found]) -> Found | None:
        """The result of `find`, None while the index cannot be queried; retried on failure, as files may be damaged."""
        if (follower := self._searchable(name)) is not None:
            try:
                with _panic_is_an_error():
                    return find(follower)
            except VectorsAway as error:
                self._failure = error
            except Exception:
                pass  # chromadb and tantivy may raise anything from their Rust side
            missing = self._lacking.missing
            self._doubted[name] = find
            self.follow(wait=False)
            self._lacking.missing = missing
            if name not in self._doubted and (follower := self._searchable(name)) is not None:
                with self._sentence():
                    return find(follower)
        return None

    def _in_step(self, wanted: Position) -> bool:
        opened = dict(self._open)
        if self._doubted or len(opened) < len(NAMES):
            return False
        # Chroma keeps using the files that it has open, even deleted ones, until it needs one more.
        if not opened["lexical"].is_intact() or opened["vectors"].is_stale():
            return False
        return all(follower.applied == wanted for follower in opened.values())

    # Bringing up to date

    def _bring_up_meanwhile(self) -> None:
        try:
            with suppress(Exception), self._following:  # their readers need not wait for a writer
                self._see_again("lexical")
                self._see_again("codes")
            ready = all(self._searchable(name) for name in NAMES) and not self._doubted
            self._bring_up(timeout=0 if ready else -1, turn=0)
        except Timeout:
            pass  # another process is updating it; the open index answers in its old state
        except LibraryError as error:
            self._failure = error

    def _bring_up_for_certain(self) -> None:
        """Brings all indexes up to date, and waits a while for a vector server that is down."""
        until = time.monotonic() + AWAY
        while True:
            try:
                return self._bring_up(timeout=-1, turn=-1)
            except VectorsAway:
                if time.monotonic() > until:
                    raise
                time.sleep(0.5)

    def _bring_up(self, *, timeout: float, turn: float) -> None:
        """`timeout` is how many seconds to wait for others in this folder, `turn` for those who share the vectors."""
        failures = []
        with self._following, self._sentence(), self._lock.acquire(timeout=timeout):
            # All are opened first, so that a search can use one that is up to date.
            for bring in (self._see_again_or_make_anew, partial(self._catch_up, turn=turn)):
                for name in NAMES:
                    try:
                        with self._sentence():
                            bring(name)
                    except Timeout:
                        pass  # another process is doing it
                    except LibraryError as error:
                        failures.append(error)  # the others may succeed
            self._failure = failures[0] if failures else None
            if self._failure:
                raise self._failure

    def _see_again_or_make_anew(self, name: str) -> None:
        """Reloads what other processes have written; what cannot be read under the lock is damaged, and is rebuilt."""
        doubt = self._doubted.get(name)
        try:
            with _panic_is_an_error():
                self._see_again(name)
                if doubt:
                    doubt(self._open[name])
        except VectorsAway:
            self._close(name)
            raise
        except Exception:
            self._discard(name)
            self._see_again(name)
        self._doubted.pop(name, None)

    def _see_again(self, name: str) -> None:
        follower = self._open.get(name)
        if name == "vectors" and self._vectors_url:
            if follower and follower.identity == self._catalog.identity():
                follower.reopen()
            else:
                self._close(name)
                self._open[name] = store.ServedVectors(self._vectors_url, self._catalog.identity())
        elif name == "vectors":
            if follower is None:
                self._open[name] = store.Vectors(self._folder / name)
            elif follower.is_stale() or name in self._doubted:
                follower.reopen()
        elif name == "codes":
            if follower is None or name in self._doubted:
                self._open[name] = store.Codes(self._folder / name)
            else:
                follower.reload()
        elif follower is None or name in self._doubted or not follower.is_intact():
            self._open.pop(name, None)
            self._open[name] = store.Lexical(self._folder / name)
        else:
            follower.reload()

    def _discard(self, name: str) -> None:
        self._close(name)
        if name != "vectors" or not self._vectors_url:
            shutil.rmtree(self._folder / name, ignore_errors=True)

    def _close(self, name: str) -> None:
        follower = self._open.pop(name, None)
        if name == "vectors" and follower:
            with suppress(Exception):  # a broken one may not even close
                follower.close()

    def _catch_up(self, name: str, turn: float = -1) -> None:
        """Applies the changes that the named index has not applied yet."""
        follower, now = self._open.get(name), self._catalog.position()
        if follower is None or follower.applied == now:
            return
        if name == "vectors" and self._vectors_url:
            with self._catalog.turn(name, turn) as still_mine:
                follower.reopen()
                self._apply_vectors(follower, still_mine)
        elif name == "vectors":
            self._apply_vectors(follower)
        else:
            removed, added = self._catalog.changes(self._start(follower), now[1])
            coded = name == "codes"
            items = (
                (one.key, one.article_key, one.vectors if coded else f"{one.heading.title}\n{one.paragraph.text}")
                for one in added
            )
            follower.apply(now, removed=removed, added=items)

    def _apply_vectors(
        self, follower: store.Vectors | store.ServedVectors, still_mine: StillMine = lambda: None
    ) -> None:
        if follower.applied != (now := self._catalog.position()):
            removed, added = self._catalog.changes(self._start(follower), now[1])
            follower.apply(now, removed=removed, added=self._counted(added), still_mine=still_mine)

    def _counted(self, added: Iterable[Searched]) -> Iterator[tuple[int, np.ndarray]]:
        done = 0
        for found in added:
            yield found.key, found.vectors
            done += len(found.vectors)
            self._tell(done)

    def _start(self, follower: store.Vectors | store.ServedVectors | store.Codes | store.Lexical) -> int:
        """The change to continue from; a follower of another catalog, or of one since rebuilt, starts from scratch."""
        (catalog, change), (identity, last) = follower.applied, self._catalog.position()
        if catalog == identity and change <= last and not self._catalog.rebuilt_since(change):
            return change
        follower.clear()
        return 0

    @contextmanager
    def _sentence(self) -> Iterator[None]:
        """Turns an error while writing an index into one sentence."""
        try:
            with _panic_is_an_error():
                yield
        except (LibraryError, Timeout):
            raise
        except Exception as error:  # chromadb and tantivy may raise anything from their Rust side
            raise LibraryError(
                f"The indexes {self._where} cannot be written ({str(error).splitlines()[0]}). The articles are stored; "
                "free disk space or fix the folder's permissions, then run the command again."
            ) from error


@contextmanager
def _panic_is_an_error() -> Iterator[None]:
    """Turns a panic in Rust code, which is raised as a BaseException, into a RuntimeError."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise RuntimeError(str(error)) from error
