from __future__ import annotations

import pytest
from lxml.html import document_fromstring

from index.extraction.links import links_of, pointers

HERE = "https://coast-news.example/market-hall"
TITLE = "The old mill is to be sold to a choir"


def found(html: str, *lines: str, url: str | None = HERE) -> frozenset[str]:
    return pointers(lines or (TITLE,), links_of(document_fromstring(f"<body>{html}</body>")), url)


@pytest.mark.parametrize("address", ["/mill", "mill.html", "https://coast-news.example/mill?from=hall"])
def test_a_line_that_is_all_link_to_another_page_of_the_site_is_a_pointer(address: str) -> None:
    assert found(f"<h3><a href='{address}'><b>{TITLE}</b></a></h3>") == {TITLE}


def test_a_page_that_does_not_state_its_address_has_pointers_where_links_are_relative() -> None:
    assert found(f"<a href='/mill'>{TITLE}</a>", url=None) == {TITLE}
    assert found(f"<a href='https://coast-news.example/mill'>{TITLE}</a>", url=None) == frozenset()


@pytest.mark.parametrize(
    "address",
    [
        "https://choir.example/mill",
        "#mill",
        HERE,
        "/market-hall#mill",
        "mailto:a@b.example",
        "javascript:go()",
        "",
        "//[",
    ],
)
def test_a_link_to_another_site_or_within_the_page_is_no_pointer(address: str) -> None:
    assert found(f"<a href='{address}'>{TITLE}</a>") == frozenset()


def test_a_name_a_sentence_and_a_line_with_more_than_a_link_are_no_pointers() -> None:
    lines = ("Ines Okafor", "The council has published the whole plan.", f"See {TITLE}")
    links = "".join(f"<a href='/x'>{text}</a>" for text in (*lines[:2], TITLE))
    assert found(links, *lines) == frozenset()


def test_a_title_in_chinese_letters_may_be_short() -> None:
    assert found("<a href='/mill'>埃尔温港的旧磨坊将被出售</a>", "埃尔温港的旧磨坊将被出售") != frozenset()
