"""The sentences around quotes, in English and Chinese."""

from __future__ import annotations

from assistant.wording import lead, quoted, where, wording
from index.articles import Heading

HEADING = Heading(id="bridge", title="A bridge at last", outlet="The Post", published="2026-02-05T10:00:00")


def test_an_article_is_named_with_its_outlet_and_day() -> None:
    assert where(wording("en"), HEADING) == "“A bridge at last” (The Post, 2026-02-05)"
    assert where(wording("zh"), HEADING) == "《A bridge at last》，The Post, 2026-02-05"


def test_what_is_unknown_is_not_told() -> None:
    assert where(wording("en"), Heading(id="bridge", title="")) == "“bridge”"


def test_a_lead_says_whose_words_follow() -> None:
    say = wording("en")
    assert lead(say, "direct", "Ada Lind", "“A”") == "Ada Lind, quoted in “A”: "
    assert lead(say, "reported", "Ada Lind", "“A”") == "Ada Lind, as reported in “A”: "
    assert lead(say, "direct", None, "“A”") == "Quoted in “A”: "
    assert lead(say, "outlet", None, "“A”") == "From “A”: "


def test_a_quote_that_shows_its_own_marks_gets_no_others() -> None:
    say = wording("en")
    assert quoted(say, "It rained.") == "“It rained.”"
    assert quoted(say, "“It rained,” she said.") == "“It rained,” she said."
