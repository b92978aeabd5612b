from __future__ import annotations

import json
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import Unreadable
from index.loading.feeds import Entry, entries_of, is_feed

HERE = "https://news.example/feeds/all"
ATOM = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"><title>News</title>
<entry><title type="html">The &lt;b&gt;market&lt;/b&gt; hall &amp;amp; its traders</title>
<link rel="enclosure" href="/sound.mp3"/><link href="/a"/>
<author><name>Jane Doe</name></author><author><name>John Roe</name></author>
<published>2026-02-05T23:30:00-05:00</published><updated>2026-02-07T10:00:00Z</updated></entry>
<entry><media:title>a picture</media:title>
<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">A <em>new</em> bridge</div></title>
<link rel="alternate" href="https://other.example/b"/></entry></feed>"""
RSS = """<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>News</title>
<link>https://news.example/</link>
<item><title><![CDATA[Caf\u00e9s & bars]]></title><link> https://news.example/a?x=1&y=2 </link>
<pubDate>Thu, 05 Feb 2026 23:30:00 -0500</pubDate><dc:creator>Jane Doe</dc:creator></item>
<item><title>AT&T &eacute;t&eacute; &nbsp;&amp; AT&amp;T</title><guid>https://news.example/b</guid>
<author>desk@news.example (John Roe)</author></item>
<item><title>No page</title><guid isPermaLink="false">7</guid></item></channel></rss>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><link>https://news.example/</link></channel>
<item rdf:about="x"><title>One</title><link>https://news.example/1</link><dc:date>2026-02-05</dc:date></item></rdf:RDF>"""
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "items": [
        {"url": "/a", "title": "One", "authors": [{"name": "Jane Doe"}, {}], "date_published": "2026-02-05T10:00:00Z"},
        {"external_url": "https://other.example/b", "author": {"name": "John Roe"}, "date_modified": "2026-02-06"},
        {"title": "no page"},
        "nothing",
    ],
}


def test_an_atom_feed_names_its_pages_and_what_it_says_of_them() -> None:
    assert entries_of(ATOM.encode(), HERE) == [
        Entry(
            "https://news.example/a",
            "The market hall & its traders",
            "Jane Doe; John Roe",
            published="2026-02-05",
            updated="2026-02-07",
        ),
        Entry("https://other.example/b", "A new bridge"),
    ]


def test_an_rss_feed_names_its_pages_however_carelessly_it_is_written() -> None:
    assert entries_of(RSS.encode(), HERE) == [
        Entry("https://news.example/a?x=1&y=2", "Caf\u00e9s & bars", "Jane Doe", published="2026-02-05"),
        Entry("https://news.example/b", "AT&T \u00e9t\u00e9 & AT&T", "John Roe"),
    ]


def test_a_feed_of_the_first_kind_is_one() -> None:
    assert entries_of(RDF.encode(), HERE) == [Entry("https://news.example/1", "One", published="2026-02-05")]


def test_a_json_feed_names_its_pages() -> None:
    assert entries_of(json.dumps(JSON).encode(), HERE) == [
        Entry("https://news.example/a", "One", "Jane Doe", published="2026-02-05"),
        Entry("https://other.example/b", None, "John Roe", updated="2026-02-06"),
    ]


def test_the_encoding_is_what_the_feed_says_or_else_its_server() -> None:
    text = RSS.replace("Jane Doe", "J\u00e4n\u010d \u0141")
    by_server = entries_of(text.encode("cp1250", "ignore"), HERE, "text/xml; charset=windows-1250")
    declared = '<?xml version="1.0" encoding="windows-1250"?>' + text
    by_itself = entries_of(declared.encode("cp1250", "ignore"), HERE, "text/xml; charset=iso-8859-1")
    assert by_server[0].author == by_itself[0].author == "J\u00e4n\u010d \u0141"


def test_a_page_that_is_named_twice_is_fetched_once() -> None:
    twice = RDF.replace("</item>", "</item><item><title>Two</title><link>/1</link></item>")
    assert [entry.title for entry in entries_of(twice.encode(), HERE)] == ["One"]


def test_a_feed_that_breaks_off_names_the_pages_before_that() -> None:
    assert len(entries_of(RSS[: RSS.index("<item><title>No page")].encode(), HERE)) == 2


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<rss><channel/></rss>", "names no pages"),
        ("<rss", "damaged|no pages"),
        ('{"version": "https://jsonfeed.org/version/1", "items": {}}', "names no pages"),
        ("[1]", "neither an article nor a feed"),
        ('{"version": 1}', "neither an article nor a feed"),
        ('{"version": ', "invalid JSON"),
        ("{" + '"a":{' * 100_000, "invalid JSON"),
    ],
)
def test_what_names_no_page_is_told_so(content: str, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        entries_of(content.encode(), HERE)


BOMB = "".join(f'<!ENTITY {name} "{f"&{inner};" * 10}">' for inner, name in zip("abcdefgh", "bcdefghi", strict=True))


def test_entities_are_neither_expanded_nor_fetched() -> None:
    head = f'<!DOCTYPE rss [<!ENTITY a "ha">{BOMB}<!ENTITY file SYSTEM "file:///etc/passwd">]>'
    feed = f"{head}<rss><item><title>&i; &file;</title><link>https://a.example/1</link></item></rss>"
    assert entries_of(feed.encode(), HERE) == [Entry("https://a.example/1", "&i; &file;")]


@pytest.mark.parametrize(
    "filling",
    ["\n", "<", "&", "<!", "<a>", "<item>", "<![CDATA[", "<!DOCTYPE ", "<!ENTITY ", "a='", "<!--", "<title a='"],
)
@pytest.mark.parametrize("head", ["", '<?xml version="1.0"?>'], ids=["bare", "declared"])
def test_no_feed_takes_longer_than_its_size_allows(filling: str, head: str) -> None:
    # A parser of feeds that was tried needs minutes for 300 KB of blank lines.
    started = time.process_time()
    with pytest.raises(Unreadable):
        entries_of(head.encode() + filling.encode() * 100_000 + b"<rss>", HERE)
    assert time.process_time() - started < 5


@given(st.one_of(st.binary(max_size=200), st.text("<>rsitemlnk/&;=\"' !-[]?{}:", max_size=200).map(str.encode)))
@example(b"<item><link>http://[</link></item>")
@example(b'{"version": "https://jsonfeed.org/version/1", "items": [{"url": "http://["}]}')
@example("<item><link>/a</link><title>\ud83d</title></item>".encode("utf-8", "surrogatepass"))
def test_whatever_the_bytes_they_name_pages_or_are_refused_in_a_sentence(content: bytes) -> None:
    is_feed(content)
    for wrapped in (content, b"<rss>" + content):
        try:
            assert all(entry.url and repr(entry).encode() for entry in entries_of(wrapped, HERE))
        except Unreadable as refusal:
            assert str(refusal)


@pytest.mark.parametrize("feed", [ATOM, RSS, RDF, "<!-- <html> -->" + RSS, "\ufeff" + ATOM])
def test_a_feed_is_told_from_a_page(feed: str) -> None:
    assert is_feed(feed.encode())
    assert not is_feed(f"<!doctype html><html><body>{feed}".encode())
