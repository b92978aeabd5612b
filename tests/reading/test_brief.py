"""The sentences that carry an article: verbatim, few, in order, and told once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from index.articles import Article, Paragraph
from index.reading.brief import FEWEST, MOST, brief

PLOT = (
    "The city will rebuild the old harbour bridge next spring, the council said. "
    "Weather was mild on the day of the meeting and many chairs stayed empty. "
    "The bridge has been closed to lorries since cracks were found in two harbour piers. "
    "It rained later. "
    "Rebuilding the bridge will cost the city 42 million euros, half of it from the state. "
    "A brass band played in the square and children ate cake until the evening. "
    "The harbour company wants the new bridge to be high enough for its ships. "
    "Is that too much to ask? "
    "Work on the bridge piers begins in March and ends in the autumn of next year. "
    "Somebody had brought a dog."
)


def article(*texts: str, role: str = "body") -> Article:
    paragraphs = tuple(Paragraph("a", number, text, role) for number, text in enumerate(texts, start=1))
    return Article(id="a", title="Harbour bridge to be rebuilt", paragraphs=paragraphs)


def told(one: Article) -> list[str]:
    return [one.paragraphs[span.paragraph - 1].text[span.start : span.end] for span in brief(one)]


def test_the_lead_and_what_the_whole_article_speaks_of_are_taken() -> None:
    sentences = told(article(PLOT))
    assert FEWEST <= len(sentences) <= MOST
    assert sentences[0].startswith("The city will rebuild")
    assert all("bridge" in sentence for sentence in sentences)


def test_a_sentence_that_is_told_twice_is_taken_once() -> None:
    sentences = told(article(PLOT, PLOT))
    assert len(set(sentences)) == len(sentences)


def test_questions_and_furniture_carry_nothing() -> None:
    assert told(article("Is the harbour bridge safe for all of the lorries?")) == []
    assert told(article(PLOT, role="boilerplate")) == []


@given(st.lists(st.text(max_size=300), max_size=12))
def test_any_text_gives_at_most_five_spans_in_order(texts: list[str]) -> None:
    one = article(*texts)
    spans = brief(one)
    assert len(spans) <= MOST
    assert list(spans) == sorted(spans, key=lambda span: (span.paragraph, span.start))
    assert all(one.paragraphs[span.paragraph - 1].text[span.start : span.end].strip() for span in spans)
