"""What kind of text an article is: told by its page, its headline, its byline or its form, else unknown."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from lxml.html import document_fromstring

from index.articles import Article, Paragraph
from index.extraction.sections import labels_of
from index.reading.kinds_of_text import NAMES, kind_of_text

# Written by somebody who had not read the code; a third of them have no mark but their form.
TEXTS = [json.loads(line) for line in Path(__file__).with_name("kinds_of_text.jsonl").read_text("utf-8").splitlines()]
REPORT = "The council closed the bridge on Monday, the mayor said.\n\nRepairs take a week, according to the council."


def article(text: str = REPORT, *, title: str = "Bridge closed", **heading: str | None) -> Article:
    paragraphs = tuple(Paragraph("a", number, part, "body") for number, part in enumerate(text.split("\n\n"), start=1))
    return Article(id="a", title=title, paragraphs=paragraphs, **heading)


def of_row(row: dict[str, str]) -> Article:
    heading = {"author": row["byline"] or None, "section": row["section"] or None, "url": row["url"] or None}
    return article(row["text"], title=row["title"], **heading)


def test_nine_of_ten_texts_are_of_the_kind_that_their_writer_meant() -> None:
    right = [kind_of_text(of_row(row))[0] == row["kind"] for row in TEXTS]
    assert sum(right) >= 0.9 * len(right)


def test_what_its_page_calls_opinion_or_satire_is_never_news() -> None:
    marked = [row for row in TEXTS if row["kind"] in ("opinion", "satire") and (row["section"] or row["byline"])]
    assert len(marked) >= 4
    assert not [row["id"] for row in marked if kind_of_text(of_row(row))[0] == "news"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("SatiricalArticle", "satire"),
        ("OpinionNewsArticle", "opinion"),
        ("AnalysisNewsArticle", "analysis"),
        ("ReviewNewsArticle", "review"),
        ("LiveBlogPosting", "live"),
        ("NewsArticle; Letters to the Editor", "letter"),
        ("NewsArticle; Obituaries", "obituary"),
    ],
)
def test_the_page_s_own_label_outweighs_the_form(label: str, kind: str) -> None:
    found, signs = kind_of_text(article(section=label))
    assert (found, bool(signs)) == (kind, True)


def test_a_kind_that_warns_comes_before_one_that_does_not() -> None:
    order = list(NAMES)
    assert order.index("satire") < order.index("opinion") < order.index("news")
    assert kind_of_text(article(section="News; Satire"))[0] == "satire"


def test_the_article_s_own_step_of_an_address_is_no_section() -> None:
    assert kind_of_text(article(url="https://post.example/news/opinion"))[0] == "news"
    assert kind_of_text(article(url="https://post.example/opinion/bridge"))[0] == "opinion"


def test_a_text_that_shows_no_sign_is_unknown() -> None:
    assert kind_of_text(article("Tea is a drink.\n\nIt is made of leaves.", title="Tea")) == ("unknown", ())
    assert kind_of_text(Article(id="a", title=""))[0] == "unknown"


def test_an_i_now_and_then_in_a_long_text_makes_no_opinion_but_one_who_argues_does() -> None:
    walk = "I walk up to the vineyard, and I see the river. " + "The slopes are steep, and the rows follow them. " * 20
    assert kind_of_text(article(walk))[0] != "opinion"
    assert kind_of_text(article(f"{walk}They should be kept. The council must pay for it."))[0] == "opinion"


def test_the_first_person_within_quotations_makes_no_opinion() -> None:
    quoted = '"I think my bridge is safe. I know it," the mayor said on Monday.\n\n"I do," said the engineer.'
    assert kind_of_text(article(quoted))[0] == "news"


def test_labels_come_from_the_description_of_the_page_and_not_of_what_stands_beside_it() -> None:
    page = document_fromstring(
        '<html><head><script type="application/ld+json">{"@graph": [{"@type": "OpinionNewsArticle",'
        ' "articleSection": ["Opinion"]}, {"@type": "Organization"}], "hasPart": {"@type": "Review"}}</script>'
        '<meta property="article:section" content="Ideas"></head>'
        '<body><span class="article-kicker">Guest essay</span><p>Text</p></body></html>'
    )
    assert labels_of(page) == "OpinionNewsArticle; Opinion; Ideas; Guest essay"


@pytest.mark.parametrize("data", ["{", "[" * 100_000, "null", '{"@type": 3}', '{"@graph": ' * 50 + "1" + "}" * 50])
def test_data_that_describes_nothing_gives_no_label(data: str) -> None:
    page = document_fromstring(f'<html><head><script type="application/ld+json">{data}</script></head><body/></html>')
    assert labels_of(page) is None


def test_questions_with_their_answers_in_one_paragraph_make_an_interview() -> None:
    asked = "Why now? “I was tired.”\n\nWhat next? “I like my garden.”\n\nAnd then? “I do not know.”"
    opening = "Ada Lind, 61, has run the mine for ten years.\n\nShe says that I may ask her anything.\n\n"
    assert kind_of_text(article(f"{opening}{asked}"))[0] == "interview"
    assert kind_of_text(article(f"{opening * 5}{asked}"))[0] != "interview"


def test_a_column_with_questions_and_an_explainer_are_no_interviews() -> None:
    asked = "Why now? I was tired.\n\nWhat will you do? I like my garden.\n\nAnd then? I do not know."
    assert kind_of_text(article(f"Ada Lind, 61, has run the mine for ten years.\n\n{asked}"))[0] == "interview"
    assert kind_of_text(article(f"I saw Ada Lind once, and I liked her.\n\n{asked}"))[0] == "opinion"
    explained = "Why now?\n\nThe mine was empty.\n\nWhat next?\n\nA park opens.\n\nAnd then?\n\nNobody knows."
    assert kind_of_text(article(f"The mine shuts on Friday.\n\n{explained}"))[0] != "interview"
