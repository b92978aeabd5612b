from __future__ import annotations

import pytest

from index.extraction.claims import claim, heading_claims, web_address


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("2026-02-05", "2026-02-05"),
        ("2026-02-05T23:30:00+02:00", "2026-02-05"),
        ("Thu, 05 Feb 2026 09:00:00 GMT", "2026-02-05"),
        ("February 5th, 2026", "2026-02-05"),
        ("2026年2月5日", "2026-02-05"),
        ("20260205", "2026-02-05"),
        ("13/02/2026", "2026-02-13"),
        ("02/03/2026", None),
        ("February 2026", None),
        ("2026", None),
        ("10:30", None),
        ("2026-13-45", None),
        ("yesterday", None),
        (1770285600, None),
        ("", None),
        (["2026-02-05"], None),
    ],
)
def test_only_a_full_date_is_a_date(claim: object, expected: str | None) -> None:
    assert heading_claims({"date": claim})["published"] == expected


def test_only_a_web_page_is_an_address() -> None:
    claims = [
        "https://a.example/b",
        " HTTP://a.example/?b=1 ",
        "javascript:alert(1)",
        " javascript://a.example/%0aalert(1)",
    ]
    claims += ["//a.example", "http://[", "a.html", "data:text/html,x", "ftp://h/x", "https:nowhere", "", None]
    assert [web_address(claim) for claim in claims] == [claims[0], "http://a.example/?b=1", *[None] * 10]


def test_the_first_field_that_says_something_counts() -> None:
    assert claim({"outlet": " ", "source": "Coast  Wire"}, "outlet", "source") == "Coast Wire"
    assert claim({"outlet": True, "source": ["Coast Wire"]}, "outlet", "source") is None


def test_fields_go_by_many_names() -> None:
    fields = {"Site-Name": "Coast Wire", "authors": ["Jane Doe", {"name": "John Roe"}, 7.5], "pubDate": "2026-02-05"}
    fields |= {"last_modified": "6 February 2026", "Canonical URL": "https://a.example/b", "lang": "en"}
    claims = heading_claims(fields)
    assert (claims["outlet"], claims["author"], claims["language"]) == ("Coast Wire", "Jane Doe; John Roe", "en")
    assert (claims["published"], claims["updated"]) == ("2026-02-05", "2026-02-06")
    assert claims["url"] == "https://a.example/b"


def test_a_source_that_is_an_address_is_where_the_article_stands_and_not_who_published_it() -> None:
    claims = heading_claims({"source": "https://a.example/b", "author": "[[people/jane|Jane Doe]]"})
    assert (claims["outlet"], claims["url"], claims["author"]) == (None, "https://a.example/b", "Jane Doe")


def test_published_updated_and_created_are_never_taken_for_each_other() -> None:
    for name, published, updated in (
        ("date", "2026-02-05", None),
        ("lastmod", None, "2026-02-05"),
        ("created", None, None),
        ("added", None, None),
    ):
        claims = heading_claims({name: "2026-02-05"})
        assert (claims["published"], claims["updated"]) == (published, updated)
