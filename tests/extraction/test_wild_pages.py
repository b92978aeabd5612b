"""Pages that are no article, and pages made to do harm: one sentence, or a sensible article, and soon."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.articles import SEARCHED_ROLES, Article
from index.errors import Unreadable
from index.extraction.html import MOST_TAGS
from index.library import Library
from index.loading.guarded import read
from index.loading.items import Item
from index.loading.loading import find

PARAGRAPHS = [
    "The market hall opened its doors again on Tuesday, fourteen months after the flood of 3 November 2024.",
    "More than three hundred people came for the first morning, and the bakers had sold everything by nine.",
    "The council paid eleven million for the new roof, which is to last for a hundred years, the mayor said.",
]
ARTICLE = f"<article>{''.join(f'<p>{paragraph}</p>' for paragraph in PARAGRAPHS)}</article>"
MENU = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("Home", "World", "Business", "Sport", "Opinion"))
TEASERS = "".join(
    f"<div><h3><a href='/news/{name}'>The {name} of Port Elwin will be rebuilt after a vote</a></h3>"
    f"<p><a href='/news/{name}'>Read more</a></p></div>"
    for name in ("harbour", "orchard", "library", "theatre", "railway", "hospital", "lighthouse", "brewery")
)


def read_page(folder: Path, body: str, *, head: str = "<title>Coast News</title>") -> Article:
    path = folder / "page.html"
    path.write_text(f"<html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    item = next(find([path]))
    assert isinstance(item, Item)
    return read(item)


def searched(article: Article) -> list[str]:
    return [part.text for part in article.paragraphs if part.role in SEARCHED_ROLES]


NO_ARTICLE = {
    "a page to log in": f"<ul>{MENU}</ul><main><h1>Sign in</h1><form><label>E-mail <input></label><label>Password "
    "<input></label><button>Sign in</button><p>Forgot your password? <a href='/reset'>Reset it</a></p></form></main>"
    "<footer>© 2026 Coast News. All rights reserved.</footer>",
    "a list of links": f"<nav><ul>{MENU}</ul></nav><main>{TEASERS}</main><footer>© 2026 Coast News</footer>",
    "an empty shell with a notice": "<div id='root'></div><noscript>You need to enable JavaScript to run this app."
    "</noscript><script src='/app.js'></script>",
    "an empty shell with its state": "<script>window.STATE = {body: 'The market hall opened.'}</script>"
    "<div class='spinner'>Loading...</div>",
    "a wall of cookies": "<div><h1>We value your privacy</h1><p>We and our 842 partners store and access information "
    "on a device, such as cookies.</p><p>By clicking Accept all you agree to the use of cookies.</p><button>Accept all"
    "</button></div>",
    "a wall to subscribe": "<article><h1>Market hall</h1><p>To continue reading, subscribe or log in.</p></article>",
    "a check for robots": "<h1>coast-news.example</h1><p>Checking if the site connection is secure</p>",
    "a page that is not there": "<center><h1>404 Not Found</h1></center><hr><center>nginx</center>",
    "nothing": "",
}


@pytest.mark.parametrize("body", NO_ARTICLE.values(), ids=NO_ARTICLE.keys())
def test_a_page_without_an_article_is_skipped_with_one_sentence(library: Library, tmp_path: Path, body: str) -> None:
    with pytest.raises(Unreadable, match="no article"):
        read_page(tmp_path, body)
    report = library.add(tmp_path / "page.html")
    assert (report.added, len(report.skipped)) == ([], 1) and library.count() == 0


def test_a_piece_of_news_of_one_sentence_is_an_article(tmp_path: Path) -> None:
    assert searched(read_page(tmp_path, "<article><p>The mayor resigned.</p></article>")) == ["The mayor resigned."]


def test_a_poem_without_full_stops_is_an_article(tmp_path: Path) -> None:
    poem = "By the rivers of the north where nobody goes " * 4
    assert searched(read_page(tmp_path, f"<article><p>{poem}</p></article>")) == [poem.strip()]


HOSTILE = {
    "twenty thousand nested quotations": f"{ARTICLE}{'<blockquote>x' * 20_000}",
    "twenty thousand short paragraphs": f"{ARTICLE}{'<p>x' * 20_000}",
    "fifteen thousand tables in each other": f"{ARTICLE}{'<table><tr><td>x' * 15_000}",
    "one tag of five megabytes": f"{ARTICLE}<p {'x' * 5_000_000}>end</p>",
    "a tag that never ends": f"{ARTICLE}<{'x' * 5_000_000}",
    "an attribute of five megabytes": f"{ARTICLE}<p onclick='{'<p>x</p>' * 500}{'x' * 5_000_000}'></p>",
    "a comment that never ends": f"{ARTICLE}<!--{'-' * 1_000_000}",
    "a script that holds tags": f"<script>var a = '<p>steal()</p>'</script>{ARTICLE}",
    "attributes that hold scripts": f"<div onmouseover='steal()'>{ARTICLE}</div><img src=x onerror='steal()'>",
    "unbalanced ends": f"{'</div>' * 20_000}{ARTICLE}{'</p>' * 20_000}",
    "json nested without end": f"<script type='application/ld+json'>{'[' * 500_000}</script>{ARTICLE}",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_the_article_of_a_hostile_page_is_read(tmp_path: Path, body: str) -> None:
    found = searched(read_page(tmp_path, body))
    assert found[:3] == PARAGRAPHS and not [text for text in found if "steal" in text]


def with_entities(folder: Path, declared: str, used: str) -> Item:
    path = folder / "page.html"
    path.write_text(f"<!DOCTYPE x [{declared}]><html><body>{ARTICLE}<p>{used}</p></body></html>", encoding="utf-8")
    item = next(find([path]))
    assert isinstance(item, Item)
    return item


def test_an_entity_that_names_a_file_brings_nothing_of_it(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("the secret of the harbour master", encoding="utf-8")
    item = with_entities(tmp_path, f"<!ENTITY f SYSTEM 'file://{tmp_path}/secret.txt'>", "It was said that &f; is so.")
    found = searched(read(item))
    assert found[:3] == PARAGRAPHS and not [text for text in found if "secret" in text]


def test_entities_that_multiply_end_in_a_sentence(tmp_path: Path) -> None:
    bomb = "".join(f"<!ENTITY e{number + 1} '{f'&e{number};' * 10}'>" for number in range(1, 10))
    with pytest.raises(Unreadable, match="no article text"):
        read(with_entities(tmp_path, f"<!ENTITY e1 'lol'>{bomb}", "And then &e10; was said by all."))


def test_an_article_below_twenty_thousand_nested_elements_ends_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="no article text"):
        read_page(tmp_path, f"{'<div>' * 20_000}{ARTICLE}")


@pytest.mark.parametrize("tag", ["<p>x", "<br>", "<b>x</b>", "<a href='/x'>x", "<td>"])
def test_a_page_with_more_tags_than_any_article_has_is_skipped_before_it_is_parsed(tmp_path: Path, tag: str) -> None:
    with pytest.raises(Unreadable, match="more than 50,000 tags"):
        read_page(tmp_path, ARTICLE + tag * (MOST_TAGS + 1))


def test_null_bytes_in_a_page_end_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="binary"):
        read_page(tmp_path, ARTICLE.replace(" ", " \0"))
