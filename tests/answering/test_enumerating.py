"""Lists and courses of events that stand in one article, over a real library."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.answers import Answer
from assistant.assistant import Assistant
from index.embedding import SentenceEmbeddings
from index.library import Library

STREETS = """A street is made quieter in four stages, says the guide that the council of Orlen published.

The four stages of a quieter street

The count stage: find out who drives through

Most of the traffic in a street is from elsewhere, and nobody knows it before it is counted.

The trial stage: close one end for a month

The council lends the barriers, and neighbours answer for them.

The vote stage: ask everybody who lives there

Two thirds have to agree.

The building stage: plant trees"""
TRAM = """The tram to Orlen has had a long way to its first passenger.

It was finished in March 2025, after two winters without work.

The council voted for it in May 2019, by one vote.

The ground was broken in June 2021, when the prices were highest.

Nobody counts on its being on time."""
CRITIC = """The tram to Orlen is a monument to vanity, and nobody will ride it.

Its stops are where no one lives."""


@pytest.fixture(scope="module")
def assistant(tmp_path_factory: pytest.TempPathFactory, embeddings: SentenceEmbeddings) -> Iterator[Assistant]:
    folder = tmp_path_factory.mktemp("enumerating")
    rows = [
        ("streets", "A guide to quieter streets", "Orlen Post", "2026-02-03", STREETS),
        ("tram", "How the tram came to Orlen", "Orlen Post", "2026-03-10", TRAM),
        ("critic", "A tram for nobody", "Westmark Examiner", "2026-03-12", CRITIC),
    ]
    fields = ("id", "title", "source", "date", "text")
    lines = [json.dumps(dict(zip(fields, row, strict=True))) for row in rows]
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with Library(folder / "library", embeddings=embeddings) as library:
        library.add(folder / "articles.jsonl")
        yield Assistant(library)


def quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.citations]


def test_the_lines_of_a_list_are_quoted_behind_what_introduces_them(assistant: Assistant) -> None:
    told = quotes(assistant.ask("what are the four stages of a quieter street"))
    assert [quote.split(":")[0] for quote in told[1:]] == [
        f"The {one} stage" for one in ("count", "trial", "vote", "building")
    ]


def test_a_timeline_of_one_article_has_the_sentences_that_name_a_time_in_its_order(assistant: Assistant) -> None:
    told = quotes(assistant.ask("timeline of how the tram came to Orlen", articles="tram"))
    assert [year for quote in told for year in ("2019", "2021", "2025") if year in quote] == ["2019", "2021", "2025"]
    assert len(told) == 3


def test_an_outlet_is_known_by_the_beginnings_of_its_words(assistant: Assistant) -> None:
    answer = assistant.ask("compare orlen post and west examiner on the tram")
    assert {one.outlet for one in answer.citations} == {"Orlen Post", "Westmark Examiner"}


def test_whether_it_is_one_or_the_other_is_answered_by_neither_yes_nor_no(assistant: Assistant) -> None:
    answer = assistant.ask("Did the council vote for or against the tram to Orlen?", articles="tram")
    assert not answer.text.startswith(("Yes", "No."))


def test_what_was_done_once_does_not_say_that_it_is_done_again(assistant: Assistant) -> None:
    assert not assistant.ask("Did the council vote for it again?", articles="tram").text.startswith("Yes")
    assert assistant.ask("Did the council vote for it?", articles="tram").text.startswith("Yes")
