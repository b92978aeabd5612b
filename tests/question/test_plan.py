"""What a question is limited to and whose words it asks for, by the names that the library knows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from assistant.assistant import Assistant
from assistant.question.follow_ups import leans
from assistant.question.plan import Plan, content_stems, make_plan
from assistant.question.spelling import corrected, with_apostrophes
from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.language.tokens import words
from index.library import Library

NEWS = """Norway has denounced the plan to raise the dam above Orlen, the water board said on Tuesday.

Thousands of farmers blocked the roads around Orlen for three days. The protests were sparked by a new tax on wells
of HydroNord.

The deputy mayor, Tom Aker, told reporters that the dam above Orlen would cost 90 million crowns."""
FOR = """My grandmother kept geese. On market days I sat between the baskets of geese and listened.

I have learned more from those geese than from any school. They hiss first and think later.

I think the dam above Orlen must be raised. Whoever waits for the next flood will pay for it.

A higher dam above Orlen would save three villages, and I see no reason to wait. The dam is too low by far."""
AGAINST = """The dam above Orlen should stay as it is. I have seen what high water does to a field.

A higher dam above Orlen would drown the best land of the valley, at 70 million crowns."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("plan")
    rows = [
        ("news", "Farmers block roads", "orlennews.com", "Lea Fisk", "2026-02-03", NEWS),
        ("for", "Opinion: Raise it", "orlennews.com", "Mara Holt", "2026-02-04", FOR),
        ("against", "Opinion: Leave it", "The Orlen Star", "Jens Aker", "2026-02-05", AGAINST),
    ]
    fields = ("id", "title", "source", "author", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield library


def plan(text: str, library: Library) -> Plan:
    return make_plan(text, library, Filters())


@pytest.mark.parametrize(
    ("question", "author"),
    [
        ("How much land would drown according to Jens Aker?", "Jens Aker"),
        ("According to Holt, how many villages would be saved?", "Mara Holt"),
        ("How much would the dam cost according to Tom Aker?", None),
        ("How much would the dam cost according to Aker?", None),
    ],
)
def test_what_is_so_according_to_an_author_is_asked_of_their_articles_unless_somebody_is_quoted_so(
    question: str, author: str | None, library: Library
) -> None:
    assert plan(question, library).author == author


def test_the_seat_of_a_government_speaks_for_its_state_and_the_record_says_so(library: Library) -> None:
    read = plan("What did Oslo say about the dam?", library)
    assert "Norway" in read.speakers
    assert [(one.asked, one.read) for one in read.spelling] == [("Oslo", "Norway")]
    assert "Norway" not in plan("What did Stockholm say about the dam?", library).speakers


@pytest.mark.parametrize(
    "question", ["Norway's government's line on the dam", "what does the government of Norway say about the dam"]
)
def test_a_government_speaks_for_its_state_and_the_record_says_so(question: str, library: Library) -> None:
    read = plan(question, library)
    assert read.kind == "said" and read.speakers == ("Norway",)
    assert [one.read for one in read.spelling] == ["Norway"]


@pytest.mark.parametrize(
    "question", ["aker view on the dam", "what's tom aker opinion about the dam?", "anything from Tom Aker on the dam?"]
)
def test_key_words_ask_for_what_somebody_says_who_is_known_by_the_name(question: str, library: Library) -> None:
    read = plan(question, library)
    assert (read.kind, read.speakers, read.topic) == ("said", ("Tom Aker",), "the dam")


def test_an_office_or_body_has_a_view_though_nobody_is_called_so(library: Library) -> None:
    assert plan("water board line on the dam", library).kind == "said"
    assert plan("new line on the dam", library).kind == "lookup"


@pytest.mark.parametrize(
    "question", ["What did the Orlennews say about the dam?", "how does the orlennews cover wells"]
)
def test_an_outlet_with_an_address_for_its_name_is_called_without_its_ending(question: str, library: Library) -> None:
    assert plan(question, library).outlets == ("orlennews.com",)


def test_days_that_exclude_each_other_leave_the_other_limits(library: Library) -> None:
    read = replace(plan("What did the Star say about the dam?", library), since="2027-01-01")
    within = read.within(Filters(until="2026-06-01"))
    assert (within.outlets, within.since, within.until) == (("The Orlen Star",), None, "2026-06-01")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("whats going on and whos there", "what's going on and who's there"),
        ("Didnt she say so, and isnt it true?", "Didn't she say so, and isn't it true?"),
        ("a want of hats", "a want of hats"),
    ],
)
def test_contractions_are_read_without_their_apostrophe(typed: str, read: str) -> None:
    assert with_apostrophes(typed) == read


@pytest.mark.parametrize(
    "question",
    [
        "Holt vs Aker: would a higher dam help the valley?",
        "How do Mara Holt in Orlennews and Jens Aker in the Star differ on raising the dam?",
        "what do Mara Holt and Jens Aker each make of a higher dam",
    ],
)
def test_authors_are_compared_by_what_they_wrote(question: str, library: Library) -> None:
    cited = Assistant(library).ask(question).citations
    assert {one.speaker for one in cited} == {"Mara Holt", "Jens Aker"}


def test_outlets_are_compared_by_their_short_names(library: Library) -> None:
    cited = Assistant(library).ask("orlennews vs orlen star on raising the dam").citations
    assert {one.outlet for one in cited} == {"orlennews.com", "The Orlen Star"}


def test_what_nothing_else_answers_is_looked_for_in_the_articles_of_the_last_turn(library: Library) -> None:
    question = "What set such angry demonstrations off?"
    before = [
        {"role": "user", "content": "For how many days did the farmers block the roads?"},
        {"role": "assistant", "content": "Thousands of farmers blocked the roads around Orlen for three days."},
    ]
    assistant = Assistant(library)
    assert not leans(question, before)
    assert "sparked by a new tax" in assistant.ask(question, history=before).text
    assert assistant.ask("What set such angry demonstrations off in Lagos?", history=before).outcome == "not_found"


def test_a_word_of_the_articles_is_no_slip_in_a_process_that_has_searched_nothing_yet(library: Library) -> None:
    with Library(library.folder, embeddings=library.embeddings) as opened:
        read = [corrected("who taxes hydronord", one, Filters()) for one in (opened, opened)]
    assert read == [("who taxes hydronord", ())] * 2


@pytest.mark.parametrize(("when", "is_told"), [("in 2019", True), ("in February 2026", False), ("", False)])
def test_the_answer_tells_where_no_quote_is_of_the_time_asked_for(when: str, is_told: bool, library: Library) -> None:
    answer = Assistant(library).ask(f"For how many days did the farmers block the roads {when}?")
    assert answer.outcome == "answered"
    assert ("in the period that the question names" in (answer.notice or "")) == is_told


@pytest.mark.parametrize(
    ("when", "period"),
    [("in February", "2026-02"), ("in June", "2029-06"), ("in February 2028", "2028-02"), ("last month", "2029-10")],
)
def test_a_month_without_its_year_is_the_latest_with_articles(when: str, period: str, library: Library) -> None:
    asked = f"For how many days did the farmers block the roads {when}?"
    assert make_plan(asked, library, Filters(), today=date(2029, 11, 30)).question.period == period


def test_what_an_author_thinks_of_a_thing_is_in_the_sentences_on_it(library: Library) -> None:
    answer = Assistant(library).ask("What does Mara Holt think of raising the dam above Orlen?")
    assert {one.article_id for one in answer.citations} == {"for"}
    assert not any("geese" in one.quote for one in answer.citations)


@pytest.mark.parametrize(
    "question",
    [
        "What does the Star columnist think of the dam above Orlen?",
        "what does the Orlen columnist say about the dam",
        "What is the view of the columnist at The Orlen Star on the dam?",
    ],
)
def test_an_outlets_writer_is_whoever_writes_there(question: str, library: Library) -> None:
    answer = Assistant(library).ask(question)
    assert answer.outcome == "answered"
    assert {(one.article_id, one.speaker) for one in answer.citations} == {("against", "Jens Aker")}


@pytest.mark.parametrize(("name", "author"), [("Mara Holt", "Mara Holt"), ("Lena Holt", None)])
def test_whoever_has_an_authors_surname_and_another_first_name_is_somebody_else(
    name: str, author: str | None, library: Library
) -> None:
    assert plan(f"Who is {name}?", library).author == author


def test_all_there_is_about_a_thing_is_about_the_thing(library: Library) -> None:
    assert plan("summarise everything about the dam", library).topic == "the dam"


def test_what_an_article_says_of_a_thing_is_in_its_sentences_on_it(library: Library) -> None:
    assistant, before = Assistant(library), "What does Mara Holt think of raising the dam above Orlen?"
    history = [{"role": "user", "content": before}, {"role": "assistant", "content": assistant.ask(before).text}]
    for question, told in (("what does it say about geese", history), ("what does the geese column say on geese", ())):
        cited = assistant.ask(question, history=told).citations
        assert {one.article_id for one in cited} == {"for"} and any("geese" in one.quote for one in cited)
        assert not any("flood" in one.quote for one in cited)


@pytest.mark.parametrize(
    "typed",
    [
        "What was said by Mara Holt about the dam?",
        "what has been said about the dam by Mara Holt",
        "What is Mara Holt quoted as saying about the dam?",
        "Regarding the dam, what did Mara Holt say?",
        "show me everything Mara Holt said about the dam",
        "Mara Holt on the dam",
    ],
)
def test_somebodys_words_are_asked_for_in_the_passive_in_front_or_by_name_alone(typed: str, library: Library) -> None:
    read = plan(typed, library)
    assert (read.kind, read.author, read.topic) == ("said", "Mara Holt", "the dam")


def test_what_a_text_on_something_says_is_an_overview_of_it_not_words_of_somebody_in_it(library: Library) -> None:
    assert plan("What does the story on the farmers say?", library).articles == ("news",)
    read = plan("What does the story on the farmers say about the tax?", library)
    assert (read.kind, read.articles, read.topic) == ("overview", ("news",), "the tax")


def test_the_story_with_something_is_an_overview(library: Library) -> None:
    read = plan("what's the story with the dam?", library)
    assert (read.kind, read.topic) == ("overview", "the dam")


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("the AI's rules", "AI rules"),
        ("what did Roe say about AI?", "Roe say AI"),
        ("NASA’s SLS and its cranes", "NASA SLS cranes"),
    ],
)
def test_content_words_are_the_words_that_are_indexed(text: str, content: str) -> None:
    assert content_stems(text) == set(words(content))
