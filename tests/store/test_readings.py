"""What is read of the articles stands in the catalog: stored with them, made anew without files, carried by copies."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sql

from index.articles import Article
from index.errors import LibraryError, UnknownArticle
from index.library import Library, read_article
from index.reading.records import Mention, Reading, Role, Span, Statement
from index.reading.version import READER_VERSION
from index.reading.voices import SpeakerFrom
from index.store import read_articles, tables
from index.store.read_articles import ReadArticles
from index.store.tables import naming, reading, statement
from tests import homes
from tests.homes import ON_FILES
from tests.killing import open_library
from tests.servers import wait_for
from tests.stores import write_texts

pytestmark = pytest.mark.usefixtures("home")
TEXTS = {
    "ferry": "Ferry cancelled\n\nThe ferry was cancelled on Monday. “We had no crew,” said Marit Holm.\n\n"
    "Holm said that the ferry would sail on Tuesday.",
    "quay": "Quay to be mended\n\n“The quay is cracked,” said Jon Fiske. Marit Holm said that it had been cracked for "
    "years.",
}
# All that a reading can hold, so that nothing of it is lost on the way.
FULL = Reading(
    mentions=(
        Mention(Span(1, 0, 4), "Holm", "Marit Holm", "person"),
        Mention(Span(1, 9, 13), "Riga", "Riga", "place"),
        Mention(Span(2, 0, 3), "IOC", "International Olympic Committee", "organisation"),
    ),
    roles=(Role("Marit Holm", "harbour master"),),
    statements=(
        Statement(Span(1, 0, 20), "direct", "said", "she", "Marit Holm", "person", SpeakerFrom(1, 0, 4)),
        Statement(Span(2, 4, 9), "reported", None, None, None, "unnamed"),
        Statement(Span(2, 0, 3), "reported", "warned", "a report", "a report", "document"),
    ),
    text_kind="interview",
    signs=("the headline says so",),
    brief=(Span(1, 0, 20), Span(2, 0, 9)),
)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    """A library of two articles, read when they were added."""
    with open_library(tmp_path / "library", **homes.options(tmp_path / "library")) as opened:
        opened.add(write_texts(tmp_path / "articles", **TEXTS))
        yield opened


def again(library: Library) -> Library:
    return open_library(library.folder, **homes.options(library.folder))


def forget(library: Library, *ids: str) -> None:
    """Makes the articles what they are in a library from before they were read."""
    with library._catalog.transaction(library._catalog.home.writing) as connection:
        for article_id in ids:
            for table in (statement, naming, reading):
                key = sql.text(f"(SELECT key FROM article WHERE id = '{article_id}')")
                connection.execute(sql.delete(table).where(table.c.article_key == key))
    library._readings._position = None  # as if it had just been opened


def put(library: Library, read: Reading, version: str = READER_VERSION) -> ReadArticles:
    """All articles read anew, as a reader of some version reads them."""
    reader = ReadArticles(library._catalog, lambda article: read, version)
    reader.read_all()
    return reader


def rows(library: Library) -> list[int]:
    with library._catalog.transaction(library._catalog.home.steady) as connection:
        tables = (reading, statement, naming)
        return [connection.scalar(sql.select(sql.func.count()).select_from(table)) or 0 for table in tables]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(read_articles, "GRACE", 0.0)
    monkeypatch.setattr(read_articles, "AGAIN", 0.05)


def test_an_article_is_read_when_it_is_added(library: Library) -> None:
    for article_id in TEXTS:
        assert library.reading(article_id) == read_article(library.article(article_id))
        assert library.reading(article_id).statements  # type: ignore[union-attr]
    assert library.unread_notice() is None


def test_a_reading_comes_back_as_it_was_stored(library: Library) -> None:
    forget(library, "ferry", "quay")
    put(library, FULL)
    assert library.reading("ferry") == FULL
    assert library.article("ferry").text_kind == "interview"
    assert {heading.text_kind for heading in library.articles()} == {"interview"}


def test_a_changed_article_is_read_again_and_a_removed_one_leaves_nothing(library: Library, tmp_path: Path) -> None:
    library.add(write_texts(tmp_path / "articles", quay="Quay\n\n“It is mended,” said Ada Brun."))
    assert [one.speaker for one in library.statements(article="quay")] == ["Ada Brun"]
    assert library.meant_by("fiske").names == ()
    library.remove(["ferry", "quay"])
    assert rows(library) == [0, 0, 0]
    assert library.people() == []


def test_a_reading_of_what_is_not_there_is_an_error_and_of_what_is_not_read_is_none(library: Library) -> None:
    with pytest.raises(UnknownArticle):
        library.reading("nothing")
    forget(library, "ferry")
    assert library.reading("ferry") is None
    assert library.article("ferry").text_kind in ("unknown", library.article("quay").text_kind)


def test_what_was_not_read_is_made_anew_from_the_catalog_without_the_files(library: Library, tmp_path: Path) -> None:
    before = {article_id: library.reading(article_id) for article_id in TEXTS}
    for path in (tmp_path / "articles").iterdir():
        path.unlink()
    forget(library, *TEXTS)
    assert "2 of 2 articles are still to be read" in str(library.unread_notice())
    library.rebuild()
    assert {article_id: library.reading(article_id) for article_id in TEXTS} == before
    assert library.unread_notice() is None


def test_an_older_library_is_read_in_the_background_while_it_answers(library: Library, hurried: None) -> None:
    before = library.reading("ferry")
    forget(library, *TEXTS)
    with again(library) as opened:
        assert opened.search("ferry")
        wait_for(lambda: opened.unread_notice() is None)
        assert opened.reading("ferry") == before
        assert opened.meant_by("holm").names == ("Marit Holm",)


def test_the_newest_articles_are_read_first(library: Library, tmp_path: Path) -> None:
    days = {"old": "2020-01-01", "new": "2026-01-01", "undated": ""}
    for name, day in days.items():
        dated = f"---\ntitle: {name}\ndate: {day}\n---\n" if day else f"# {name}\n\n"
        (tmp_path / "articles" / f"{name}.md").write_text(f"{dated}\nAnn Roe said that it was so.", "utf-8")
    library.add(tmp_path / "articles")
    forget(library, *TEXTS, *days)
    order: list[str] = []

    def read(article: Article) -> Reading:
        order.append(article.id)
        return Reading()

    ReadArticles(library._catalog, read, READER_VERSION).read_all()
    assert order[:2] == ["new", "old"]
    assert len(order) == 5


def test_what_an_older_version_read_is_read_again_and_what_a_later_one_read_stands(library: Library) -> None:
    ours = library.reading("ferry")
    assert put(library, FULL, f"{READER_VERSION}.1").versions() == {f"{READER_VERSION}.1": 2}
    assert library.reading("ferry") == FULL
    library.rebuild()
    assert library.reading("ferry") == FULL != ours


def test_an_article_that_changes_while_it_is_read_is_read_as_it_is_then(library: Library, tmp_path: Path) -> None:
    forget(library, *TEXTS)

    def read(article: Article) -> Reading:
        if article.id == "ferry" and "mended" not in article.paragraphs[0].text:
            library.add(
                write_texts(tmp_path / "articles", ferry="The ferry is mended\n\nAnn Roe said so.") / "ferry.txt"
            )
        return FULL

    ReadArticles(library._catalog, read, READER_VERSION).read_all()
    assert library.reading("ferry") == read_article(library.article("ferry"))
    assert library.reading("quay") == FULL


def test_of_several_who_have_a_library_open_each_article_is_read_by_one(library: Library, hurried: None) -> None:
    forget(library, *TEXTS)
    read_by: list[str] = []
    held = threading.Event()

    def reader(name: str) -> ReadArticles:
        def read(article: Article) -> Reading:
            held.wait(30)
            read_by.append(f"{article.id}")
            return FULL

        return ReadArticles(library._catalog, read, READER_VERSION)

    several = [reader(name) for name in ("one", "other")]
    for one in several:
        one.begin()
    held.set()
    wait_for(lambda: all(one.unread() == 0 for one in several))
    for one in several:
        one.close()
    assert sorted(read_by) == sorted(TEXTS)


def test_an_article_that_cannot_be_read_now_is_added_all_the_same_and_it_is_said(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing(article: Article) -> Reading:
        raise LibraryError("The pipeline is not installed.")

    monkeypatch.setattr(library._readings, "_read", missing)
    assert library.add(write_texts(tmp_path / "articles", third="Third\n\nAnn Roe said so.")).added == ["third"]
    assert library.search("Roe")
    assert "1 of 3 articles could not be read" in str(library.notice)
    assert "The pipeline is not installed" in str(library.notice)


def test_an_article_that_the_reader_stumbles_on_is_added_and_read_as_saying_nothing(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(library._readings, "_read", lambda article: 1 / 0)
    assert library.add(write_texts(tmp_path / "articles", third="Third\n\nAnn Roe said so.")).added == ["third"]
    forget(library, "ferry")
    library.rebuild()
    assert library.reading("third") == library.reading("ferry") == Reading()
    assert library.unread_notice() is None
    assert [record.getMessage().split("'")[1] for record in caplog.records] == ["third", "ferry"]


def test_a_backup_carries_what_was_read(library: Library, tmp_path: Path) -> None:
    forget(library, *TEXTS)
    put(library, FULL)
    library.backup(tmp_path / "backup")
    library.remove("ferry")
    Library.restore(tmp_path / "backup", library.folder, catalog_url=homes.options(library.folder).get("catalog_url"))
    with again(library) as restored:
        assert restored.reading("ferry") == FULL
        assert restored.meant_by("harbour master").names == ("Marit Holm",)


@ON_FILES
def test_a_copy_carries_what_was_read(library: Library, tmp_path: Path) -> None:
    forget(library, *TEXTS)
    put(library, FULL)
    library.copy_to(tmp_path / "copy")
    with open_library(tmp_path / "copy") as copied:
        assert copied.reading("quay") == FULL
        assert copied.unread_notice() is None


def test_closing_ends_the_reading_at_the_article_at_hand(library: Library, hurried: None) -> None:
    forget(library, *TEXTS)
    reading_now, go_on = threading.Event(), threading.Event()

    def read(article: Article) -> Reading:
        reading_now.set()
        go_on.wait(30)
        return FULL

    reader = ReadArticles(library._catalog, read, READER_VERSION)
    reader.begin()
    assert reading_now.wait(30)
    closing = threading.Thread(target=reader.close)
    closing.start()
    go_on.set()
    closing.join(30)
    assert reader.unread() == 1


def said(library: Library, **wanted: Any) -> list[tuple[str, str | None]]:
    return [(one.quote, one.speaker) for one in library.statements(**wanted)]


def test_statements_are_verbatim_spans_with_their_speakers(library: Library) -> None:
    for one in library.statements():
        text = library.paragraph(one.article_id, one.paragraph).text
        assert text[one.start : one.end] == one.quote
    assert {one.speaker for one in library.statements(article="quay")} == {"Jon Fiske", "Marit Holm"}


def test_a_paragraph_is_read_once_however_many_statements_it_holds(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = " ".join(f"“The quay is cracked {number} times,” said Jon Fiske." for number in range(40))
    library.add(write_texts(tmp_path / "long", long=said))
    read: list[str] = []
    monkeypatch.setattr(tables, "marked", lambda text: read.append(text) or text)
    assert len(library.statements(article="long")) == 40
    assert sum(text.startswith("“The quay is cracked 0") for text in read) == 1


def test_statements_of_one_article_stand_in_the_order_of_its_text(library: Library) -> None:
    places = [(one.paragraph, one.start) for one in library.statements(article="ferry")]
    assert len(places) > 1
    assert places == sorted(places)


def test_statements_are_found_by_whom_about_what_and_where(library: Library) -> None:
    assert {one.article_id for one in library.statements(speaker="holm")} == {"ferry", "quay"}
    assert {one.article_id for one in library.statements(speaker="Holm", about="cracked quay")} == {"quay"}
    assert library.statements(speaker="nobody at all") == []
    assert library.statements(about="elephants") == []
    assert library.statements(since="2026-01-01") == []  # of articles without a date
    everything = said(library)
    assert [*said(library, limit=2), *said(library, limit=50, offset=2)] == everything
    assert said(library, offset=1) == everything[1:]
    with pytest.raises(UnknownArticle):
        library.statements(article="none")


def test_people_come_with_their_forms_statements_and_articles(library: Library) -> None:
    people = {one.name: one for one in library.people()}
    assert {"Marit Holm", "Jon Fiske"} <= people.keys()
    holm = people["Marit Holm"]
    assert holm.statements == len(library.statements(speaker="Marit Holm")) > 1
    assert {"Marit Holm", "Holm"} <= {*holm.forms}
    assert {*holm.articles} == {"ferry", "quay"}
    assert [one.name for one in library.people("fisk")] == ["Jon Fiske"]
    assert library.people()[1:2] == library.people(limit=1, offset=1)


def test_the_register_follows_what_another_adds_and_removes(library: Library, tmp_path: Path) -> None:
    assert library.meant_by("roe").names == ()
    with again(library) as other:
        other.add(write_texts(tmp_path / "more", third="Third\n\n“It is so,” said Ann Roe. Roe said it twice."))
        assert library.meant_by("roe").names == ("Ann Roe",)
        other.remove("third")
    assert library.meant_by("roe").names == ()
    assert library.meant_by("holm").names == ("Marit Holm",)
