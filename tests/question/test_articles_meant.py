"""Which article somebody means, over a real library of a few."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from assistant.assistant import Assistant
from assistant.question.articles_meant import Find, by_fit, by_subject, without_text
from assistant.question.plan import make_plan
from index.embedding import SentenceEmbeddings
from index.filters import Filters
from index.library import Library

BYPASS = """Hundreds of people lay down in front of the diggers on the Marle road on Monday and stopped work
for nine hours.

They chained themselves to trees and to each other, and sang until the police carried them off.

The road would lead traffic around the town, and would cut through the water meadows where the storks nest.

Ida Munk, a teacher, said she would be back on Tuesday with her whole class."""
NOTES = """The council spent most of Thursday evening on the swimming pool, whose roof leaks.

The protest against the bypass was mentioned in passing.

A new roof would cost 800,000 crowns, and the pool would be shut for a summer.

The swimming club offered to paint the changing rooms itself."""
BREAD = """Dag Orre bakes the last rye bread in the valley, in an oven that his grandfather built.

He gets up at two, and has sold everything by nine.

His daughter, who studies law, does not want the bakery."""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("meant")
    rows = [
        {"id": "road", "title": "Diggers stopped on the Marle road", "text": BYPASS},
        {"id": "notes", "title": "Notes from the council", "text": NOTES},
        {"id": "bread", "title": "The oven that his grandfather built", "text": BREAD},
    ]
    with library_of(folder, rows, embeddings) as library:
        yield library


def library_of(folder: Path, rows: Sequence[dict[str, str]], embeddings: SentenceEmbeddings) -> Library:
    (folder / "articles.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    library = Library(folder / "library", embeddings=embeddings)
    library.add(folder / "articles.jsonl")
    return library


def found_in(library: Library) -> Find:
    return lambda text, limit, within: library.search(text, limit=limit, filters=within)


def test_an_article_is_on_a_subject_if_most_of_it_is_and_not_if_one_paragraph_is_nearest(library: Library) -> None:
    hits = library.search("the road protest", limit=60, filters=Filters())
    assert hits[0].heading.id == "notes"
    assert by_fit("the road protest", library, Filters(), found_in(library))[0][0].id == "road"
    assert by_subject("the article on the road protest", library, Filters()) == ("road",)


def test_an_article_is_found_by_what_it_is_about_in_other_words(library: Library) -> None:
    assert by_subject("the piece on the old baker", library, Filters()) == ("bread",)


def test_none_is_meant_by_a_subject_that_no_article_has(library: Library) -> None:
    assert by_subject("the report on whales in the Arctic", library, Filters()) == ()
    assert by_subject("the article", library, Filters()) == ()


def test_what_is_summed_up_is_the_article_that_fits_and_not_what_comes_near_in_several(library: Library) -> None:
    answer = Assistant(library).ask("Sum up the road protest")
    assert {one.article_id for one in answer.citations} == {"road"}
    assert len(answer.citations) == 4


def test_nothing_is_summed_up_if_no_article_fits_or_has_the_name(library: Library) -> None:
    for question in ("Sum up the whales in the Arctic", "Sum up the road protest in Zubrowka"):
        assert Assistant(library).ask(question).outcome == "not_found"


@pytest.mark.parametrize(
    ("described", "subject"),
    [("the report into the landslide", "the the landslide"), ("the story of the bridge", "the the bridge")],
)
def test_the_words_around_a_text_are_no_part_of_its_subject(described: str, subject: str) -> None:
    assert without_text(described) == subject


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("story")
    opened = BYPASS.replace("stopped work\nfor nine hours", "let them pass after a day")
    rows = [
        {"id": "march", "title": "Diggers stopped on the Marle road", "date": "2026-03-03", "text": BYPASS},
        {"id": "june", "title": "Diggers back on the Marle road", "date": "2026-06-09", "text": opened},
        {"id": "bread", "title": "The oven that his grandfather built", "date": "2026-01-05", "text": BREAD},
    ]
    with library_of(folder, rows, embeddings) as library:
        yield library


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("the March report on the road protest", "march"),
        ("the june story about the road protest", "june"),
        ("the very first report on the road protest", "march"),
        ("the January article about the road protest", None),  # there is none: the one that fits best
    ],
)
def test_of_the_articles_on_a_subject_the_one_of_the_time_named_is_meant(
    story: Library, text: str, meant: str | None
) -> None:
    assert by_subject(text, story, Filters()) == (meant or by_subject("the road protest", story, Filters())[0],)


COLUMN = """I have been thrown off a bus only once in my life, and it was last Thursday.

I was holding the right money. I think that a town should take the money of everybody who lives in it.

We ought to keep a box for coins on one bus in three, and the council should pay for it."""
TALK = """Ida Munk, a teacher, spoke to us about her year in a tree.

Why the tree?

“I could not think of anything else.”

Were you cold?

“I was, and I had my pupils' letters.”

What do you miss?

“I miss the owl.”"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Library]:
    folder: Path = tmp_path_factory.mktemp("desk")
    rows = [
        {"id": "road", "title": "Diggers stopped on the Marle road", "author": "Jo Tarn", "text": BYPASS},
        {"id": "column", "title": "Leave my coins alone", "author": "Winnie Astell", "text": COLUMN},
        {"id": "talk", "title": "A year above the ground", "author": "Jo Tarn", "text": TALK},
        {"id": "bread", "title": "The oven that his grandfather built", "text": BREAD},
    ]
    with library_of(folder, rows, embeddings) as library:
        yield library


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Astell's column", "column"), ("astells opinion piece", "column"), ("the portrait of the old baker", "bread")],
)
def test_an_article_is_meant_by_its_author_or_described_as_a_portrait(desk: Library, text: str, meant: str) -> None:
    assert by_subject(text, desk, Filters()) == (meant,)


@pytest.mark.parametrize(
    ("question", "article"),
    [
        ("what is winnie astell arguing in her opinion piece", "column"),
        ("What does Ida Munk say in the interview?", "talk"),
    ],
)
def test_what_somebody_says_in_their_own_text_is_what_it_says(desk: Library, question: str, article: str) -> None:
    plan = make_plan(question, desk, Filters())
    assert (plan.kind, plan.topic, plan.articles) == ("overview", "", (article,))


def test_what_an_author_writes_on_a_topic_in_other_words_is_found(desk: Library) -> None:
    answer = Assistant(desk).ask("What does Winnie Astell propose for passengers without cards?")
    assert [one.quote for one in answer.citations] == [COLUMN.split("\n\n")[2]]
    assert Assistant(desk).ask("What does Winnie Astell think of whales?").outcome == "not_found"
