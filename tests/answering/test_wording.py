"""The sentences around quotes, in English, Chinese, Japanese and Korean."""

from __future__ import annotations

from assistant.answering.wording import all_of, lead, not_found, quoted, where
from assistant.question.question import read_question
from assistant.texts.coded import Coded
from index.articles import Heading

HEADING = Heading(id="bridge", title="A bridge at last", outlet="The Post", published="2026-02-05T10:00:00")
A, B, C = ({"title": title} for title in "ABC")


def placed(*places: dict[str, str], language: str = "en") -> str:
    return Coded("answers.row", {"where": all_of(places)}).in_language(language).strip(":： ")


def test_an_article_is_named_with_its_outlet_and_day() -> None:
    assert placed(where(HEADING)) == "“A bridge at last” (The Post, 5 February 2026)"
    assert placed(where(HEADING), language="zh") == "《A bridge at last》，The Post, 2026年2月5日"


def test_what_is_unknown_is_left_out() -> None:
    assert placed(where(Heading(id="bridge", title=""))) == "“bridge”"


def test_marks_within_a_title_are_those_within_marks() -> None:
    assert placed({"title": "What “no” means"}) == "“What ‘no’ means”"


def test_a_lead_says_whose_words_follow() -> None:
    assert str(lead("direct", "Ada Lind", A, "news")) == "Ada Lind, quoted in “A”: "
    assert str(lead("reported", "Ada Lind", A, "news")) == "Ada Lind, as reported in “A”: "
    assert str(lead("direct", None, A, "news")) == "Quoted in “A”: "
    assert str(lead("outlet", None, A, "news")) == "From “A”: "
    assert str(lead("outlet", None, A, "release")) == "From a press release in “A”: "
    assert str(lead("author", "Ada Lind", A, "letter")) == "Ada Lind, in a letter in “A”: "
    assert (
        str(lead("direct", "a nurse", A, "news", teller="Bo Tang")) == "A nurse, according to Bo Tang, quoted in “A”: "
    )


def test_several_places_are_named_in_one_phrase() -> None:
    assert placed(A) == "“A”"
    assert placed(A, B) == "“A” and “B”"
    assert placed(A, B, C) == "“A” and 2 other articles"
    assert placed(A, B, language="zh") == "《A》和《B》"


def test_a_quote_that_shows_its_own_marks_gets_no_others() -> None:
    assert quoted("en", "It rained.") == "“It rained.”"
    assert quoted("en", "“It rained,” she said.") == "“It rained,” she said."


def test_every_language_that_a_question_is_read_in_has_words_of_its_own() -> None:
    asked = ["When did it open?", "什么时候开放？", "いつ開きましたか", "언제 열렸나요?"]
    said = [not_found(read_question(question).language) for question in asked]
    assert said == [
        "The articles do not say.",
        "这些文章没有提到。",
        "記事には書かれていません。",
        "기사에는 나와 있지 않습니다.",
    ]
