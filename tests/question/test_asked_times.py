"""The time that a question names, and that hits of that time come a little before others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.assistant import Assistant
from assistant.question.asked_times import OTHER_TIME, asked_time, prefer
from assistant.question.question import read_question
from index.articles import Heading, Hit, Paragraph
from index.embedding import SentenceEmbeddings
from index.library import Library

THURSDAY = date(2026, 2, 5)


@pytest.mark.parametrize(
    ("question", "period", "words"),
    [
        ("What did Okoro say in February 2026?", "2026-02", "in February 2026"),
        ("What did Okoro say about the bridge on 4 February 2026?", "2026-02-04", "on 4 February 2026"),
        ("What did Okoro say on Wednesday, February 4, 2026 about it?", "2026-02-04", "on Wednesday, February 4, 2026"),
        ("What did Okoro say on 2026-02-04?", "2026-02-04", "on 2026-02-04"),
        ("Who won the election in 2024?", "2024", "in 2024"),
        ("What did Okoro say last week?", "2026-W05", "last week"),
        ("Yesterday, what did Okoro say?", "2026-02-04", "Yesterday"),
        ("What did Okoro say on Tuesday?", "2026-02-03", "on Tuesday"),
        ("What did Okoro call for in January?", "2026-01", "in January"),
        ("What did Okoro say in January?", "2026-01", "in January"),
        ("What will open next month?", "2026-03", "next month"),
        ("去年特朗普就关税说了什么？", "2025", "去年"),
        ("特朗普2026年2月就关税说了什么？", "2026-02", "2026年2月"),
        ("2026年2月4日特朗普说了什么？", "2026-02-04", "2026年2月4日"),
        ("特朗普昨天说了什么？", "2026-02-04", "昨天"),
    ],
)
def test_a_question_names_a_time_to_look_in(question: str, period: str, words: str) -> None:
    asked = asked_time(question, THURSDAY)
    assert asked is not None
    assert (asked.period, question[asked.start : asked.end].strip(" ,")) == (period, words)


@pytest.mark.parametrize(
    "question",
    [
        "What did Okoro say about the 2026 budget?",
        "What did Okoro say about last year's summit?",
        "What did Okoro say about the events of last year?",
        "What has Okoro said since March 2025?",
        "What happened after 4 February 2026?",
        "Who won the 1966 World Cup?",
        "What did Okoro say in 2025 or 2026?",
        "What was said in 2025 and in 2026?",
        "What did Okoro say?",
        "自2024年以来发生了什么？",
        "特朗普对2026年度预算说了什么？",
    ],
)
def test_a_time_that_is_asked_about_or_bounds_a_stretch_is_none_to_look_in(question: str) -> None:
    assert asked_time(question, THURSDAY) is None


def test_when_somebody_said_it_is_no_part_of_what_was_said() -> None:
    for text in (
        "What did Okoro say about the bridge in February 2026?",
        "What did Okoro say about the bridge last week?",
        "What did Okoro say yesterday about the bridge?",
    ):
        question = read_question(text, today=THURSDAY)
        assert (question.speaker, question.topic, question.text) == ("Okoro", "the bridge", text)
    anything = read_question("What did Okoro say in February 2026?", today=THURSDAY)
    assert anything.topic == anything.text
    assert read_question("特朗普昨天就关税说了什么？", today=THURSDAY).speaker == "特朗普"


def test_without_a_day_to_count_from_last_week_is_found_and_not_told() -> None:
    question = read_question("What did Okoro say about the bridge last week?")
    assert (question.topic, question.period) == ("the bridge", None)
    assert read_question("What did Okoro say in 2025?").period == "2025"


def hit(name: str, score: float, published: str | None, text: str = "The bridge opened.") -> Hit:
    return Hit(Paragraph(name, 1, text, "body"), Heading(name, name, published=published), score)


def names(hits: list[Hit]) -> list[str]:
    return [one.heading.id for one in hits]


def test_a_hit_of_the_time_comes_before_one_that_fits_about_as_well() -> None:
    hits = [hit("march", 0.60, "2026-03-04"), hit("february", 0.55, "2026-02-20"), hit("undated", 0.5, None)]
    preferred = prefer(hits, "2026-02")
    assert names(preferred)[0] == "february"
    assert {one.heading.id: one.score for one in preferred} == {
        "march": 0.60 - OTHER_TIME,
        "february": 0.55,
        "undated": 0.5 - OTHER_TIME / 2,
    }


def test_a_hit_of_another_time_that_fits_far_better_stays_first() -> None:
    hits = [hit("march", 0.85, "2026-03-04"), hit("february", 0.55, "2026-02-20")]
    assert names(prefer(hits, "2026-02")) == ["march", "february"]


@pytest.mark.parametrize(
    "hits",
    [
        [hit("march", 0.60, "2026-03-04"), hit("april", 0.55, "2026-04-20")],
        [hit("undated", 0.60, None), hit("names it", 0.55, None, "In February 2026 the bridge opened.")],
        [],
    ],
)
def test_where_nothing_of_known_date_is_of_the_time_all_stays_as_it_is(hits: list[Hit]) -> None:
    assert prefer(hits, "2026-02") == hits


def test_what_happens_on_a_day_is_published_then_or_the_day_after() -> None:
    hits = [
        hit("week after", 0.60, "2026-02-11"),
        hit("day after", 0.58, "2026-02-05"),
        hit("that day", 0.57, "2026-02-04"),
    ]
    assert names(prefer(hits, "2026-02-04")) == ["day after", "that day", "week after"]


def test_a_rerankers_order_is_kept_among_hits_of_the_time() -> None:
    hits = [hit("a", 0.4, "2026-02-01"), hit("b", 0.6, "2026-02-02"), hit("c", 0.5, "2026-02-03")]
    assert names(prefer(hits, "2026-02")) == ["a", "b", "c"]


@given(st.text(), st.one_of(st.none(), st.dates()))
def test_any_text_may_be_a_question(text: str, today: date | None) -> None:
    asked = asked_time(text, today)
    assert asked is None or 0 <= asked.start < asked.end <= len(text)


SPOKE = "Finance Minister Paul Okoro said that the bridge over the Vefsn would {}."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("asked")
    told = {
        "2025-11-12": "cost 300 million kroner",
        "2026-01-14": "open in spring",
        "2026-02-04": "need a toll",
        "2026-03-11": "carry trams",
    }
    rows = [
        {"id": day, "title": "The bridge", "source": "Vefsn Post", "date": day, "text": SPOKE.format(what)}
        for day, what in told.items()
    ]
    rows.append(
        {"id": "undated", "title": "The bridge", "source": "Vefsn Post", "text": SPOKE.format("be painted red")}
    )
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as opened:
        opened.add(folder / "a.jsonl")
        yield opened


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("What did Okoro say about the bridge in November 2025?", "2025-11-12"),
        ("What did Okoro say about the bridge in January 2026?", "2026-01-14"),
        ("What did Okoro say about the bridge on 4 February 2026?", "2026-02-04"),
        ("What did Okoro say about the bridge in March 2026?", "2026-03-11"),
        ("What did Okoro say about the bridge last month?", "2026-02-04"),
        ("What did Okoro say about the bridge last year?", "2025-11-12"),
    ],
)
def test_a_question_with_a_date_is_answered_from_an_article_of_that_time(
    library: Library, question: str, article: str
) -> None:
    assistant = Assistant(library, today=lambda: date(2026, 3, 20))
    answer = assistant.ask(question)
    assert answer.citations[0].article_id == article
    assert assistant.search(question)[0].heading.id == article


def test_last_month_counts_from_the_day_that_is_given_and_later_articles_are_hidden(library: Library) -> None:
    assistant = Assistant(library, today=lambda: date(2026, 3, 20))
    answer = assistant.ask("What did Okoro say about the bridge last month?", as_of="2026-02-10")
    assert answer.citations[0].article_id == "2026-01-14"
    assert answer.searched == {"articles": 4, "filters": {"as_of": "2026-02-10"}, "newest": "2026-02-04"}
    assert answer.notice is None


def test_what_was_published_later_is_hidden_and_what_has_no_date_is_not(library: Library) -> None:
    assistant = Assistant(library)
    found = {one.heading.id for one in assistant.search("the bridge over the Vefsn", as_of="2026-01-14")}
    assert found == {"2025-11-12", "2026-01-14", "undated"}
    found = {one.heading.id for one in assistant.search("the bridge over the Vefsn", until="2026-01-14")}
    assert found == {"2025-11-12", "2026-01-14"}


def test_a_question_with_a_date_of_which_there_is_nothing_is_answered_all_the_same(library: Library) -> None:
    assert Assistant(library).ask("What did Okoro say about the bridge in May 2024?").outcome == "answered"


@pytest.mark.parametrize("bound", ["before 2025"])
def test_a_time_that_bounds_what_happens_leaves_no_article_out(library: Library, bound: str) -> None:
    answer = Assistant(library).ask(f"How much did the bridge over the Vefsn cost {bound}?")
    assert "2025-11-12" in {one.article_id for one in answer.citations}


def test_a_time_that_bounds_what_was_said_leaves_out_what_was_published_later(library: Library) -> None:
    answer = Assistant(library).ask("What did Okoro say about the bridge before February 2026?")
    assert {one.article_id for one in answer.citations} <= {"2025-11-12", "2026-01-14"}
    assert answer.citations
