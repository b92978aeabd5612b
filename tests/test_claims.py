from __future__ import annotations

import pytest

from index.claims import claim, heading_claims, web_address


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
