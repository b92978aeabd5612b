"""The sentences around quotes, in English, Chinese, Japanese and Korean."""

from __future__ import annotations

from assistant.answering.wording import all_of, lead, quoted, where, wording
from assistant.question.question import read_question
from index.articles import Heading

HEADING = Heading(id="bridge", title="A bridge at last", outlet="The Post", published="2026-02-05T10:00:00")


def test_an_article_is_named_with_its_outlet_and_day() -> None:
    assert where(wording("en"), HEADING) == "“A bridge at last” (The Post, 5 February 2026)"
    assert where(wording("zh"), HEADING) == "《A bridge at last》，The Post, 2026年2月5日"


def test_what_is_unknown_is_not_told() -> None:
    assert where(wording("en"), Heading(id="bridge", title="")) == "“bridge”"


def test_a_lead_says_whose_words_follow() -> None:
    say = wording("en")
    assert lead(say, "direct", "Ada Lind", "“A”", "news") == "Ada Lind, quoted in “A”: "
    assert lead(say, "reported", "Ada Lind", "“A”", "news") == "Ada Lind, as reported in “A”: "
    assert lead(say, "direct", None, "“A”", "news") == "Quoted in “A”: "
    assert lead(say, "outlet", None, "“A”", "news") == "From “A”: "


def test_several_places_are_named_in_one_phrase() -> None:
    assert all_of(wording("en"), ["“A”"]) == "“A”"
    assert all_of(wording("en"), ["“A”", "“B”"]) == "“A” and “B”"
    assert all_of(wording("en"), ["“A”", "“B”", "“C”"]) == "“A” and 2 other articles"
    assert all_of(wording("zh"), ["《甲》", "《乙》"]) == "《甲》和《乙》"


def test_a_quote_that_shows_its_own_marks_gets_no_others() -> None:
    say = wording("en")
    assert quoted(say, "It rained.") == "“It rained.”"
    assert quoted(say, "“It rained,” she said.") == "“It rained,” she said."


def test_every_language_that_a_question_is_read_in_has_words_of_its_own() -> None:
    asked = ["When did it open?", "什么时候开放？", "いつ開きましたか", "언제 열렸나요?"]
    said = [wording(read_question(question).language).not_found for question in asked]
    assert said == [
        "The articles do not say.",
        "这些文章没有提到。",
        "記事には書かれていません。",
        "기사에는 나와 있지 않습니다.",
    ]
