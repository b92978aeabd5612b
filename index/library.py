"""A library: a folder of articles and the indexes over them. Add, remove, rebuild, search.

The catalog is the source of truth; the followers keep the two indexes in step with it.
"""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import TYPE_CHECKING, Any, TypeVar, Unpack
from weakref import WeakSet

import index
from index import loading, reading, store
from index.articles import SEARCHED_ROLES, Article, Heading, Hit, Paragraph
from index.embedding import DEFAULT_MODEL, SentenceEmbeddings, larger_judge, larger_yes_no_judge, sentence_judge
from index.encoders import larger
from index.encoders.reranking import RERANKED, Reranker
from index.errors import LibraryError, UnknownArticle, WrongEmbeddingModel, WrongUsage, need_number, need_text
from index.extraction.labels import LONGEST_LABEL, label_of
from index.filters import ALL, Filters, Limits
from index.loading.named_files import CATALOG, Source, sources_of
from index.reading.version import READER_VERSION
from index.store.alerts import Alerts
from index.store.catalog import Catalog, Searched, home_at
from index.store.followers import Followers
from index.store.leases import Lease, renewed
from index.store.listing import Column, Listing, Named, Wanted
from index.store.private import keep, make_folder
from index.store.read_articles import ReadArticles
from index.store.storing import Change, Entry, Piece
from index.store.watched import Sources

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.retrievers import BaseRetriever

    from index.encoders import ClaimJudge, SentenceJudge
    from index.encoders.larger import CloseReading
    from index.reading.records import Reading
    from index.reading.register import Meant, Person
    from index.store.corrections import Corrected
    from index.store.homes import Home
    from index.store.statements import Said

log = logging.getLogger(__name__)

FOLLOW_EVERY = 4_000_000  # bytes that an addition stores between two updates of the indexes
AT_ONCE = 32  # texts encoded between checks for cancellation
MOST = 10_000  # hits of one search
ABOUT = 0.5  # least share of a topic's words, by weight, that a text about it contains
CANDIDATES = 100  # candidates from each index before they are scored together
Progress = Callable[[int, int], None]
Judge = TypeVar("Judge")
_OPENED: WeakSet[Library] = WeakSet()
_ONE_AT_A_TIME = Lock()  # articles being added and those read in the background share one parser
SAMPLES = Path(__file__).parent / "samples"  # a few short articles, so that a first run has something to ask


class Library:
    """Opens a folder, which is created if missing; use it as a context manager or call `close`.

    Raises LibraryError if the folder cannot be used, and WrongEmbeddingModel if it was built with another model,
    unless it is opened to `rebuild`, which reports to `progress`. Thread-safe; several processes may share a folder.
    Without write permission the library works on a copy that it makes on opening. `mode` is the
    kind of search: by vectors ("dense"), words ("lexical"), or both ("hybrid"). A `reranker` changes the order of the
    best hits, not their scores. With `close_reading`, a larger model, if it is installed, reads an answer's quotes
    once more ("checks"), and also the best sentences before they are quoted or refused ("all"). A `fetcher` fetches
    web addresses.

    With a `catalog_url` the articles are in a PostgreSQL database, with a `vectors_url` the vectors on a Chroma
    server; libraries in several folders, on any machines, can then share them. The folder holds the rest.
    """

    def __init__(
        self,
        folder: str | Path,
        *,
        embeddings: SentenceEmbeddings | None = None,
        mode: index.Mode = "hybrid",
        reranker: Reranker | None = None,
        close_reading: CloseReading = "off",
        fetcher: loading.Fetcher | None = None,
        rebuild: bool = False,
        progress: Progress = lambda done, total: None,
        catalog_url: str | None = None,
        vectors_url: str | None = None,
    ) -> None:
        self.folder = Path(folder).expanduser().resolve()
        self.embeddings = embeddings or SentenceEmbeddings()
        self.mode = mode
        self.reranker = reranker
        self.close_reading = close_reading
        self.fetcher = fetcher
        _make(self.folder)
        self._process = os.getpid()
        _OPENED.add(self)
        self._copied = None if _is_writable(self.folder) else _copy(self.folder)
        if not self._copied:
            keep(self.folder)
        place = Path(self._copied.name) if self._copied else self.folder
        catalog = Catalog(catalog_url or place / CATALOG)
        followers = Followers(place, catalog, vectors_url)
        self._opened = catalog, followers, ReadArticles(catalog, read_article, READER_VERSION)
        if rebuild:
            self.rebuild(progress)
        self._check_model()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def _catalog(self) -> Catalog:
        return self._here()[0]

    @property
    def _followers(self) -> Followers:
        return self._here()[1]

    @property
    def _readings(self) -> ReadArticles:
        return self._here()[2]

    def _here(self) -> tuple[Catalog, Followers, ReadArticles]:
        if os.getpid() != self._process:
            raise LibraryError(
                "The library was opened before this process was forked, which its indexes do not survive. Open it in "
                "each process: with gunicorn leave out --preload, with Celery open it in the first task or in "
                "worker_process_init."
            )
        return self._opened

    def close(self) -> None:
        if os.getpid() != self._process:
            return  # it belongs to the parent
        self._readings.close()
        self._followers.close()
        self._catalog.close()
        if self._copied:
            self._copied.cleanup()
        else:
            keep(self.folder)  # the engines create their files with the system's permissions

    def add(
        self,
        sources: Source | Iterable[Source],
        *,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] = lambda: False,
        dry_run: bool = False,
        follow_links: bool = False,
        passed_over: Collection[str] = (),
    ) -> index.AddReport:
        """Adds articles from files, folders, uploads, web addresses and feeds; unchanged ones are left alone.

        Links that lead out of a folder are skipped unless `follow_links` is set, as are articles
        whose identities are in `passed_over`.

        `progress` receives the bytes processed and the total, which does not include web addresses before they are
        fetched. A stored article stays stored, whatever happens afterwards. Once `cancelled` returns true nothing
        more is stored, and the report says so. With `dry_run` nothing is written: the report says what would be done,
        with the ids that would be assigned.
        """
        sources = sources_of(sources)
        self._check_model()
        if not dry_run:
            self._check_writable()
        report, total, done, unfollowed = (
            index.AddReport(),
            loading.total_size(sources, follow_links=follow_links) if progress else 0,
            0,
            0,
        )
        comparison = index.Comparison(
            self._catalog, report, cancelled, self.fetcher, follow_links=follow_links, passed_over=passed_over
        )
        for batch, size in comparison.batches(sources):
            if dry_run:
                self._foresee(batch, report)
            elif batch:
                try:
                    self._store(batch, report, cancelled)
                except loading.Stopped:  # the current batch is left out, and the followers catch up on the next search
                    report.stopped = True
                    break
                unfollowed += size
            if unfollowed > FOLLOW_EVERY:
                self._followers.follow(wait=True)
                unfollowed = 0
            done += size
            if progress:
                progress(done, max(done, total))
        if not dry_run:
            self._catalog.note_stamps(comparison.stamps)
            if not report.stopped:
                self._catalog.mark_furniture()
                self._followers.follow(wait=True)
            self._readings.begin()
        return report

    def _foresee(self, batch: Sequence[tuple[loading.Item, Article]], report: index.AddReport) -> None:
        for item, article in batch:
            known = self._catalog.known(item.identity)
            (report.updated if known else report.added).append(known.id if known else article.id)

    def _store(
        self, batch: Sequence[tuple[loading.Item, Article]], report: index.AddReport, cancelled: Callable[[], bool]
    ) -> None:
        """Reads, encodes and stores a batch; if cancelled, raises Stopped and stores none of it."""
        searched = [
            (row, paragraph)
            for row, (_, article) in enumerate(batch)
            for paragraph in article.paragraphs
            if paragraph.role in SEARCHED_ROLES
        ]
        pieces: list[dict[int, list[Piece]]] = [{} for _ in batch]
        # Reading and encoding each take seconds, loading the models longer; torch encodes without the interpreter lock.
        read, encoded = index.side_by_side(
            [
                lambda: [self._readings.read(article) for _, article in batch if not cancelled()],
                lambda: self._pieces([paragraph.text for _, paragraph in searched], cancelled),
            ],
            cancelled,
        )
        if encoded is None or len(read) < len(batch):
            raise loading.Stopped
        for (row, paragraph), own in zip(searched, encoded, strict=True):
            pieces[row][paragraph.number] = own
        entries = [
            Entry(
                article,
                item.identity,
                item.fingerprint,
                item.fallback,
                own,
                stands=item.suffix == ".jsonl",
                stamp=item.stamp,
                reading=reading_of_it,
                reader=READER_VERSION,
            )
            for (item, article), own, reading_of_it in zip(batch, pieces, read, strict=True)
        ]
        now = datetime.now(UTC).isoformat(timespec="seconds")
        for kind, article_id in self._catalog.store(entries, now=now, settings=self._model_named()):
            getattr(report, kind).append(article_id)

    def _pieces(self, texts: Sequence[str], cancelled: Callable[[], bool]) -> list[list[Piece]] | None:
        """The pieces of each text that fit the model's window, with their vectors; None if cancelled."""
        spans = [(row, start, end) for row, text in enumerate(texts) for start, end in self.embeddings.pieces(text)]
        written = [texts[row][start:end] for row, start, end in spans]
        # Repeated texts are encoded once, and texts of similar length together.
        once = sorted(dict.fromkeys(written), key=len)
        vectors: dict[str, np.ndarray] = {}
        while len(vectors) < len(once):
            if cancelled():
                return None
            left = len(once) - len(vectors)
            part = once[len(vectors) :][: AT_ONCE if left >= 2 * AT_ONCE else left]
            vectors.update(zip(part, self.embeddings.encode(part), strict=True))
        pieces: list[list[Piece]] = [[] for _ in texts]
        for (row, start, end), text in zip(spans, written, strict=True):
            pieces[row].append(Piece(start, end, vectors[text]))
        return pieces

    def remove(self, ids: str | Iterable[str], *, missing_ok: bool = False) -> None:
        """Removes articles; raises UnknownArticle, and removes none, if an id does not exist.

        With `missing_ok` such ids are ignored.
        """
        ids = [ids] if isinstance(ids, str) else list(ids)
        self._check_writable()
        if not missing_ok:
            self._know(ids)
        self._catalog.remove(ids)
        self._followers.follow(wait=True)

    def label(self, ids: str | Iterable[str], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None:
        """Adds labels to articles and removes others; a custom field is a label such as "desk=metro".

        Changes made here stay when the article's source is read again. Raises UnknownArticle, and changes nothing,
        if an id does not exist, and WrongUsage for what cannot be a label.
        """
        ids = [ids] if isinstance(ids, str) else list(ids)
        self._check_writable()
        self._know(ids)
        self._catalog.label(ids, _labels(add), _labels(remove))
        self._followers.follow(wait=True)

    def rebuild(self, progress: Progress = lambda done, total: None) -> None:
        """Rebuilds all indexes from the catalog, without the original files.

        If the settings name another embedding model than the catalog, every paragraph is encoded again first.
        Unread articles, and those read by an older version, are read last. `progress` receives the steps done and
        their total: each vector encoded, each vector indexed, and each article read.
        """
        self._check_writable()
        again = self._catalog.setting("weights") not in (None, self.embeddings.fingerprint)
        vectors, unread = self._catalog.count_vectors(), self._readings.unread()
        encoded, total = 0, vectors * (2 if again else 1) + unread

        def encode(texts: list[str]) -> list[list[Piece]]:
            nonlocal encoded
            pieces = self._pieces(texts, lambda: False) or []
            encoded += sum(map(len, pieces))
            progress(encoded, max(encoded, total))
            return pieces

        self._catalog.note_rebuild(encode if again else None, settings=self._model_named())
        self._followers.follow(wait=True, tell=lambda done: progress(encoded + done, max(encoded + done, total)))
        self._readings.read_all(lambda done: progress(min(total, total - unread + done), total))

    def backup(self, folder: str | Path) -> None:
        """Copies all articles and their vectors into a folder that is new, empty or holds a backup.

        The library may change while it is copied: the copy is of one moment, and complete or absent.
        """
        store.back_up(self._catalog, Path(folder).expanduser())

    def copy_to(
        self, place: str | Path, *, vectors_url: str | None = None, progress: Progress = lambda done, total: None
    ) -> tuple[int, str]:
        """Copies the whole library to a new folder, or to an empty database by its URL; encodes nothing.

        The copy's vectors are stored in that folder, or on the Chroma server at `vectors_url`. `progress` receives
        the rows done and their total. Returns the number of articles and their place. After an interruption the same
        call continues; an incomplete copy cannot be opened. The library does not change.
        """
        if "://" in str(place):
            target: str | Path = str(place)
        else:
            folder = Path(place).expanduser().resolve()
            _make(folder)
            target = folder / CATALOG
        vectors = self._catalog.count_vectors() if vectors_url or isinstance(target, Path) else 0
        rows = store.copying.copy(
            self._catalog.home, home_at(target), lambda done, total: progress(done, total + vectors)
        )
        with TemporaryDirectory() as nowhere, closing(Catalog(target)) as catalog:
            beside = target.parent if isinstance(target, Path) else Path(nowhere)
            with closing(Followers(beside, catalog, vectors_url)) as followers:
                if vectors:
                    followers.fill("vectors", lambda done: progress(rows + done, rows + vectors))
                if isinstance(target, Path):
                    followers.fill("lexical")
            return catalog.count(), catalog.home.where

    @property
    def can_change(self) -> bool:
        """Whether articles can be added and changed; in a read-only folder they can only be searched."""
        return self._copied is None

    @property
    def sources(self) -> Sources:
        """The watched sources."""
        return Sources(self._catalog)

    @property
    def alerts(self) -> Alerts:
        """The alerts on this library."""
        return Alerts(self._catalog)

    def lease(self, name: str, **edges: Any) -> Lease:
        """A lease on work that one process at a time does for the library; see Lease for `edges`."""
        return Lease(self._catalog, name, **edges)

    def lease_renewed(self, name: str) -> float | None:
        """When that lease was last renewed; see `leases.renewed`."""
        return renewed(self._catalog, name)

    @staticmethod
    def exists(folder: str | Path, catalog_url: str | None = None) -> bool:
        """Whether there is a library to open."""
        return catalog_url is not None or (Path(folder).expanduser() / CATALOG).exists()

    @property
    def home(self) -> Home:
        """Where the articles are stored, so that other data can be kept there too."""
        return self._catalog.home

    @property
    def where(self) -> str:
        """Where the articles are, for people: "in '/home/ann/news'", "at postgresql://ann:***@host/news"."""
        return self._catalog.home.where

    @staticmethod
    def restore(backup: str | Path, folder: str | Path, *, catalog_url: str | None = None) -> None:
        """Replaces everything in the library in this folder with a backup.

        The folder is created if missing. Processes that have the library open continue with the restored articles.
        Raises LibraryError, and changes nothing, if the backup is damaged.
        """
        store.restore(Path(backup).expanduser(), catalog_url or Path(folder).expanduser().resolve() / CATALOG)

    def _model_named(self) -> dict[str, str]:
        return {"model": self.embeddings.name, "weights": self.embeddings.fingerprint}

    def search(self, question: str, *, limit: int = 12, filters: Filters | None = None) -> list[Hit]:
        """The paragraphs that match the question best, best first.

        Raises UnknownArticle if the filters name an article that does not exist. It does not wait for an index that
        is being rebuilt: `notice` then says what was not searched.
        """
        question = _readable(need_text(question, "question"))
        filters = filters or Filters()
        self._check_model()
        self._know(filters.articles)
        self._readings.begin(self._followers.follow(wait=False))
        if not question.strip() or limit < 1 or not self.count():
            return []
        limit = min(limit, MOST)
        vector = self.embeddings.encode([question], asked=1)[0]
        candidates, lexical = self._candidates(question, vector, max(limit, CANDIDATES), filters)
        ranked = index.rank(question, vector, candidates, lexical, self.weights(question), self.mode)
        hits = [Hit(found.paragraph, found.heading, score) for found, score in ranked[: max(limit, RERANKED)]]
        return self._reranked(question, hits)[:limit]

    def encode_ahead(self, questions: Sequence[str]) -> None:
        """Encodes in one batch all questions that will be searched for, which is faster."""
        if questions and self.count():
            self.embeddings.encode(questions, asked=len(questions))

    @property
    def judge(self) -> SentenceJudge:
        return sentence_judge()

    @property
    def larger_judge(self) -> SentenceJudge | None:
        """None unless all is read closely and its model is installed; if it cannot be loaded, that is logged once."""
        return self._closely(larger_judge) if self.close_reading == "all" and larger.is_installed() else None

    @property
    def larger_yes_no_judge(self) -> ClaimJudge | None:
        """None without close reading, or if its model is not installed or cannot be loaded, which is logged once."""
        return self._closely(larger_yes_no_judge) if self.close_reading != "off" and larger.is_installed() else None

    def _closely(self, load: Callable[[], Judge]) -> Judge | None:
        try:
            return load()
        except LibraryError as error:
            log.warning("Answers are given without close reading: %s", error)
            self.close_reading = "off"
            return None

    @property
    def notice(self) -> str | None:
        """A sentence that readers of this thread's last hits must see, if there is one."""
        return self._followers.notice() or self._readings.notice()

    def _reranked(self, question: str, hits: list[Hit]) -> list[Hit]:
        if self.reranker is None:
            return hits
        best, rest = hits[:RERANKED], hits[RERANKED:]
        order = self.reranker.order(question, [f"{hit.heading.title}\n{hit.paragraph.text}" for hit in best])
        return [best[place] for place in order] + rest

    def weights(self, question: str) -> Mapping[str, float]:
        """The weight of each word of a question in this library; the words are those of `index.language.tokens`."""
        return self._followers.weights(_readable(question))

    def _candidates(
        self, question: str, vector: np.ndarray, limit: int, filters: Filters
    ) -> tuple[list[Searched], dict[int, float]]:
        """The best paragraphs from both indexes, and by key the lexical scores of those that have one."""
        articles = self._catalog.article_keys(filters) if filters else None
        lexical = {} if self.mode == "dense" else self._followers.by_words(question, limit, articles=articles)
        near = [] if self.mode == "lexical" else self._near(vector, limit, articles)
        return self._catalog.searched(list(dict.fromkeys([*near, *lexical]))), lexical

    def _near(self, vector: np.ndarray, limit: int, articles: Sequence[int] | None) -> list[int]:
        """Keys of the nearest paragraphs in these articles, or in all if None, nearest first."""
        near = self._followers.by_meaning(vector, limit, articles=articles)
        return self._catalog.nearest(vector, near, limit) if len(near) > limit else near

    def fingerprint(self) -> str:
        """A hash of the ids and contents of all articles, 64 hexadecimal digits."""
        return self._catalog.fingerprint()

    def articles(self, **limits: Unpack[Limits]) -> list[Heading]:
        """The headings of all articles, or of those that pass the filters, newest first."""
        return self._catalog.headings(Filters.of(limits))

    def headings(self, ids: Sequence[str]) -> dict[str, Heading]:
        """The headings of the named articles that exist, by id."""
        return self._catalog.headings_of(ids)

    def heading(self, id: str) -> Heading | None:
        """The heading of an article, if it exists."""
        return self.headings([id]).get(id)

    def last_change(self) -> int:
        """The number of the last change in the log, which grows with what any process adds, updates or removes."""
        return self._catalog.position()[1]

    def page(
        self,
        search: str = "",
        *,
        ids: Sequence[str] | None = None,
        column: Column = "added",
        descending: bool = True,
        limit: int = 50,
        offset: int = 0,
        **limits: Unpack[Limits],
    ) -> Listing:
        """One page of the table of articles: those whose heading contains every word of the search, sorted.

        With `ids`, only those articles, so none if it is empty; `limits` are the arguments of `Filters`.
        """
        wanted = Wanted(search, Filters.of(limits), None if ids is None else tuple(ids))
        return self._catalog.page(wanted, column, descending=descending, limit=limit, offset=offset)

    def names(self, column: Named, search: str = "", *, limit: int = 50) -> list[tuple[str, int]]:
        """Names in that column that contain every word of the search, with their article counts, highest first."""
        return self._catalog.names(column, search, limit)

    def is_new(self) -> bool:
        """Whether no article has ever been added."""
        return self._catalog.is_new()

    def count(self, filters: Filters | None = None) -> int:
        """The number of articles, or of those that pass the filters."""
        return self._catalog.count(filters)

    def newest(self, filters: Filters | None = None) -> str | None:
        """The latest day of publication of all articles, or of those that pass the filters; None if it is unknown."""
        return self._catalog.newest(filters)

    def count_undated(self, filters: Filters) -> int:
        """The number of articles of unknown date that pass all filters but those by date."""
        return self._catalog.count_undated(filters)

    def article(self, article_id: str) -> Article:
        """The whole article; raises UnknownArticle."""
        if (article := self._catalog.article(article_id)) is None:
            raise UnknownArticle(f"No article has the id '{article_id}'. The list of articles shows the ids.")
        return article

    def paragraph(self, article_id: str, number: int) -> Paragraph:
        """One paragraph, numbered from 1; raises UnknownArticle."""
        if not isinstance(number, int):
            raise WrongUsage(f"{number!r} is not a paragraph's number. Give a whole number from 1.")
        if not (found := self._catalog.paragraphs(article_id, [number])):
            raise UnknownArticle(f"There is no paragraph {number} in an article '{article_id}'.")
        return found[0]

    def paragraphs(self, article_id: str, numbers: Iterable[int]) -> list[Paragraph]:
        """The named paragraphs that exist, in order."""
        return self._catalog.paragraphs(article_id, numbers)

    def paragraphs_of(self, ids: Collection[str], most: int) -> dict[str, list[Paragraph]]:
        """The first `most` paragraphs of each of these articles that exist, in order, in one query."""
        return self._catalog.paragraphs_of(ids, most)

    def paragraphs_at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], Paragraph]:
        """The paragraphs at these places that exist, by article id and number, in one query."""
        return self._catalog.paragraphs_at(places)

    def vectors_at(self, places: Collection[tuple[str, int]]) -> dict[tuple[str, int], np.ndarray]:
        """The piece vectors, (pieces, dimensions), float32, of the searched paragraphs at these places."""
        return self._catalog.vectors_at(places)

    def changes(self, article_id: str) -> list[Change]:
        """What changed in each new version of an article, paragraph by paragraph, oldest change first.

        Changes to the last fifty versions are kept, up to 2,000,000 characters in all. Raises UnknownArticle.
        """
        self._know([article_id])
        return self._catalog.changes_of(article_id)

    def as_cited(self, article_id: str, number: int, revision: str) -> Paragraph | None:
        """The paragraph with that revision, at that number, elsewhere in the article or in a past version; or None."""
        there = self._catalog.paragraphs(article_id, [number])
        if there and there[0].revision == revision:
            return there[0]
        now = self._catalog.article(article_id)
        before = (change.before for change in self._catalog.changes_of(article_id))
        known = [*(now.paragraphs if now else ()), *(one for one in before if one)]
        return next((one for one in known if one.revision == revision), None)

    def reading(self, article_id: str) -> Reading | None:
        """The reading of an article: who is named, who says what, its kind; None if it has not been read yet.

        Raises UnknownArticle.
        """
        found = self._readings.of(article_id)
        if found is None:
            self._know([article_id])
            self._readings.begin()
        return found

    def corrections(self, article_id: str | None = None) -> list[Corrected]:
        """The notices that correct or withdraw articles of the library, or one of them, newest first."""
        self._readings.begin()
        found = self._readings.corrected()
        return found if article_id is None else [one for one in found if one.corrects == article_id]

    def unread_notice(self) -> str | None:
        """One sentence about articles that have not been read yet, if there are any."""
        self._readings.begin()
        return self._readings.notice()

    def readers(self) -> tuple[int, dict[str, int]]:
        """The number of unread articles, and the numbers read by each version of the reader."""
        return self._readings.unread(), self._readings.versions()

    def people(self, like: str = "", *, limit: int | None = None, offset: int = 0) -> list[Person]:
        """The people, organisations and documents that the articles quote, most often first.

        With `like`, those whose names or roles contain every word of it, including people who are only named.
        """
        _check_page(limit, offset)
        need_text(like, "name")
        self._readings.begin()
        return self._readings.people(like, limit=limit, offset=offset)

    def meant_by(self, name: str) -> Meant:
        """Everybody whom a name, as typed, can mean: a surname, a role, a name with one wrong letter."""
        need_text(name, "speaker")
        self._readings.begin()
        return self._readings.meant_by(name)

    def statements(
        self,
        *,
        article: str | Sequence[str] = ALL,
        speaker: str | None = None,
        about: str | None = None,
        outlet: str | Sequence[str] = ALL,
        limit: int | None = None,
        offset: int = 0,
        **limits: Unpack[Limits],
    ) -> list[Said]:
        """The statements in the articles, newest article first, and within an article in text order.

        `speaker` is a name as `meant_by` takes it, and matches everybody it can mean; `about` are words that the
        paragraph or the article's title contains; `limits` are the arguments of `Filters`. Raises UnknownArticle.
        """
        _check_page(limit, offset)
        named: Limits = {"articles": article, "outlets": outlet, **limits}
        filters = Filters.of(named)
        self._know(filters.articles)
        self._readings.begin()
        speakers = None if speaker is None else self._readings.spellings(self.meant_by(speaker).names)
        about_it = None if about is None else self._paragraphs_about(about, filters)
        return self._readings.statements(filters, speakers=speakers, paragraphs=about_it, limit=limit, offset=offset)

    def _paragraphs_about(self, about: str, filters: Filters) -> list[int]:
        """The keys of the paragraphs that hold most of the words, weighted by rarity, titles included."""
        about = _readable(need_text(about, "topic"))
        self._followers.follow(wait=False)
        articles = self._catalog.article_keys(filters) if filters else None
        asked = self.weights(about)
        found = self._catalog.searched(list(self._followers.by_words(about, MOST, articles=articles)))
        return [one.key for one in found if index.held(asked, f"{one.heading.title}\n{one.paragraph.text}") >= ABOUT]

    def as_retriever(
        self, *, limit: int = 12, k: int | None = None, filters: Filters | None = None, **limits: Any
    ) -> BaseRetriever:
        """This library's search as a LangChain retriever; `k` is LangChain's name for `limit`.

        `filters`, or their arguments such as `outlets` and `since`, limit what is searched.
        """
        filters = filters or Filters.of(limits)
        return index.LibraryRetriever(library=self, limit=limit if k is None else k, filters=filters)

    def _know(self, ids: Sequence[str]) -> None:
        if ids and (unknown := self._catalog.unknown_ids(ids)):
            raise UnknownArticle(f"No article has the id '{unknown[0]}'. The list of articles shows the ids.")

    def _check_writable(self) -> None:
        if self._copied:
            raise LibraryError(
                f"The library folder '{self.folder}' cannot be written to, so nothing was changed; it can only be "
                "searched. Give yourself write permission, or name another folder with --library."
            )

    def _check_model(self) -> None:
        if (stored := self._catalog.setting("weights")) not in (None, self.embeddings.fingerprint):
            if self._catalog.setting("model") == self.embeddings.name == DEFAULT_MODEL:
                raise WrongEmbeddingModel(
                    f"The library was built with an earlier version of the embedding model {DEFAULT_MODEL}. Run "
                    "`article-assistant rebuild` to encode it again, once."
                )
            raise WrongEmbeddingModel(
                f"The library was built with the embedding model {self._catalog.setting('model')} (weights "
                f"{str(stored)[:12]}) but the settings name {self.embeddings.name} (weights "
                f"{self.embeddings.fingerprint[:12]}). Run `article-assistant rebuild` to encode it again, or set "
                "ARTICLE_ASSISTANT_EMBEDDING_MODEL back."
            )


def _leave_to_the_parent() -> None:
    """In a fork: engines opened by the parent must not be closed here, not even on exit."""
    for library in _OPENED:
        if library._copied:
            library._copied._finalizer.detach()  # type: ignore[attr-defined]
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(library))


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_to_the_parent)


def read_article(article: Article) -> Reading:
    with _ONE_AT_A_TIME:
        return reading.read_article(article)


def _labels(given: Iterable[str]) -> list[str]:
    found = {one: label_of(one) for one in ([given] if isinstance(given, str) else given)}
    if wrong := [one for one, label in found.items() if label is None]:
        raise WrongUsage(f"{wrong[0]!r} cannot be a label. Give one of 1 to {LONGEST_LABEL} characters.")
    return [label for label in found.values() if label]


def _check_page(limit: int | None, offset: int) -> None:
    """Raises WrongUsage unless both are whole numbers from 0; None means no limit."""
    if limit is not None:
        need_number(limit, "limit", least=0)
    need_number(offset, "offset", least=0)


def _make(folder: Path) -> None:
    try:
        make_folder(folder)
    except OSError as error:
        if there := next((one for one in (folder, *folder.parents) if one.is_file()), None):
            raise LibraryError(f"'{there}' is a file, so no library can be there. Name a folder.") from error
        raise LibraryError(
            f"The library folder '{folder}' cannot be created: {error.strerror}. Free disk space or fix the "
            "permissions of its parent folder, or name another."
        ) from error


def _is_writable(folder: Path) -> bool:
    return all(os.access(path, os.W_OK) for path in (folder, *folder.glob(f"{CATALOG}*")))


def _copy(folder: Path) -> TemporaryDirectory[str]:
    """A copy of the library in a writable folder, which the engines need even for reading."""
    if not (folder / CATALOG).exists():
        raise LibraryError(f"The library folder '{folder}' cannot be written to. Name another folder with --library.")
    copied = TemporaryDirectory(prefix="article-assistant-")
    try:
        shutil.copytree(folder, copied.name, dirs_exist_ok=True, copy_function=_copy_file)
        for path in [Path(copied.name), *Path(copied.name).rglob("*")]:
            path.chmod(0o700)
    except (OSError, shutil.Error) as error:
        copied.cleanup()
        raise LibraryError(
            f"The library folder '{folder}' cannot be written to, and could not be copied for reading "
            f"({getattr(error, 'strerror', None) or 'a file cannot be read'}). Give yourself access to it."
        ) from error
    return copied


def _copy_file(source: str, target: str) -> None:
    # A process that writes there may remove index files during the copy; an incomplete index is rebuilt.
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)


def _readable(question: str) -> str:
    return question.encode("utf-8", "replace").decode()  # a lone surrogate is part of no word
