"""Stores and finds paragraphs by their words, with BM25; the only importer of tantivy."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import tantivy
from tantivy import Occur, Query

from index.language.tokens import ANALYZER, content_words, spaced, words
from index.store import seals
from index.store.catalog import Position
from index.store.private import make_folder

WORDS_VERSION = "4"  # raise it when texts are split differently, so that the index is rebuilt
HEAP = 64_000_000  # bytes that a writer may fill before it writes a segment
# Up to this many articles are part of the query; with more, the hits of all articles are filtered.
NAMED = 1000
WIDER = (4, 16)  # times the limit: how many hits are filtered, tried in turn
# The rarity of a word is computed from the library and this many imagined paragraphs, half of which hold any function
# word: in a library of one article "did" or "where" would otherwise be as rare as a name.
IMAGINED = 30


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("text", tokenizer_name="words", index_option="freq")
    builder.add_unsigned_field("key", indexed=True, fast=True)
    builder.add_unsigned_field("article", indexed=True, fast=True)
    builder.add_unsigned_field("marker", indexed=True)
    builder.add_text_field("catalog", stored=True, tokenizer_name="raw")
    builder.add_unsigned_field("applied", stored=True)
    return builder.build()


class Lexical:
    """A tantivy index in a folder; a marker document holds the last change that it has applied.

    Raises Damaged if its files were changed or truncated. An interrupted write leaves them readable.
    """

    def __init__(self, folder: Path) -> None:
        if is_there := folder.exists():
            seals.check(folder, missing=True)
        make_folder(folder)
        self._folder = folder
        self._schema = _schema()
        self._index = tantivy.Index(self._schema, path=str(folder))
        self._index.register_tokenizer("words", ANALYZER)
        self._index.config_reader("manual")
        if not is_there:
            seals.seal(folder, ())
        self.reload()

    def reload(self) -> None:
        """Reloads what other processes have committed since."""
        self._files = {path: seals.stamp(path) for path in _written_once(self._folder)}
        self._index.reload()
        self._searcher = self._index.searcher()
        marker = Query.term_query(self._schema, "marker", 1)
        found = self._searcher.search(marker, 1).hits
        noted = self._searcher.doc(found[0][1]) if found else None
        catalog, _, version = str(noted["catalog"][0]).partition("/") if noted else ("", "", "")
        self.applied: Position = (catalog, int(noted["applied"][0])) if noted and version == WORDS_VERSION else ("", 0)

    def is_intact(self) -> bool:
        """Whether its files are intact; they are mapped into memory, and a truncated one would kill the process."""
        return all(seals.stamp(path) in (stamp, None) for path, stamp in self._files.items())

    def clear(self) -> None:
        with self._writing() as writer:
            writer.delete_all_documents()
        self.reload()

    def apply(self, upto: Position, *, removed: Sequence[int], added: Iterable[tuple[int, int, str]]) -> None:
        """Drops and adds paragraphs by key in one commit; idempotent.

        `added` holds (key, article key, searchable text).
        """
        self._drop_leftovers()
        with self._writing() as writer:
            for key in removed:
                self._drop(writer, "key", key)
            for key, article_key, text in added:
                self._drop(writer, "key", key)
                document = tantivy.Document(text=spaced(text))
                document.add_unsigned("key", key)
                document.add_unsigned("article", article_key)
                writer.add_document(document)
            self._drop(writer, "marker", 1)
            marker = tantivy.Document()
            marker.add_unsigned("marker", 1)
            marker.add_text("catalog", f"{upto[0]}/{WORDS_VERSION}")
            marker.add_unsigned("applied", upto[1])
            writer.add_document(marker)
        seals.seal(self._folder, _written_once(self._folder))
        self.reload()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """Commits at the end, and releases the lock even if an exception's traceback still holds the writer."""
        writer = self._index.writer(HEAP, 1)
        try:
            yield writer
            writer.commit()
        except BaseException:
            with suppress(Exception):  # the first exception says more
                writer.wait_merging_threads()
            raise
        writer.wait_merging_threads()

    def _drop_leftovers(self) -> None:
        # A killed writer leaves files under names that the next commit may need and then fail on.
        kept = {*_written_once(self._folder), self._folder / seals.SEAL}
        for path in self._folder.iterdir():
            if path not in kept and path.suffix not in (".json", ".lock"):
                path.unlink()

    def _drop(self, writer: tantivy.IndexWriter, field: str, value: int) -> None:
        # Deleting by term has no effect on an unsigned field (tantivy 0.27).
        writer.delete_documents_by_query(Query.term_query(self._schema, field, value))

    def find(self, question: str, limit: int, *, articles: Sequence[int] | None = None) -> dict[int, float]:
        """BM25 scores by paragraph key, best first, of paragraphs that hold a word of the question.

        The words become term queries: a raw question would make tantivy's own parser raise.
        """
        terms = [Query.term_query(self._schema, "text", word, "freq") for word in dict.fromkeys(words(question))]
        if not terms or (articles is not None and not articles):
            return {}
        query = Query.boolean_query([(Occur.Should, term) for term in terms])
        if articles is None:
            return self._scores(query, limit)
        if len(articles) > NAMED:
            wanted = frozenset(articles)
            for wider in WIDER:
                found = self._scores(query, wider * limit, wanted)
                if len(found) >= limit:
                    return dict(list(found.items())[:limit])
        within = Query.const_score_query(Query.term_set_query(self._schema, "article", list(articles)), 0.0)
        return self._scores(Query.boolean_query([(Occur.Must, query), (Occur.Must, within)]), limit)

    def _scores(self, query: Query, limit: int, wanted: frozenset[int] | None = None) -> dict[int, float]:
        """The best `limit` scores by key, best first; with `wanted`, only those of them that are in these articles."""
        searcher = self._searcher  # another thread may reload it between the calls
        hits = searcher.search(query, limit, count=False).hits
        addresses = [address for _, address in hits]
        keys = searcher.fast_field_values("key", addresses)
        owners = searcher.fast_field_values("article", addresses) if wanted is not None else keys
        return {
            int(key): float(score)
            for key, owner, (score, _) in zip(keys, owners, hits, strict=True)
            if key is not None and (wanted is None or owner in wanted)
        }

    def weights(self, question: str) -> dict[str, float]:
        """The weight of each word of a question: BM25's inverse document frequency, ln(1 + (N - n + .5) / (n + .5))."""
        searcher = self._searcher
        held = {word: searcher.doc_freq("text", word) for word in words(question)}
        return weights(question, held, searcher.num_docs)


def weights(question: str, held: Mapping[str, int], documents: int) -> dict[str, float]:
    """See Lexical.weights; `held` is how many of the documents hold each word."""
    content, total = content_words(question), documents + IMAGINED
    holding = {word: held.get(word, 0) + (0 if word in content else IMAGINED / 2) for word in words(question)}
    return {word: math.log(1 + (total - n + 0.5) / (n + 0.5)) for word, n in holding.items()}


def _written_once(folder: Path) -> list[Path]:
    """The files of the last commit's segments, which are never changed, only removed."""
    segments = json.loads((folder / "meta.json").read_text("utf-8"))["segments"]
    wanted = {segment["segment_id"].replace("-", ""): segment["deletes"] for segment in segments}
    paths = [path for path in folder.iterdir() if path.name.split(".")[0] in wanted]
    deletes = {f"{name}.{noted['opstamp']}.del" for name, noted in wanted.items() if noted}
    return [path for path in paths if path.suffix != ".del" or path.name in deletes]
