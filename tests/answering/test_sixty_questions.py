"""Sixty questions over twelve articles of our own: how many are answered or refused as they should be.

A question that can be answered is right where the answer quotes gold evidence of every group and, where gold answers
are given, holds one of them. One that cannot be answered is right where it is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.evaluation import run
from assistant.evaluation.question_files.reading_files import read_questions
from assistant.evaluation.results import Result, Results
from index.articles import SEARCHED_ROLES
from index.embedding import SentenceEmbeddings
from index.library import Library

FOLDER = Path(__file__).parents[1] / "articles"
QUESTIONS = FOLDER / "questions.jsonl"
BAR = 49

# Who says what is quoted, where the quoted sentence itself gives no name or only a part of it.
SPEAKERS = {
    "speaker-9": "Torvald Enge",
    "pronoun-1": "Oskar Lindahl",
    "pronoun-2": "Edda Lomax",
    "pronoun-3": "Marguerite Oyelaran",
    "pronoun-4": "Beatriz Coyle",
    "pronoun-5": "Rowan Teague",
    "pronoun-6": "Anneke Roos",
    "follow-2": "Ilse Brandvold",
}


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    with Library(tmp_path_factory.mktemp("news") / "library", embeddings=embeddings) as library:
        report = library.add(FOLDER / "news")
        assert len(report.added) == 12 and not report.skipped
        yield Assistant(library)


@pytest.fixture(scope="module")
def results(news: Assistant) -> Results:
    return run(news, QUESTIONS)


def is_right(one: Result) -> bool:
    if one.answer is None or one.answerable is None:
        return False
    if not one.answerable:
        return one.answer["outcome"] == "not_found"
    return one.scores["quote_recall"] == 1 and one.scores.get("answer_held", 1.0) == 1


def test_the_set_holds_sixty_questions_of_which_some_of_every_type_and_a_fifth_unanswerable() -> None:
    questions, problems = read_questions(QUESTIONS)
    assert not problems and len(questions) == 60
    unanswerable = [one for one in questions if one.answerable is False]
    assert len(unanswerable) == 12
    assert Counter(one.type for one in questions)["near_miss"] == 10
    assert len({one.type for one in questions}) == 12


def test_all_evidence_stands_in_paragraphs_that_are_searched(results: Results) -> None:
    assert results.warnings == ()


def test_most_questions_are_answered_or_refused_as_they_should_be(results: Results) -> None:
    wrong = [one.id for one in results.questions if not is_right(one)]
    assert len(results.questions) - len(wrong) >= BAR, wrong


def test_every_quote_is_a_verbatim_span_and_none_is_furniture(news: Assistant, results: Results) -> None:
    assert results.measures["verbatim"].value == 1
    cited = [
        (one["article_id"], one["paragraph"])
        for result in results.questions
        if result.answer
        for one in (*result.answer["citations"], *result.answer["closest"])
    ]
    assert cited
    roles = {news.library.paragraph(*place).role for place in cited}
    assert roles <= set(SEARCHED_ROLES)


def test_no_citation_is_of_an_article_published_after_the_day_that_is_asked_from(
    news: Assistant, results: Results
) -> None:
    questions, _ = read_questions(QUESTIONS)
    days = {one.id: one.as_of for one in questions if one.as_of}
    assert days
    for one in results.questions:
        for citation in one.answer["citations"] if one.answer and one.id in days else []:
            assert citation["published"] and citation["published"] <= days[one.id]


def test_what_he_or_she_said_is_given_to_the_person_named_before(results: Results) -> None:
    answered = [one for one in results.questions if one.id in SPEAKERS and is_right(one)]
    named = {
        one.id: {citation["speaker"] for citation in (one.answer or {})["citations"] if citation["speaker"]}
        for one in answered
    }
    assert len(answered) > len(SPEAKERS) / 2
    assert named == {one.id: {SPEAKERS[one.id]} for one in answered}
