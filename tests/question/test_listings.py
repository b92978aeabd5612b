"""Requests for articles by what the catalog knows of them, in any words, and what a follow-up changes in them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import cycle, permutations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from assistant.question.listings import listing_in, next_listing
from assistant.question.published import Listing
from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import Library

ARTICLES = Path(__file__).parents[1] / "benchmarks" / "fresh" / "articles.jsonl"
TODAY = date(2026, 6, 15)
FEBRUARY = (date(2026, 2, 1), date(2026, 2, 28))
# Each with what it makes of a listing.
AUTHOR = {"by Priya Holloway": "Priya Holloway", "by holloway": "Priya Holloway"}
MERCURY = "The Tarnbeck Mercury"
OUTLET = dict.fromkeys(("in the Tarnbeck Mercury", "from the Mercury", "in Tarnbeck Mercury"), MERCURY)
TIME = {"in February 2026": FEBRUARY, "from february": FEBRUARY, "between 1 and 28 February 2026": FEBRUARY}
TOPIC = {"about the lido": "the lido", "on the lido": "the lido", "mentioning the lido": "the lido"}
NOUNS = ("articles", "stories", "pieces", "reports", "items", "texts", "news stories")
FRAMES = (
    "Which {noun} {limits}?",
    "which {noun} do we have {limits}",
    "What {noun} have we got {limits}?",
    "list all {noun} {limits}",
    "Show me the {noun} {limits}.",
    "do we have any {noun} {limits}?",
    "Are there any {noun} {limits}?",
    "any {noun} {limits}",
    "I need all the {noun} {limits}",
    "{noun} {limits}",
    "Which {noun} were published {limits}?",
    "which of our {noun} ran {limits}",
    "Have any {noun} appeared {limits}?",
    "How many {noun} are there {limits}?",
    "number of {noun} {limits}",
    "How many {noun} {limits}, and which ones are they?",
)
BARE = (
    "What have we got {limits}?",
    "what did we publish {limits}",
    "Everything {limits}",
    "anything {limits}?",
    "Have we run anything {limits}?",
    "list everything {limits}",
    "is there anything {limits}",
    "What do we have {limits}?",
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    with Library(tmp_path_factory.mktemp("listed") / "library", embeddings=embeddings) as library:
        library.add(ARTICLES)
        yield library


def limits() -> Iterator[tuple[str, Listing]]:
    """Each way to say each limit, alone and with one way of each other in every order, and the listing meant."""
    ways: list[list[tuple[str, dict[str, object]]]] = [
        [(words, {"authors": (name,)}) for words, name in AUTHOR.items()],
        [(words, {"outlets": (name,)}) for words, name in OUTLET.items()],
        [(words, {"since": since, "until": until}) for words, (since, until) in TIME.items()],
    ]
    for number in (1, 2, 3):
        for sorts in permutations(ways, number):
            for way in range(3):
                parts = [sort[way % len(sort)] for sort in sorts]
                asked = Listing()
                for _, made in parts:
                    asked = replace(asked, **made)  # type: ignore[arg-type]
                yield " ".join(words for words, _ in parts), asked


def read(question: str, library: Library) -> Listing | None:
    found = listing_in(question, library, TODAY)
    return replace(found, counted=False) if found else None


@pytest.mark.parametrize("frame", FRAMES)
def test_each_noun_and_limit_in_any_order_asks_for_the_same_articles(frame: str, library: Library) -> None:
    for (words, expected), noun in zip(limits(), cycle(NOUNS), strict=False):
        question = frame.format(noun=noun, limits=words)
        assert read(question, library) == expected, question


@pytest.mark.parametrize("frame", BARE)
def test_without_a_noun_limits_and_a_verb_of_having_or_publishing_ask_for_articles(
    frame: str, library: Library
) -> None:
    for words, expected in limits():
        question = frame.format(limits=words)
        assert read(question, library) == expected, question


@pytest.mark.parametrize("frame", FRAMES)
def test_a_topic_stands_beside_any_limit(frame: str, library: Library) -> None:
    for (words, expected), (topic, about) in zip([("", Listing()), *limits()], cycle(TOPIC.items()), strict=False):
        question = frame.format(noun="stories", limits=f"{words} {topic}".strip())
        assert read(question, library) == replace(expected, topic=about), question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which articles did Priya Holloway write?", Listing(authors=("Priya Holloway",))),
        ("What has holloway written?", Listing(authors=("Priya Holloway",))),
        ("What did the Mercury publish in February?", Listing(False, None, (), (MERCURY,), *FEBRUARY)),
        ("Mercury stories since 1 March", Listing(outlets=(MERCURY,), since=date(2026, 3, 1))),
        ("lido coverage before May", Listing(topic="lido", until=date(2026, 4, 30))),
        ("Holloway's pieces about the lido", Listing(authors=("Priya Holloway",), topic="the lido")),
        ("any opinion pieces?", Listing(kind="opinion")),
        ("which of our articles from February are op-eds", Listing(False, "opinion", (), (), *FEBRUARY)),
        ("the latest three stories from the Mercury", Listing(outlets=(MERCURY,), most=3)),
        ("What is the oldest article by Holloway?", Listing(authors=("Priya Holloway",), most=1, oldest_first=True)),
        ("How many articles did Nobody Known write?", Listing(authors=("Nobody Known",), counted=True)),
        ("List all articles", Listing()),
        ("stories from the past week", Listing(since=date(2026, 6, 8), until=TODAY)),
        ("what was published yesterday", Listing(since=date(2026, 6, 14), until=date(2026, 6, 14))),
        ("what came out between December and January 2026?", Listing(since=date(2025, 12, 1), until=date(2026, 1, 31))),
    ],
)  # fmt: skip
def test_verbs_names_kinds_and_counts_limit_as_well(question: str, expected: Listing, library: Library) -> None:
    assert listing_in(question, library, TODAY) == expected


@pytest.mark.parametrize(
    "question",
    [
        "What did the mayor say?",
        "What happened in February?",
        "What opened in May 2026?",
        "Who wrote about the lido?",
        "When was the article on the lido published?",
        "What do the articles say about the lido?",
        "Summarise the stories on the lido",
        "What is the article on the lido about?",
        "what's Priya Holloway's piece on the lido about",
        "What does the Mercury report on the lido?",
        "How many people wrote letters in February?",
        "Which articles were corrected in May?",
        "Which articles from Berlin do we have?",
        "What did Priya Holloway write about the lido?",
        "anything on the lido?",
        "stories since May and before March 2026",
        "",
        "?",
    ],
)
def test_whatever_asks_for_more_is_no_request_for_articles(question: str, library: Library) -> None:
    assert listing_in(question, library, TODAY) is None


def test_a_request_told_in_full_is_read_as_it_was(library: Library) -> None:
    for _, asked in limits():
        for more in ({}, {"topic": "the lido"}, {"kind": "opinion"}, {"counted": True}, {"most": 3}, {"most": 1}):
            whole = replace(asked, **more)  # type: ignore[arg-type]
            assert listing_in(whole.as_question(), library, TODAY) == whole, whole.as_question()


@pytest.mark.parametrize(
    ("before", "follow_up", "expected"),
    [
        ("What did we have in February?", "and in may?", "Which articles do we have in May 2026?"),
        ("What did we have in February?", "what abuot march", "Which articles do we have in March 2026?"),
        ("stories by Holloway", "how many in 2026?", "How many articles do we have by Priya Holloway in 2026?"),
        ("stories about the lido", "and the pool?", "Which articles do we have about the pool?"),
        ("stories about bees", "which are by holloway", "Which articles do we have by Priya Holloway about bees?"),
        ("Mercury stories on bees", "and Highland Letter", "Which articles do we have in Highland Letter about bees?"),
        ("articles from February?", "only opinion pieces", "Which opinion pieces do we have in February 2026?"),
        ("articles from February?", "and the latest two?", "What are the latest 2 articles in February 2026?"),
    ],
)  # fmt: skip
def test_a_follow_up_changes_one_limit_and_keeps_the_others(
    before: str, follow_up: str, expected: str, library: Library
) -> None:
    history = [{"role": "user", "content": before}, {"role": "assistant", "content": "Two."}]
    assert next_listing(follow_up, history, library, Filters(), TODAY) == expected


@pytest.mark.parametrize(
    "follow_up", ["What did the mayor say?", "why?", "Who wrote it?", "thanks", "And Helen Price?"]
)
def test_other_questions_do_not_go_on_from_a_request_for_articles(follow_up: str, library: Library) -> None:
    history = [{"role": "user", "content": "Which articles are from March?"}]
    assert next_listing(follow_up, history, library, Filters(), TODAY) is None


def test_nothing_goes_on_from_a_question_that_asks_for_no_articles(library: Library) -> None:
    history = [{"role": "user", "content": "Who runs the lido?"}]
    assert next_listing("and in may?", history, library, Filters(), TODAY) is None


WORDS = (
    "which what any all list show how many do we have got articles stories pieces opinion letters by from in on about "
    "before after since between and or the a holloway Mercury february 2026 march 12 may last week latest first two "
    "tram lido 's is published ran ones them one ? , - : what's number of coverage 14th today until"
).split()


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), st.sampled_from([" ", "  "]))
@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(["tram", "lido", "2026", "coverage"], " ")
@example(["tram", "lido", "stories"], "  ")
def test_any_words_are_a_request_or_none(library: Library, words: list[str], between: str) -> None:
    asked = listing_in(between.join(words), library, TODAY)
    after = listing_in(between.join(words), library, TODAY, before=Listing(topic="the lido"))
    assert all(
        one is None or one.after(Listing(topic="the lido")).as_question().endswith("?") for one in (asked, after)
    )


def test_a_day_or_month_in_an_outlets_name_is_no_time(tmp_path: Path, embeddings: SentenceEmbeddings) -> None:
    rows = [
        {"id": "one", "title": "Rain", "source": "Florida Today", "date": "2019-11-20", "text": "It rained."},
        {"id": "two", "title": "Sun", "source": "The Anti-June Journal", "date": "2020-01-02", "text": "It shone."},
    ]
    (tmp_path / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    with Library(tmp_path / "library", embeddings=embeddings) as library:
        library.add(tmp_path / "articles.jsonl")
        for outlet in ("Florida Today", "The Anti-June Journal"):
            assert listing_in(f"how many articles from {outlet}", library, TODAY) == Listing(
                counted=True, outlets=(outlet,)
            )


@pytest.mark.parametrize("day", ["22/2/2026", "2/22/2026", "22.2.2026", "22.02.2026", "2026-02-22"])
def test_a_day_in_figures_is_a_day(library: Library, day: str) -> None:
    of_day = date(2026, 2, 22)
    assert listing_in(f"list the articles from {day}", library, TODAY) == Listing(since=of_day, until=of_day)


def test_a_day_in_figures_that_could_be_two_is_none(library: Library) -> None:
    found = listing_in("list the articles from 2/3/2026", library, TODAY)
    assert found is None or found.since is None
