"""A library: what adding, updating, removing and rebuilding leave behind, also after a crash or beside others."""

from __future__ import annotations

import hashlib
import shutil
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index import embedding
from index.adding import AddReport, Comparison
from index.articles import SEARCHED_ROLES
from index.embedding import SentenceEmbeddings
from index.errors import LibraryError, UnknownArticle, WrongEmbeddingModel
from index.filters import Filters
from index.library import CATALOG, SAMPLES, Library
from index.store import followers
from tests.fakes import CountedEmbeddings, tiny_model
from tests.homes import ON_FILES, open_catalog, open_library
from tests.stores import agree, counts, found, found_by_each, write_lines, write_texts

pytestmark = pytest.mark.usefixtures("home")

ROOT = Path(__file__).parents[2]
HARBOUR = "The harbour master said the old crane will be taken down in March."
ORCHARD = "The orchard beside the chapel gave eleven tonnes of pears this autumn."
LIBRARIAN = "A retired librarian has catalogued every tram ticket printed in the city."
GLACIER = "The glacier above the village lost nine metres of ice in one summer."


# Adding, updating, removing


def test_an_article_that_was_added_is_found(library: Library, tmp_path: Path) -> None:
    report = library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    assert report.added == ["harbour", "orchard"]
    assert str(report) == "2 added, 0 updated, 0 unchanged, 0 skipped"
    assert library.search("Who will take down the crane?")[0].heading.id == "harbour"


def test_adding_the_same_again_changes_nothing(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD)
    library.add(articles)
    before, change = counts(library), library._catalog.position()
    report = library.add(articles)
    assert (report.added, report.updated, report.unchanged) == ([], [], ["harbour", "orchard"])
    assert counts(library) == before == (2, 2, 2)
    assert library._catalog.position() == change


def test_adding_the_same_again_encodes_nothing(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    counted = CountedEmbeddings(embeddings)
    with open_library(tmp_path / "library", embeddings=counted) as library:
        articles = write_texts(tmp_path / "a", harbour=HARBOUR)
        library.add(articles)
        assert counted.encoded == [HARBOUR]
        library.add(articles)
    assert counted.encoded == [HARBOUR]


def test_a_changed_source_replaces_its_article_under_the_same_id(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", one=HARBOUR, other=GLACIER)
    library.add(articles)
    write_texts(articles, one=ORCHARD)
    report = library.add(articles)
    assert (report.updated, report.unchanged) == (["one"], ["other"])
    assert [part.text for part in library.article("one").paragraphs] == [ORCHARD]


def test_an_update_replaces_the_paragraphs_in_both_indexes(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", one=f"{HARBOUR}\n\n{LIBRARIAN}", other=GLACIER)
    library.add(articles)
    write_texts(articles, one=ORCHARD)
    library.add(articles)
    assert counts(library) == (2, 2, 2)
    nearest, worded = found_by_each(library, "crane tram ticket catalogued")
    assert worded == set()
    assert nearest == {"one", "other"}
    assert found_by_each(library, "pears")[1] == {"one"}


def test_a_removed_article_is_in_neither_index(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    library.remove("harbour")
    assert found_by_each(library, "harbour crane pears") == ({"orchard"}, {"orchard"})
    assert counts(library) == (1, 1, 1)
    with pytest.raises(UnknownArticle):
        library.article("harbour")


def test_removing_an_unknown_id_removes_nothing(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    with pytest.raises(UnknownArticle, match="'nowhere'"):
        library.remove(["harbour", "nowhere"])
    assert found(library, "crane") == {"harbour"}


def test_an_article_removed_and_added_again_has_its_id_and_is_there_once(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR)
    library.add(articles)
    library.remove("harbour")
    assert library.add(articles).added == ["harbour"]
    assert counts(library) == (1, 1, 1)


def test_a_rebuild_keeps_every_id_and_number(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=f"{HARBOUR}\n\n{GLACIER}", orchard=ORCHARD)
    library.add(articles)
    before = [library.article(heading.id) for heading in library.articles()]
    shutil.rmtree(articles)  # the original files are not needed
    library.rebuild()
    assert [library.article(heading.id) for heading in library.articles()] == before
    hit = library.search("ice on the glacier")[0]
    assert (hit.heading.id, hit.paragraph.number) == ("harbour", 2)
    assert counts(library) == (3, 3, 3)


def test_a_rebuild_tells_how_many_vectors_are_done(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=f"{HARBOUR}\n\n{GLACIER}", orchard=ORCHARD))
    heard: list[tuple[int, int]] = []
    library.rebuild(lambda done, total: heard.append((done, total)))
    assert heard == [(1, 3), (2, 3), (3, 3)]
    library.add(write_texts(tmp_path / "b", late=HARBOUR))
    assert len(heard) == 3


def test_progress_ends_at_all_of_the_bytes(library: Library, tmp_path: Path) -> None:
    heard: list[tuple[int, int]] = []
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD, empty="")
    library.add(articles, progress=lambda done, total: heard.append((done, total)))
    size = len(HARBOUR) + len(ORCHARD)
    assert heard[-1] == (size, size)


def test_what_cannot_be_read_is_skipped_with_its_reason_and_the_rest_is_added(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", harbour=HARBOUR, empty=" ")
    (articles / "picture.png").write_bytes(b"\x89PNG")
    report = library.add([articles, tmp_path / "missing"])
    assert report.added == ["harbour"]
    assert {Path(skipped.source).name for skipped in report.skipped} == {"empty.txt", "picture.png", "missing"}
    assert all(skipped.reason for skipped in report.skipped)


WORDS = st.sampled_from(["harbour", "crane", "pears", "glacier", "tram", "ticket", "march", "ice"])
PARAGRAPH = st.lists(WORDS, min_size=3, max_size=8).map(lambda words: f"The {' '.join(words)} stood there.")
TEXT = st.lists(PARAGRAPH, min_size=1, max_size=3, unique=True).map("\n\n".join)
FOLDER = st.dictionaries(st.sampled_from(["a", "b", "c", "d"]), TEXT, min_size=1)


@ON_FILES
@given(first=FOLDER, second=FOLDER)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_adding_is_idempotent_whatever_was_added_before(
    first: dict[str, str],
    second: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
    embeddings: SentenceEmbeddings,
) -> None:
    place = tmp_path_factory.mktemp("property")
    with open_library(place / "library", embeddings=embeddings) as library:
        library.add(write_texts(place / "articles", **first))
        library.add(write_texts(place / "articles", **second))
        once, held = [library.article(heading.id) for heading in library.articles()], counts(library)
        again = library.add(place / "articles")
        assert again.unchanged == sorted({*first, *second})
        assert [library.article(heading.id) for heading in library.articles()] == once
        assert counts(library) == held
        assert len(set(held)) == 1


# Ids


def test_json_lines_keep_their_own_ids(library: Library, tmp_path: Path) -> None:
    lines = write_lines(tmp_path / "a.jsonl", {"id": "Own id/7", "text": HARBOUR}, {"text": ORCHARD})
    added = library.add(lines).added
    assert added[0] == "Own id/7"
    assert library.add(lines).unchanged == added


def test_two_files_of_one_name_both_get_ids_that_stay(library: Library, tmp_path: Path) -> None:
    articles = write_texts(tmp_path / "a", a=HARBOUR)
    (articles / "a.html").write_text(f"<article><p>{ORCHARD}</p><p>{GLACIER}</p></article>")
    ids = library.add(articles).added
    assert len(set(ids)) == 2
    assert library.add(articles).unchanged == ids
    assert found(library, "crane pears glacier") == set(ids)
    library.rebuild()
    assert library.add(articles).unchanged == ids


def test_a_file_that_claims_the_address_of_another_replaces_nothing(library: Library, tmp_path: Path) -> None:
    head = '<head><link rel="canonical" href="https://example.org/one"></head>'
    page = f"<html>{head}<body><article><p>{{}}</p><p>{{}}</p></article></body></html>"
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "true.html").write_text(page.format(HARBOUR, GLACIER))
    library.add(tmp_path / "a")
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "false.html").write_text(page.format(ORCHARD, LIBRARIAN))
    report = library.add(tmp_path / "b")
    assert len(report.added) == 1 and library.count() == 2
    assert {heading.url for heading in library.articles()} == {"https://example.org/one"}
    assert found(library, "crane") >= {"true"}


# Search


@ON_FILES
def test_what_is_not_body_or_caption_is_kept_and_never_found(samples: Library) -> None:
    articles = [samples.article(heading.id) for heading in samples.articles()]
    unsearched = [part for one in articles for part in one.paragraphs if part.role not in SEARCHED_ROLES]
    assert {part.role for part in unsearched} == {"note", "boilerplate"}
    for part in unsearched:
        hits = samples.search(part.text, limit=40)
        assert {hit.paragraph.role for hit in hits} <= set(SEARCHED_ROLES)


@ON_FILES
def test_a_paragraph_of_three_thousand_words_is_found_once_and_whole_by_its_last_words(
    library: Library, tmp_path: Path
) -> None:
    filler = " ".join(f"The council read item {number} of the list." for number in range(375))
    text = f"{filler} {GLACIER}"
    library.add(write_lines(tmp_path / "a.jsonl", {"id": "long", "text": text}, {"id": "other", "text": HARBOUR}))
    searched, vectors, documents = counts(library)
    assert searched == documents == 2
    assert vectors > 10
    hits = library.search("How much ice did the glacier lose?")
    assert [(hit.heading.id, hit.paragraph.number) for hit in hits] == [("long", 1), ("other", 1)]
    assert hits[0].paragraph.text == text
    nearest = library._followers.vectors.find(library.embeddings.encode([GLACIER])[0], 1)
    assert [one.heading.id for one in library._catalog.searched(nearest)] == ["long"]


HOSTILE = {
    "empty": "",
    "blank": " \n\t ",
    "query syntax": 'title:(crane AND "harbour OR -master) ^2 ~ [a TO b} \\ /x/ * ?',
    "SQL": "'; DROP TABLE article; --",
    "marks": "?!…—„“”«»·•()[]{}<>&%$#@~`|\\/^*_+=;:,.'\"-",
    "emoji": "🌍🚀👩‍👩‍👧‍👦",
    "stop words": "what is the of and to a in",
    "null": "crane\x00harbour",
    "directions": "\u202ecrane\u202c",
    "half a surrogate pair": "crane \ud83d",
    "10,000 characters": "what did the harbour master say " * 313,
    "10,000 ideographs": "港口起重机" * 2000,
    "one long word": "x" * 10_000,
}


@ON_FILES
@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_question_makes_the_search_raise(samples: Library, question: str) -> None:
    hits = samples.search(question, limit=5)
    assert len(hits) == (5 if question.strip() else 0)
    assert all(0 <= hit.score <= 1.0001 for hit in hits)


def test_an_empty_library_finds_nothing(library: Library) -> None:
    assert library.search("What happened?") == []
    assert library.is_new()


def test_hits_come_best_first_and_no_more_than_asked_for(samples: Library) -> None:
    hits = samples.search("Who stepped on the Moon?", limit=7)
    scores = [hit.score for hit in hits]
    assert len(hits) == 7
    assert scores == sorted(scores, reverse=True)
    assert samples.search("Moon", limit=0) == []


DATED = (
    {"id": "gull-early", "source": "The Gull", "author": "Ann Ash", "date": "2026-01-10", "text": HARBOUR},
    {"id": "gull-late", "source": "The Gull", "author": "Ben Box", "date": "2026-03-05T08:30:00", "text": HARBOUR},
    {"id": "tern", "source": "Tern Daily", "author": "Ann Ash", "date": "2026-02-20", "text": HARBOUR},
    {"id": "undated", "source": "Tern Daily", "updated": "2026-02-25", "text": HARBOUR},
)
FILTERED: dict[str, tuple[Filters, set[str]]] = {
    "none": (Filters(), {"gull-early", "gull-late", "tern", "undated"}),
    "outlet": (Filters(outlets=("the gull",)), {"gull-early", "gull-late"}),
    "outlets": (Filters(outlets=("The Gull", "Tern Daily")), {"gull-early", "gull-late", "tern", "undated"}),
    "author": (Filters(authors=("ANN ASH",)), {"gull-early", "tern"}),
    "since": (Filters(since="2026-02-20"), {"gull-late", "tern"}),
    "until its day": (Filters(until="2026-03-05"), {"gull-early", "gull-late", "tern"}),
    "until": (Filters(until="2026-02-19"), {"gull-early"}),
    "as of its day": (Filters(as_of="2026-03-05"), {"gull-early", "gull-late", "tern", "undated"}),
    "as of": (Filters(as_of="2026-02-19"), {"gull-early", "undated"}),
    "as of, until": (Filters(as_of="2026-02-28", until="2026-02-01"), {"gull-early"}),
    "a range": (Filters(since="2026-02-01", until="2026-02-28"), {"tern"}),
    "articles": (Filters(articles=("tern", "undated")), {"tern", "undated"}),
    "all of them": (Filters(outlets=("Tern Daily",), authors=("Ann Ash",), since="2026-01-01"), {"tern"}),
    "nothing left": (Filters(outlets=("Nobody's Paper",)), set()),
}


@pytest.fixture(scope="module")
def dated(home: str, tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    place = tmp_path_factory.mktemp("dated")
    with open_library(place / "library", embeddings=embeddings) as opened:
        opened.add(write_lines(place / "a.jsonl", *DATED))
        yield opened


@pytest.mark.parametrize(("filters", "expected"), FILTERED.values(), ids=FILTERED.keys())
def test_only_articles_that_pass_every_filter_are_found_and_counted(
    dated: Library, filters: Filters, expected: set[str]
) -> None:
    assert found(dated, "harbour crane", filters=filters) == expected
    assert dated.count(filters) == len(expected)


def test_a_filter_that_names_an_unknown_article_is_an_error(dated: Library) -> None:
    with pytest.raises(UnknownArticle, match="'nowhere'"):
        dated.search("crane", filters=Filters(articles=("tern", "nowhere")))


def test_a_filter_asks_the_graph_and_the_codes_or_the_codes_alone_and_finds_the_same(
    samples: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = tuple(heading.id for heading in samples.articles())[:3]
    both = samples.search("Who said what?", limit=15, filters=Filters(articles=ids))
    monkeypatch.setattr(followers, "FARTHEST", 0)
    codes_alone = samples.search("Who said what?", limit=15, filters=Filters(articles=ids))
    assert {hit.heading.id for hit in both} <= set(ids)
    assert both == codes_alone
    assert len(both) == 15


# Opening


@ON_FILES
def test_a_folder_may_have_any_name(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    folder = tmp_path / "What? 50% #1; a=b ü"
    with open_library(folder, embeddings=embeddings) as library:
        library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    assert (folder / "catalog.sqlite").is_file()
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith("What")] == [folder.name]


def test_a_library_folder_that_is_a_file_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (tmp_path / "file", tmp_path / "file" / "library"):
        with pytest.raises(LibraryError, match="file' is a file, so no library can be there. Name a folder.$"):
            open_library(folder)


@ON_FILES
def test_a_damaged_catalog_is_one_sentence_and_stays_untouched(tmp_path: Path) -> None:
    noise = hashlib.sha256(b"noise").digest() * 500
    (tmp_path / "catalog.sqlite").write_bytes(noise)
    with pytest.raises(LibraryError, match=r"catalog\.sqlite") as raised:
        open_library(tmp_path)
    assert "\n" not in str(raised.value)
    assert (tmp_path / "catalog.sqlite").read_bytes() == noise


def test_another_embedding_model_is_refused_until_a_rebuild(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    library.close()
    other = SentenceEmbeddings(str(tiny_model(tmp_path)))
    with pytest.raises(WrongEmbeddingModel) as raised:
        open_library(library.folder, embeddings=other)
    said = str(raised.value)
    assert library.embeddings.name in said and other.name in said and "`article-assistant rebuild`" in said

    heard: list[tuple[int, int]] = []
    with open_library(
        library.folder, embeddings=other, rebuild=True, progress=lambda done, total: heard.append((done, total))
    ) as rebuilt:
        assert heard == [(2, 4), (3, 4), (4, 4)]  # encoded together, then indexed
        assert rebuilt.search("Who will take down the harbour crane?")[0].heading.id == "harbour"
        assert counts(rebuilt) == (2, 2, 2)
        assert rebuilt._catalog.searched([1])[0].vectors.shape == (1, other.dimensions)
    with pytest.raises(WrongEmbeddingModel):
        open_library(library.folder, embeddings=library.embeddings)


def test_a_library_of_an_earlier_version_of_the_model_says_how_to_go_on(
    tmp_path: Path, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch
) -> None:
    changed = tmp_path / "answers.safetensors"
    changed.write_bytes(embedding.ANSWERS.read_bytes() + b" ")
    with monkeypatch.context() as before:
        before.setattr(embedding, "ANSWERS", changed)
        with Library(tmp_path / "library", embeddings=SentenceEmbeddings()) as library:
            library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    with pytest.raises(WrongEmbeddingModel, match="earlier version .* `article-assistant rebuild`"):
        Library(tmp_path / "library", embeddings=embeddings)
    with Library(tmp_path / "library", embeddings=embeddings, rebuild=True) as rebuilt:
        assert rebuilt.search("crane")


def test_a_library_that_another_rebuilt_with_a_new_model_says_so_in_the_next_search(
    library: Library, tmp_path: Path
) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    open_library(library.folder, embeddings=SentenceEmbeddings(str(tiny_model(tmp_path))), rebuild=True).close()
    with pytest.raises(WrongEmbeddingModel):
        library.search("crane")
    with pytest.raises(WrongEmbeddingModel):
        library.add(write_texts(tmp_path / "b", orchard=ORCHARD))


def test_an_encoding_that_fails_half_way_leaves_the_library_as_it_was(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    library.close()

    class Failing(SentenceEmbeddings):
        def encode(self, *_: object, **__: object) -> None:  # type: ignore[override]
            raise MemoryError

    with pytest.raises(MemoryError):
        open_library(library.folder, embeddings=Failing(str(tiny_model(tmp_path))), rebuild=True)
    with open_library(library.folder, embeddings=library.embeddings) as again:
        assert found(again, "crane") == {"harbour"}
        assert agree(again)


# Crashes. A crash is an exception that nothing of ours catches, after which the library is opened anew.


class Crash(BaseException):
    pass


def _crash(*_: object, **__: object) -> None:
    raise Crash


POINTS = {
    "before the indexes follow": "index.store.followers.Followers._catch_up",
    "before the vectors are written": "index.store.vectors.Stored.apply",
    "before old vectors are dropped": "chromadb.Collection.delete",
    "before new vectors are added": "chromadb.Collection.upsert",
    "after the vectors, before their note": "chromadb.Collection.modify",
    "between vectors and words": "index.store.lexical.Lexical.apply",
    "after both": "index.store.lexical.Lexical.reload",
}


@pytest.mark.parametrize("point", POINTS.values(), ids=POINTS.keys())
def test_after_a_crash_nothing_stored_is_lost_or_doubled(
    tmp_path: Path, embeddings: SentenceEmbeddings, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    articles = write_texts(tmp_path / "a", one=f"{HARBOUR}\n\n{GLACIER}", other=ORCHARD, third=GLACIER)
    crashed = open_library(tmp_path / "library", embeddings=embeddings)
    crashed.add(articles)
    write_texts(articles, one=LIBRARIAN, fourth=HARBOUR)
    crashed._catalog.remove(["third"])
    with monkeypatch.context() as broken:
        broken.setattr(point, _crash)
        with pytest.raises(Crash):
            crashed.add([articles / "one.txt", articles / "fourth.txt"])
    with open_library(tmp_path / "library", embeddings=embeddings) as opened:
        assert counts(opened) == (3, 3, 3)
        assert found(opened, "harbour glacier") == {"one", "other", "fourth"}
        assert found_by_each(opened, "catalogued tram ticket")[1] == {"one"}
        assert found_by_each(opened, "glacier")[1] == set()
    crashed.close()


def test_an_article_that_is_only_in_the_catalog_is_found_once_after_the_next_start(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    crashed = open_library(tmp_path / "library", embeddings=embeddings)
    report = AddReport()
    comparison = Comparison(crashed._catalog, report, lambda: False, None)
    for batch, _ in comparison.batches([write_texts(tmp_path / "a", harbour=HARBOUR)]):
        crashed._store(batch, report, lambda: False)
    crashed.close()
    with open_library(tmp_path / "library", embeddings=embeddings) as opened:
        assert [hit.heading.id for hit in opened.search("crane")] == ["harbour"]
        assert counts(opened) == (1, 1, 1)
        assert opened.add(tmp_path / "a").unchanged == ["harbour"]


def test_a_rebuild_with_another_model_that_crashes_is_finished_by_the_next_start(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    library.close()
    other = SentenceEmbeddings(str(tiny_model(tmp_path)))
    with monkeypatch.context() as broken:
        broken.setattr("index.store.followers.Followers._catch_up", _crash)
        broken.setattr("index.store.vectors.Vectors.clear", _crash)
        with pytest.raises(Crash):
            open_library(library.folder, embeddings=other, rebuild=True)
    opened_with = other if _stored_weights(library.folder) == other.fingerprint else library.embeddings
    with open_library(library.folder, embeddings=opened_with) as opened:
        assert found(opened, "harbour crane") == {"harbour", "orchard"}
        assert counts(opened) == (2, 2, 2)


def test_words_weigh_the_same_before_the_first_search_of_a_process(
    library: Library, embeddings: SentenceEmbeddings, tmp_path: Path
) -> None:
    library.add(SAMPLES)
    with Library(library.folder, embeddings=embeddings) as opened:
        before = opened.weights("the surface of the moon")
        opened.search("the surface of the moon")
        assert opened.weights("the surface of the moon") == before


def _stored_weights(folder: Path) -> str:
    catalog = open_catalog(folder / CATALOG)
    weights = catalog.setting("weights")
    catalog.close()
    return str(weights)


@ON_FILES
@pytest.mark.parametrize("others", [0, 1, 5], ids=["fewer changes", "as many changes", "more changes"])
def test_indexes_of_another_catalog_are_made_anew(library: Library, tmp_path: Path, others: int) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    library.close()
    for path in library.folder.glob("catalog.sqlite*"):
        path.unlink()
    with open_library(library.folder, embeddings=library.embeddings) as anew:
        names = [f"glacier{number}" for number in range(others)]
        anew.add(write_texts(tmp_path / "b", **dict.fromkeys(names, GLACIER), librarian=LIBRARIAN))
        assert found_by_each(anew, "tram tickets") == ({"librarian", *names}, {"librarian"})
        assert anew.search("tram tickets")[0].heading.id == "librarian"
        assert found_by_each(anew, "crane pears")[1] == set()
        assert counts(anew) == (others + 1,) * 3


# Beside others


def test_two_libraries_of_one_folder_see_each_other_s_writes(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR))
    with open_library(library.folder, embeddings=library.embeddings) as other:
        assert found(other, "crane") == {"harbour"}
        library.add(write_texts(tmp_path / "b", orchard=ORCHARD))
        assert found(other, "pears") == {"harbour", "orchard"}
        other.remove("harbour")
        assert found(library, "crane") == {"orchard"}
    assert counts(library) == (1, 1, 1)  # also once the other is closed


def test_a_library_answers_on_after_another_has_rebuilt_it(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "a", harbour=HARBOUR, orchard=ORCHARD))
    open_library(library.folder, embeddings=library.embeddings, rebuild=True).close()
    assert found(library, "crane") == {"harbour", "orchard"}
    assert counts(library) == (2, 2, 2)


def test_threads_may_search_while_one_adds(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    with open_library(tmp_path / "library", embeddings=embeddings) as library, ThreadPoolExecutor(3) as threads:
        write_texts(tmp_path / "a", harbour=HARBOUR)
        done = threading.Event()

        def search() -> int:
            searches = 0
            while not (done.is_set() and searches):
                library.search("Who will take down the crane?")
                searches += 1
            return searches

        searching = [threads.submit(search) for _ in range(3)]
        try:
            for number in range(8):
                library.add(write_texts(tmp_path / "a", **{f"n{number}": f"{GLACIER} {number}", "harbour": HARBOUR}))
            library.remove("n0")
        finally:
            done.set()
        assert all(search.result() for search in searching)
        assert counts(library) == (8, 8, 8)


def test_what_no_article_can_be_called_is_one_sentence(samples: Library) -> None:
    for look in (lambda: samples.article("\udcff"), lambda: samples.paragraph("berlin-wall-opens", 2**70)):
        with pytest.raises(LibraryError, match="no article can have"):
            look()
    assert samples.search("Berlin", limit=10**20)


@ON_FILES
def test_a_library_taken_away_while_it_is_open_takes_no_articles(library: Library, tmp_path: Path) -> None:
    (tmp_path / "rain.txt").write_text("It rained in the town on Monday and again on Tuesday.", encoding="utf-8")
    shutil.rmtree(library.folder)
    for use in (lambda: library.add(tmp_path / "rain.txt"), lambda: library.search("rain"), library.rebuild):
        with pytest.raises(LibraryError, match="deleted or replaced"):
            use()


@ON_FILES
def test_a_library_that_searches_by_words_or_by_meaning_alone_finds_what_that_finds(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    with open_library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(SAMPLES)
    question = "Who was alone aboard Columbia?"
    found = {}
    for mode in ("hybrid", "dense", "lexical"):
        with open_library(tmp_path / "library", embeddings=embeddings, mode=mode) as library:
            hits = library.search(question)
            found[mode] = {(hit.paragraph.article_id, hit.paragraph.number): hit.score for hit in hits}
            assert not library.search("qwertz", limit=3) or mode != "lexical"
    assert len(set(map(tuple, found.values()))) == 3
    assert max(found["lexical"].values()) == 1.0


def test_two_libraries_of_the_same_articles_have_the_same_fingerprint(
    tmp_path: Path, embeddings: SentenceEmbeddings
) -> None:
    (tmp_path / "a.txt").write_text("The bridge opens in May.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The mill burned down.", encoding="utf-8")
    prints = []
    for name, order in (("one", "ab"), ("other", "ba"), ("less", "a")):
        with open_library(tmp_path / name, embeddings=embeddings) as library:
            for letter in order:
                library.add(tmp_path / f"{letter}.txt")
            prints.append(library.fingerprint())
    assert prints[0] == prints[1] != prints[2]


def test_paragraphs_of_any_articles_are_read_at_once_with_the_vectors_that_they_were_given(samples: Library) -> None:
    places = {(heading.id, number) for heading in samples.articles() for number in (1, 2, 10_000)}
    read, vectors = samples.paragraphs_at(places), samples.vectors_at(places)
    assert read == {place: one for place in places for one in samples.paragraphs(place[0], [place[1]])}
    assert set(vectors) == {place for place, one in read.items() if one.role in SEARCHED_ROLES}
    for place, pieces in vectors.items():
        text = read[place].text
        if len(pieces) == 1:
            assert pieces[0] @ samples.embeddings.encode([text])[0] > 0.99
    assert samples.paragraphs_at([]) == samples.vectors_at([]) == {}
