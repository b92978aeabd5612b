"""Web addresses as sources of a library, from a real server."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assistant import cli
from assistant.evaluation.libraries import library_of
from index.adding import AddReport
from index.articles import Article
from index.embedding import SentenceEmbeddings
from index.errors import WrongUsage
from index.library import Library
from index.loading import web
from index.loading.fetching import Fetcher
from tests.web_server import Names, Routes, Site, redirect, response

HALL = "The market hall of Port Elwin opened again on Thursday after two years of work, the mayor said."
MORE = "Traders carried their stalls back in before dawn, and the first loaf was sold at six in the morning."


def page(*paragraphs: str, head: str = "") -> bytes:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs or (HALL, MORE))
    return response(f"<html><head>{head}</head><body><article>{body}</article></body></html>")


def feed(*links: str, more: str = "") -> bytes:
    items = "".join(f"<item><title>Told by the feed</title><link>{link}</link>{more}</item>" for link in links)
    return response(f"<rss><channel>{items}</channel></rss>", kind="application/rss+xml")


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as opened:
        yield opened


@pytest.fixture
def online(site: Site, tmp_path: Path, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    """An empty library to which the whole web is that site."""
    limits = Fetcher(connect_seconds=9, silent_seconds=9, total_seconds=20, pause=0)
    fetcher = replace(limits, resolve=Names(), network=Routes(site))
    with Library(tmp_path / "library", embeddings=embeddings, fetcher=fetcher) as opened:
        yield opened


def only(library: Library) -> Article:
    (heading,) = library.articles()
    return library.article(heading.id)


def reason(report: AddReport) -> str:
    (skip,) = report.skipped
    assert not (report.added or report.updated or report.unchanged)
    return skip.reason


# Pages


def test_a_page_is_an_article_that_knows_where_it_was_found(site: Site, online: Library) -> None:
    site.pages["/2026/hall?id=7"] = page()
    address = "http://www.news.example/2026/hall?id=7&utm_source=letter#top"
    site.pages["/2026/hall?id=7&utm_source=letter"] = site.pages["/2026/hall?id=7"]
    assert len(online.add(address).added) == 1
    article = only(online)
    assert article.id == "news.example-2026-hall-id-7"
    assert article.url == "http://www.news.example/2026/hall?id=7"
    assert (article.outlet, article.source) == ("news.example", address)
    assert [paragraph.text for paragraph in article.paragraphs] == [HALL, MORE]
    assert online.search("When did the market hall open?")[0].paragraph.article_id == article.id


def test_the_same_page_by_another_way_is_the_same_article(site: Site, online: Library) -> None:
    site.pages |= {"/hall": page(), "/short": redirect("/hall"), "/hall?fbclid=1": page()}
    assert online.add("http://news.example/short").added == ["news.example-hall"]
    again = online.add(["http://news.example/hall#a", "http://news.example/hall?fbclid=1"])
    assert again.unchanged == ["news.example-hall"]
    assert "already found" in again.skipped[0].reason


def test_a_page_that_changes_only_what_no_reader_sees_is_unchanged(site: Site, online: Library) -> None:
    site.pages["/hall"] = page(head="<script>token = 1</script>")
    online.add("http://news.example/hall")
    site.pages["/hall"] = page(HALL, MORE, "Subscribe to our newsletter", head="<script>token = 2</script><meta>")
    report = online.add("http://news.example/hall")
    assert (report.unchanged, report.updated) == (["news.example-hall"], [])


def test_a_page_whose_text_changes_is_updated_under_its_id(site: Site, online: Library) -> None:
    site.pages["/hall"] = page()
    online.add("http://news.example/hall")
    site.pages["/hall"] = page(HALL, MORE.replace("six", "seven"))
    assert online.add("http://news.example/hall").updated == ["news.example-hall"]
    assert "seven" in only(online).paragraphs[1].text


def canonical(url: str) -> str:
    return f'<link rel="canonical" href="{url}">'


def test_a_canonical_address_of_the_same_host_names_the_article(site: Site, online: Library) -> None:
    site.pages["/amp/hall"] = page(head=canonical("http://news.example/hall"))
    assert online.add("http://news.example/amp/hall").added == ["news.example-hall"]
    assert only(online).url == "http://news.example/hall"


def test_a_canonical_address_of_another_host_counts_for_nothing(site: Site, online: Library) -> None:
    site.pages["/hall"] = page(head=canonical("https://famous.example/story"))
    assert online.add("http://news.example/hall").added == ["news.example-hall"]
    assert only(online).url == "http://news.example/hall"


@pytest.mark.parametrize(
    "claim", ["http://me@news.example/story", "http://news.example:81/story", "javascript:alert(1)"]
)
def test_a_canonical_address_that_is_not_quite_of_the_host_counts_for_nothing(
    site: Site, online: Library, claim: str
) -> None:
    site.pages["/hall"] = page(head=canonical(claim))
    online.add("http://news.example/hall")
    assert only(online).url == "http://news.example/hall"


def test_a_page_that_claims_the_address_of_another_article_replaces_nothing(site: Site, online: Library) -> None:
    site.pages |= {"/hall": page(), "/evil": page(MORE, HALL, head=canonical("http://news.example/hall"))}
    online.add("http://news.example/hall")
    report = online.add("http://news.example/evil")
    (other,) = report.added
    assert other.startswith("news.example-hall-") and report.updated == []
    assert online.article("news.example-hall").paragraphs[0].text == HALL
    assert online.add("http://news.example/hall").unchanged == ["news.example-hall"]


def test_the_charset_that_the_server_names_counts(site: Site, online: Library) -> None:
    html = f"<html><meta charset=iso-8859-1><body><p>{HALL} \u0141\u00f3d\u017a</p><p>{MORE}</p></body></html>"
    site.pages["/hall"] = response(html.encode("iso-8859-2"), kind="text/html; charset=ISO-8859-2")
    online.add("http://news.example/hall")
    assert only(online).paragraphs[0].text.endswith("\u0141\u00f3d\u017a")


@pytest.mark.parametrize(
    ("path", "kind", "content"),
    [
        ("/a", "text/plain", f"{HALL}\n\n{MORE}".encode()),
        ("/a.md", "text/plain", f"# Hall\n\n{HALL}\n\n{MORE}".encode()),
        ("/a", "text/markdown; charset=utf-8", f"# Hall\n\n{HALL}\n\n{MORE}".encode()),
        ("/a.txt", "application/octet-stream", f"{HALL}\n\n{MORE}".encode()),
        ("/a.txt.gz", "application/gzip", gzip.compress(f"{HALL}\n\n{MORE}".encode())),
        ("/a", "application/xhtml+xml", f"<?xml version='1.0'?><html><p>{HALL}</p><p>{MORE}</p></html>".encode()),
        ("/a", "", f"<!DOCTYPE html><title>Hall</title><p>{HALL}</p><p>{MORE}</p>".encode()),
    ],
)
def test_a_document_is_read_as_what_its_server_and_its_name_say(
    site: Site, online: Library, path: str, kind: str, content: bytes
) -> None:
    site.pages[path] = response(content, kind=kind)
    online.add(f"http://news.example{path}")
    assert [paragraph.text for paragraph in only(online).paragraphs][-2:] == [HALL, MORE]


@pytest.mark.parametrize(
    ("kind", "content", "why"),
    [
        ("image/png", b"\x89PNG\r\n", "it is image/png, which cannot be read"),
        ("application/zip", b"PK\x03\x04", "it is application/zip"),
        ("video/mp4", b"xx", "it is video/mp4"),
        ("", b"\x00\x01\x02", "of an unknown type"),
        ("application/octet-stream", b"\x00\x01\x02", "it is application/octet-stream"),
        ("application/json", b'{"a": 1}', "neither an article nor a feed"),
        ("application/xml", b"<svg></svg>", "it is application/xml"),
        ("text/html", b"\x00\x01\x02\x00", "binary"),
        ("text/html", b"<html><body></body></html>", "no article text"),
        ("text/css", b"p {}", "it is text/css"),
    ],
)
def test_what_is_no_article_is_skipped_in_a_sentence(
    site: Site, online: Library, kind: str, content: bytes, why: str
) -> None:
    site.pages["/a"] = response(content, kind=kind)
    assert why in reason(online.add("http://news.example/a"))
    assert site.paths == ["/a"]


def test_what_cannot_be_fetched_is_skipped_and_the_rest_is_added(site: Site, online: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HALL}\n\n{MORE}")
    site.pages["/b"] = page()
    report = online.add(
        ["http://me:secret@news.example/a", "http://news.example/x", tmp_path / "a.txt", "http://b.example/b"]
    )
    assert report.added == ["a", "b.example-b"]
    assert [skip.source for skip in report.skipped] == ["http://news.example/a", "http://news.example/x"]
    assert [skip.reason for skip in report.skipped][1] == "there is no such page (404)"


def test_an_address_without_its_beginning_is_told_how_to_write_it(online: Library) -> None:
    why = reason(online.add("example.com/story"))
    assert why == "no such file or folder; if it is a web page, write https://example.com/story"


def test_progress_never_passes_its_end_and_never_goes_back(site: Site, online: Library, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(f"{HALL}\n\n{MORE}")
    site.pages["/b"] = page()
    steps: list[tuple[int, int]] = []
    online.add([tmp_path / "a.txt", "http://b.example/b"], progress=lambda done, total: steps.append((done, total)))
    assert steps and steps == sorted(steps) and all(0 < done <= total for done, total in steps)


def test_the_date_in_an_address_is_the_day_of_publication(site: Site, online: Library) -> None:
    site.pages["/2026/02/05/hall"] = page()
    online.add("http://news.example/2026/02/05/hall")
    assert only(online).published == "2026-02-05"


# Feeds


def test_each_page_of_a_feed_becomes_an_article(site: Site, online: Library) -> None:
    site.pages |= {"/feed": feed("/a", "http://other.example/b"), "/a": page(), "/b": page(MORE, HALL)}
    report = online.add("http://news.example/feed")
    assert report.added == ["news.example-a", "other.example-b"]
    assert online.article("news.example-a").source == "http://news.example/a"
    assert online.add("http://news.example/feed").unchanged == report.added


def test_a_feed_that_is_sent_as_a_page_is_a_feed(site: Site, online: Library) -> None:
    site.pages |= {"/feed": feed("/a").replace(b"application/rss+xml", b"text/html"), "/a": page()}
    assert online.add("http://news.example/feed").added == ["news.example-a"]


def test_what_a_feed_says_fills_only_what_the_page_does_not(site: Site, online: Library) -> None:
    told = "<author>Jane Doe</author><pubDate>Thu, 05 Feb 2026 10:00:00 GMT</pubDate>"
    own = '<title>Its own title</title><meta name="author" content="John Roe">'
    own += '<meta property="article:published_time" content="2026-01-01">'
    site.pages |= {"/feed": feed("/a", "/b", more=told), "/a": page(), "/b": page(head=own)}
    online.add("http://news.example/feed")
    silent, saying = (online.article(f"news.example-{name}") for name in "ab")
    assert (silent.title, silent.author, silent.published) == ("Told by the feed", "Jane Doe", "2026-02-05")
    assert (saying.title, saying.author, saying.published) == ("Its own title", "John Roe", "2026-01-01")


def test_a_page_of_a_feed_that_fails_is_skipped_alone(site: Site, online: Library) -> None:
    site.pages |= {"/feed": feed("/gone", "file:///etc/passwd", "/a", "/feed"), "/a": page()}
    report = online.add("http://news.example/feed")
    assert report.added == ["news.example-a"]
    assert [(skip.source, skip.reason.split(";")[0]) for skip in report.skipped] == [
        ("http://news.example/gone", "there is no such page (404)"),
        ("file:///etc/passwd", "only http and https addresses are fetched"),
        ("http://news.example/feed", "it is a feed that another feed names"),
    ]


def test_a_server_that_does_not_answer_is_not_asked_for_every_page_of_a_feed(site: Site, online: Library) -> None:
    broken = [f"http://broken.example/{number}" for number in range(9)]
    site.pages |= {"/feed": feed(*broken, "/a"), "/a": page()}
    site.pages |= {f"/{number}": response(b"x", status=503) for number in range(9)}
    report = online.add("http://news.example/feed")
    assert report.added == ["news.example-a"]
    assert len([path for path in site.paths if path[1:].isdigit()]) == web.PATIENCE
    assert report.skipped[-1].reason == "6 more pages were left out, since their server did not answer 3 times"


def test_a_feed_without_end_is_cut_off(site: Site, online: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST_ENTRIES", 2)
    site.pages |= {"/feed": feed(*(f"/{number}" for number in range(9)))}
    site.pages |= {f"/{number}": page(f"{HALL} {number}", MORE) for number in range(9)}
    report = online.add("http://news.example/feed")
    assert len(report.added) == 2 and site.paths == ["/feed", "/0", "/1"]
    assert reason_of_feed(report) == "it names 9 pages, of which the first 2 were fetched"


def reason_of_feed(report: AddReport) -> str:
    return next(skip.reason for skip in report.skipped if skip.source == "http://news.example/feed")


# Where nobody may be led, through the command


def add(*words: str) -> tuple[int, str]:
    told = CliRunner().invoke(cli.app, ["add", *words])
    return told.exit_code, told.output


def test_the_command_adds_a_page_of_this_machine_only_where_a_setting_allows_it(
    site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.pages["/hall"] = page()
    words = [f"http://127.0.0.1:{site.port}/hall", "--library", str(tmp_path)]
    status, told = add(*words)
    assert status == 1 and "ARTICLE_ASSISTANT_ALLOW_PRIVATE_ADDRESSES=true" in told and site.requests == []
    monkeypatch.setenv("ARTICLE_ASSISTANT_ALLOW_PRIVATE_ADDRESSES", "true")
    status, told = add(*words)
    assert status == 0 and "1 added" in told and site.paths == ["/hall"]


def test_questions_are_not_asked_of_pages_that_may_change(embeddings: SentenceEmbeddings, tmp_path: Path) -> None:
    with pytest.raises(WrongUsage, match="must not change while questions are asked"):
        library_of(["https://news.example/feed"], embeddings, cache=tmp_path)
