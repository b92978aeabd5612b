"""Names in questions typed in small letters."""

from __future__ import annotations

import pytest

from assistant.question.cased import cased
from index.articles import Heading, Hit, Paragraph

TEXTS = (
    "On Monday Bill Berg of Orlen said that the bill would pass. The mayor and Berg met in Orlen.",
    "The Bill And The Berg",
)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("why did berg's plan for orlen fail", "why did Berg's plan for Orlen fail"),
        ("did Mr berg go", "did Mr berg go"),
        ("is the bill dead", "is the bill dead"),
        ("who is the mayor", "who is the mayor"),
    ],
)
def test_only_what_the_articles_found_write_with_a_capital_is_a_name(typed: str, read: str) -> None:
    heading = Heading("one", "Bill In Orlen")
    hits = [Hit(Paragraph("one", number, text, "body"), heading, 1.0) for number, text in enumerate(TEXTS, start=1)]
    assert cased(typed, hits) == read
